import Foundation
import Geometry
import MapFormats
import MapModel
import TestSupport
import Testing

/// Absurd sizes: each limit refuses by its number before it costs memory.
@Suite struct LimitTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func error(_ text: String, _ name: String) throws -> String {
    let path = try scratch.write(text, to: name)
    return #expect(throws: MapFileError.self) { try MapImporter.read(path: path) }?.description ?? ""
  }

  @Test func aFileTooLargeIsNotRead() throws {
    let path = try scratch.write("<osm>", to: "large.osm")
    let file = try #require(FileHandle(forWritingAtPath: path))
    // Sparse: it takes no room on the disk.
    try file.truncate(atOffset: UInt64(MapFileLimits.file_bytes) + 1)
    try file.close()
    let error = #expect(throws: MapFileError.self) { try MapImporter.read(path: path) }
    #expect(error?.problem == "it has 268435457 bytes, at most 268435456")
  }

  @Test func aLineTooLongIsRefused() throws {
    let references = String(repeating: "<nd ref='1'/>", count: MapFileLimits.vertices + 1)
    let text = "<osm><node id='1' lat='49' lon='8'/><way id='3'>\(references)<tag k='type' v='pole'/></way></osm>"
    #expect(try error(text, "map.osm").contains("more than 65536 vertices of way 3"))
    let positions = Array(repeating: "[8,49]", count: MapFileLimits.vertices + 1).joined(separator: ",")
    let feature =
      "{\"type\":\"Feature\",\"properties\":{\"class\":\"pole\"},\"geometry\":{\"type\":\"LineString\",\"coordinates\":[\(positions)]}}"
    let collection = "{\"type\":\"FeatureCollection\",\"features\":[\(feature)]}"
    #expect(try error(collection, "map.geojson").contains("65537 positions, at most 65536"))
  }

  @Test func tooManyTagsOrMembersAreRefused() throws {
    let tags = (0...MapFileLimits.tags).map { "<tag k='k\($0)' v='1'/>" }.joined()
    #expect(try error("<osm><way id='3'>\(tags)</way></osm>", "map.osm").contains("more than 256 tags of one object"))
    let members = String(repeating: "<member type='way' ref='1' role='x'/>", count: MapFileLimits.members + 1)
    let text = "<osm><relation id='3'>\(members)</relation></osm>"
    #expect(try error(text, "map.osm").contains("more than 10000 members of relation 3"))
  }

  @Test func aTileTooLargeIsRefusedAtImport() throws {
    // Values that no two elements share and that do not compress: more than 4 MiB encoded.
    var state: UInt64 = 1
    func noise() -> String {
      var text = ""
      while text.utf8.count < 1000 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text += String(state, radix: 36)
      }
      return String(text.prefix(1000))
    }
    let elements = (1...250).map { id in
      GeodeticElement(
        id: ElementID(UInt64(id)), elementClass: .pole, kind: .point,
        vertices: [Geodetic(latitude_deg: 49, longitude_deg: 8)],
        attributes: Attributes(AttributeKey.allCases.map { .init($0, noise()) }))
    }
    let path = scratch.path("large.geojson")
    try MapExporter.write(elements, path: path)
    let error = #expect(throws: MapFileError.self) { try MapImporter.read(path: path) }
    #expect(error?.problem.contains("tile field 'tile' is") == true)
    #expect(error?.problem.contains("at most 4194304") == true)
  }

  @Test func entitiesThatExplodeAreRefused() throws {
    var text = "<?xml version='1.0'?><!DOCTYPE osm [<!ENTITY a0 'aaaaaaaaaa'>"
    for level in 1...9 {
      text += "<!ENTITY a\(level) '\(String(repeating: "&a\(level - 1);", count: 10))'>"
    }
    #expect(try error(text + "]><osm><tag k='&a9;' v='1'/></osm>", "map.osm").contains("it holds <!DOCTYPE"))
  }
}

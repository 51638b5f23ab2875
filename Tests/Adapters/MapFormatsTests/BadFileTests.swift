import Foundation
import Geometry
import MapFormats
import MapModel
import TestSupport
import Testing

/// Files that are no maps, or broken ones: each a clear error with place and fix.
@Suite struct BadFileTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func error(_ text: String, _ name: String, _ options: MapImportOptions = MapImportOptions()) throws -> String
  {
    let path = try scratch.write(text, to: name)
    return #expect(throws: MapFileError.self) { try MapImporter.read(path: path, options: options) }?.description ?? ""
  }

  private static let node = "<node id='1' lat='49' lon='8'/><node id='2' lat='49' lon='8.001'/>"
  private static let way = "<way id='3'><nd ref='1'/><nd ref='2'/><tag k='type' v='line_thin'/></way>"

  @Test(arguments: [
    ("", "not well-formed XML"), ("plain text", "not well-formed XML"), ("{\"type\":1}", "not well-formed XML"),
    ("<html></html>", "the root element is <html>, not <osm>"), ("<osm></osm>", "it holds no element"),
    ("<osm><node id='x' lat='1' lon='1'/></osm>", "<node> has id=\"x\""),
    ("<osm><node lat='1' lon='1'/></osm>", "<node> has id=\"\""),
    ("<osm><node id='1' lat='nan' lon='1'/></osm>", "node 1 has lat=\"nan\""),
    ("<osm><node id='1' lat='91' lon='1'/></osm>", "node 1 has lat=\"91\""),
    ("<osm><node id='1' lat='1' lon='-180.5'/></osm>", "node 1 has lon=\"-180.5\""),
    ("<osm><node id='1' lat='1,5' lon='1'/></osm>", "node 1 has lat=\"1,5\""),
    ("<osm><node id='1'/><node id='2'/>\(way)</osm>", "node 1 has no lat or lon"),
    ("<osm>\(node)\(way)\(way)</osm>", "way 3 is there twice"),
    ("<osm>\(node)<way id='3'><nd ref='1.5'/></way></osm>", "<nd> has ref=\"1.5\""),
    ("<osm>\(node)\(way)<relation id='5'><member type='area' ref='1'/></relation></osm>", "member of type 'area'"),
    ("<osm>\(node)\(way)", "not well-formed XML"),
    ("<!DOCTYPE o [<!ENTITY a 'b'>]><osm>\(node)\(way)</osm>", "it holds <!DOCTYPE"),
    (
      "<osm><node id='1' lat='49' lon='8'><tag k='ele' v='high'/></node><node id='2' lat='49' lon='8'/>\(way)</osm>",
      "node 1 has ele=\"high\""
    ),
    ("<osm>\(node.replacing("8.001", with: "9"))\(way)</osm>", "at most 10000 m"),
    (
      "<osm>\(node)\(way.replacing("line_thin", with: "pole' /><tag k='resurvey_id' v='-4"))</osm>",
      "resurvey_id=\"-4\""
    ),
    (
      "<osm>\(node)\(way.replacing("line_thin", with: "pole' /><tag k='resurvey_references' v='up:4"))</osm>",
      "resurvey_references=\"up:4\""
    ),
    (
      "<osm>\(node)\(way.replacing("line_thin", with: "pole' /><tag k='width' v='" + String(repeating: "9", count: 2000)))</osm>",
      "width has 2000 bytes"
    ),
  ]) func anOSMFile(text: String, message: String) throws {
    let error = try error(text, "map.osm")
    #expect(error.contains(message), "\(error)")
    #expect(error.contains("map.osm"))
  }

  private static func feature(_ inside: String) -> String {
    "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\(inside)}]}"
  }
  private static let line = "\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[8,49],[8.001,49]]}"

  @Test(arguments: [
    ("", "it is no JSON"), ("[1,2", "it is no JSON"), ("[]", "no FeatureCollection"), ("{}", "no FeatureCollection"),
    ("{\"type\":\"FeatureCollection\",\"features\":[]}", "it holds no element"),
    ("{\"type\":\"FeatureCollection\",\"features\":[7]}", "feature 0: it is no Feature"),
    (feature("\"properties\":{\"class\":\"unicorn\"},\(line)"), "skipped: 1 × feature unicorn"),
    (feature("\"properties\":{},\(line)"), "feature without class"),
    (feature("\"properties\":{\"class\":\"pole\"},\"geometry\":null"), "feature without geometry"),
    (feature("\"properties\":{\"class\":\"pole\"},\"geometry\":{\"type\":\"Point\"}"), "position 0"),
    (
      feature("\"properties\":{\"class\":\"pole\"},\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[8,49]]}"),
      "a line of 1 positions"
    ),
    (
      feature(
        "\"properties\":{\"class\":\"pole\"},\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[8,49],[8,490]]}"),
      "position 1"
    ),
    (
      feature(
        "\"properties\":{\"class\":\"pole\"},\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[8,49],[\"a\",4]]}"),
      "position 1"
    ),
    (
      feature(
        "\"properties\":{\"class\":\"pole\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[8,49],[8,49.1],[8,49]]]}"
      ),
      "a polygon of 2 positions"
    ),
    (feature("\"id\":0,\"properties\":{\"class\":\"stop_line\"},\(line)"), "its id is 0"),
    (feature("\"properties\":{\"class\":\"stop_line\",\"element_id\":-1},\(line)"), "property 'element_id' is -1"),
    (feature("\"properties\":{\"class\":\"stop_line\",\"references\":\"x\"},\(line)"), "property 'references' is x"),
  ]) func aGeoJSONFile(text: String, message: String) throws {
    let error = try error(text, "map.geojson")
    #expect(error.contains(message), "\(error)")
  }

  @Test func featuresWithOneIdAreRefused() throws {
    let feature = "{\"type\":\"Feature\",\"id\":\"divider-0\",\"properties\":{\"class\":\"lane_divider\"},\(Self.line)}"
    let text = "{\"type\":\"FeatureCollection\",\"features\":[\(feature),\(feature)]}"
    #expect(try error(text, "map.geojson").contains("feature 1: element"))
  }

  @Test func deepNestingIsRefusedAndNotACrash() throws {
    let deep = String(repeating: "[", count: 200_000)
    #expect(try error(deep, "deep.geojson").contains("it is no JSON"))
    let nested = "<osm>" + String(repeating: "<a>", count: 100_000)
    #expect(try error(nested, "deep.osm").contains("not well-formed XML"))
  }

  @Test func aFileThatIsNotThereOrHasNoFormatIsNamed() throws {
    #expect(throws: MapFileError.self) { try MapImporter.read(path: scratch.path("absent.osm")) }
    #expect(try error("x", "map.txt").contains("say the format: lanelet2 or geojson"))
    #expect(throws: MapFileError.self) { try MapExporter.write([], path: scratch.path("no/folder/map.osm")) }
    #expect(throws: MapFileError.self) { try MapExporter.write([], path: scratch.path("map.txt")) }
  }

  @Test func localCoordinatesThatAreNotThereAreNamed() throws {
    let text = "<osm>\(Self.node)\(Self.way)</osm>"
    let byNode = MapImportOptions(coordinates: .local(LocalFrame()))
    #expect(try error(text, "map.osm", byNode).contains("no node has lat, lon, local_x and local_y"))
    let byAnchor = MapImportOptions(
      coordinates: .local(LocalFrame(anchor: .init(latitude_deg: 49, longitude_deg: 8))))
    #expect(try error(text, "map.osm", byAnchor).contains("node 1 has no local_x and local_y"))
  }
}

import Foundation
import Geometry
import MapFormats
import MapModel
import TestSupport
import Testing

@Suite struct GeoJSONTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func read(_ features: [String]) throws -> ImportedMap {
    let text =
      "{\"type\":\"FeatureCollection\",\"anchor\":{\"lat\":1},\"features\":[\(features.joined(separator: ","))]}"
    return try MapImporter.read(path: try scratch.write(text, to: "map.geojson"))
  }

  private func point(_ id: String?, _ properties: String) -> String {
    let id = id.map { "\"id\":\($0)," } ?? ""
    return
      "{\"type\":\"Feature\",\(id)\"properties\":{\(properties)},\"geometry\":{\"type\":\"Point\",\"coordinates\":[8,49]}}"
  }

  @Test(arguments: [
    ("lane_divider", ElementClass.laneBoundary), ("lane_boundary", .laneBoundary), ("road_marking", .roadMarking),
    ("ped_crossing", .crosswalk), ("curb", .roadEdge), ("traffic_signal", .trafficLight), ("cone", .workZoneObject),
  ]) func aClassGoesByItsNamesAndThoseOthersUse(name: String, elementClass: ElementClass) throws {
    #expect(try read([point("1", "\"class\":\"\(name)\"")]).elements[0].elementClass == elementClass)
  }

  @Test func idsAreStable() throws {
    let elements = try read([
      point("\"divider-0\"", "\"class\":\"pole\""), point("17", "\"class\":\"pole\""),
      point("\"18\"", "\"class\":\"pole\""),
      point(nil, "\"class\":\"pole\""), point("\"x\"", "\"class\":\"pole\",\"element_id\":\"19\""),
    ]).elements
    #expect(Set(elements.map(\.id)).count == 5)
    let ids = Dictionary(uniqueKeysWithValues: elements.map { ($0.attributes[.sourceID] ?? "\($0.id.value)", $0.id) })
    #expect(ids["divider-0"] == ElementID.derived(from: "feature divider-0"))
    #expect(ids["17"] == ElementID(17))
    #expect(ids["18"] == ElementID(18))
    #expect(ids["x"] == ElementID(19))
    // Derived ids are whole for readers that hold numbers as doubles.
    #expect(elements.allSatisfy { $0.id.value < 1 << 53 })
  }

  @Test func propertiesBecomeAttributes() throws {
    let map = try read([
      point(
        "1",
        """
        "class":"lane","style":"dashed","speed_limit":30,"width":0.15,"one_way":true,"lane_change":false,
        "height":null,"turn_direction":"","mood":"good","colour":[1]
        """)
    ])
    let attributes = map.elements[0].attributes
    #expect(attributes[.style] == "dashed")
    #expect(attributes[.speedLimit] == "30")
    #expect(attributes[.width] == "0.15")
    #expect(attributes[.oneWay] == "yes")
    #expect(attributes[.laneChange] == "no")
    #expect(attributes.entries.count == 5)
    #expect(map.report.notCarried == ["property mood": 1, "property colour": 1])
  }

  @Test func unknownClassesAndShapesAreCounted() throws {
    let multi =
      "{\"type\":\"Feature\",\"properties\":{\"class\":\"lane\"},\"geometry\":{\"type\":\"MultiPoint\",\"coordinates\":[]}}"
    let map = try read([point("1", "\"class\":\"pole\""), point("2", "\"class\":\"unicorn\""), multi])
    #expect(map.elements.count == 1)
    #expect(map.report.skipped == ["feature unicorn": 1, "geometry MultiPoint": 1])
  }

  @Test func aNameThatIsANumberStaysAName() throws {
    let element = GeodeticElement(
      id: ElementID(5), elementClass: .pole, kind: .point,
      vertices: [.init(latitude_deg: 49, longitude_deg: 8)], attributes: Attributes([.init(.sourceID, "12")]))
    try MapExporter.write([element], path: scratch.path("out.geojson"))
    #expect(try MapImporter.read(path: scratch.path("out.geojson")).elements == [element])
  }

  @Test func idsTooLongForADoubleAreWrittenAsText() throws {
    let element = GeodeticElement(
      id: ElementID(.max), elementClass: .pole, kind: .point, vertices: [.init(latitude_deg: 49, longitude_deg: 8)])
    try MapExporter.write([element], path: scratch.path("out.geojson"))
    #expect(
      try String(contentsOfFile: scratch.path("out.geojson"), encoding: .utf8).contains("\"18446744073709551615\""))
    #expect(try MapImporter.read(path: scratch.path("out.geojson")).elements == [element])
  }
}

import Foundation
import Geometry
import MapFormats
import MapModel
import TestSupport
import Testing

@Suite struct Lanelet2Tests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func read(_ map: SmallMap) throws -> ImportedMap {
    try MapImporter.read(path: try scratch.write(map.xml, to: "map.osm"))
  }

  private func again(_ elements: [GeodeticElement]) throws -> ImportedMap {
    try MapExporter.write(elements, path: scratch.path("again.osm"))
    return try MapImporter.read(path: scratch.path("again.osm"))
  }

  /// Two lanes, one each way; the middle line runs east, so it is reversed for the lane to the west.
  private func street() -> SmallMap {
    var map = SmallMap(
      """
      a-----------b-----------c
      d-----------e-----------f
      g-----------h-----------i   z
      """)
    map.way(1, "abc", ["type": "curbstone", "subtype": "high"])
    map.way(2, "def", ["type": "line_thin", "subtype": "dashed"])
    map.way(3, "ghi")
    map.way(4, "cf", ["type": "stop_line"])
    map.way(5, "be", ["type": "traffic_light", "subtype": "red_yellow_green", "height": "1.2"])
    map.way(6, "adeb", ["type": "light_bulbs"])
    map.relation(
      7, [("way", 2, "left"), ("way", 3, "right"), ("relation", 9, "regulatory_element")],
      [
        "type": "lanelet", "subtype": "road", "location": "urban", "participant:vehicle": "yes",
        "participant:bus": "no",
      ])
    map.relation(
      2, [("way", 2, "left"), ("way", 1, "right")], ["type": "lanelet", "subtype": "road", "one_way": "yes"])
    map.relation(
      9, [("way", 5, "refers"), ("way", 4, "ref_line"), ("way", 6, "light_bulbs"), ("relation", 2, "yield")],
      ["type": "regulatory_element", "subtype": "traffic_light"])
    map.node("z", ["type": "arrow", "subtype": "straight-right"])
    return map
  }

  @Test func aStreetBecomesItsElements() throws {
    let map = try read(street())
    let byID = Dictionary(uniqueKeysWithValues: map.elements.map { ($0.id.value, $0) })
    #expect(map.elements.count == 8)
    #expect(byID[1]?.elementClass == .roadEdge)
    #expect(byID[1]?.attributes == Attributes([.init(.sourceType, "curbstone"), .init(.sourceSubtype, "high")]))
    #expect(byID[2]?.attributes == Attributes([.init(.style, "dashed"), .init(.thickness, "thin")]))
    #expect(byID[3]?.elementClass == .virtualBoundary)
    #expect(byID[5]?.attributes == Attributes([.init(.lightKind, "red_yellow_green"), .init(.height, "1.2")]))
    #expect(byID[1009]?.attributes[.markingKind] == "arrow_straight_right")
    #expect(byID[1009]?.kind == .point)
    let lane = try #require(byID[7])
    #expect(
      lane.references == [
        Reference(.leftBound, ElementID(2)), Reference(.rightBound, ElementID(3)),
        Reference(.regulation, ElementID(4)), Reference(.regulation, ElementID(5)),
      ])
    #expect(lane.attributes[.participant] == "bus=no,vehicle")
    #expect(lane.vertices.count == 3)
    #expect(abs(lane.vertices[1].latitude_deg - (49 - 6e-5)) < 1e-9)
    #expect(map.report.skipped == ["way light_bulbs": 1])
    #expect(map.report.notCarried == ["traffic_light light_bulbs": 1, "traffic_light yield": 1])
  }

  @Test(arguments: [
    ("line_thin", "straight", AttributeKey.style, "solid"), ("line_thick", "straight_dashed", .style, "solid_dashed"),
    ("line_thin", "dashed_straight", .style, "dashed_solid"), ("line_thin", "dashed", .style, "dashed"),
    ("bike", "", .markingKind, "bike_marking"),
  ]) func olderTaggingSaysTheSame(type: String, subtype: String, key: AttributeKey, value: String) throws {
    var map = street()
    map.way(40, "ac", subtype.isEmpty ? ["type": type] : ["type": type, "subtype": subtype])
    let element = try #require(try read(map).elements.first { $0.id.value == 40 })
    #expect(element.attributes[key] == value)
  }

  @Test func aRelationWithAWaysNumberGetsAnIdOfItsOwn() throws {
    let map = try read(street())
    let west = try #require(map.elements.first { $0.attributes[.oneWay] == "yes" })
    #expect(west.id == ElementID.derived(from: "relation 2"))
    #expect(
      west.references == [
        Reference(.leftBound, ElementID(2), isReversed: true), Reference(.rightBound, ElementID(1), isReversed: true),
      ])
    #expect(west.vertices[0].longitude_deg > west.vertices[2].longitude_deg)
  }

  @Test func exportAndImportAreTheIdentity() throws {
    let map = try read(street())
    let back = try again(map.elements)
    #expect(Comparison.differences(map.elements, back.elements, tolerance_m: 1e-5).isEmpty)
    #expect(back.report.skipped.isEmpty)
  }

  @Test func everyClassAndShapeComesBack() throws {
    let corners = [(0.0, 0.0), (1e-4, 0.0), (1e-4, 1e-4), (0.0, 0.0)].map {
      Geodetic(latitude_deg: 49 + $0.0, longitude_deg: 8 + $0.1, height_m: 110.25)
    }
    var elements: [GeodeticElement] = []
    let odd = Attributes([
      .init(.style, "a<b>&\"c\""), .init(.sourceType, "keepout"), .init(.sourceSubtype, "x"),
      .init(.markingKind, "arrow_left"),
      .init(.participant, "bus,,car"), .init(.sourceID, "naïve 'id'"), .init(.thickness, "thick"),
    ])
    for elementClass in ElementClass.allCases {
      for kind in [ShapeKind.point, .line, .polygon] {
        for attributes in [Attributes(), odd] {
          let vertices =
            switch kind {
            case .point: Array(corners[..<1])
            case .line: corners
            case .polygon: Array(corners[..<3])
            }
          let id = ElementID(UInt64(elements.count + 1))
          elements.append(
            GeodeticElement(
              id: id, elementClass: elementClass, kind: kind, vertices: vertices, hasElevations: true,
              attributes: attributes, references: [Reference(.regulation, ElementID(99), isReversed: true)]))
        }
      }
    }
    for name in ["again.osm", "again.geojson"] {
      try MapExporter.write(elements, path: scratch.path(name))
      let back = try MapImporter.read(path: scratch.path(name))
      #expect(Comparison.differences(elements, back.elements, tolerance_m: 0.001).isEmpty)
    }
  }

  @Test func linesThatMeetShareTheNode() throws {
    let map = try read(street())
    try MapExporter.write(TileJoiner.elements(of: map.tiles), path: scratch.path("out.osm"))
    let text = try String(contentsOfFile: scratch.path("out.osm"), encoding: .utf8)
    // Nine vertices of bounds, shared by stop line and light, and the arrow.
    #expect(text.components(separatedBy: "<node ").count - 1 == 10)
  }

  @Test func aBoundThatCameApartStillBoundsItsLane() throws {
    let map = try read(street())
    var elements = map.elements
    let place = try #require(elements.firstIndex { $0.id == ElementID(2) })
    var rest = elements[place]
    elements[place].vertices = Array(rest.vertices[..<2])
    rest.vertices[0].longitude_deg += 4e-5
    rest.vertices = Array(rest.vertices[1...])
    rest.vertices[0].longitude_deg += 2e-5
    rest.part = 3 * PieceID.step
    elements.insert(rest, at: place + 1)
    let back = try again(elements)
    #expect(Comparison.differences(elements, back.elements).isEmpty)
    #expect(back.elements.filter { $0.id == ElementID(2) }.map(\.part) == [0, 3 * PieceID.step])
    let text = try String(contentsOfFile: scratch.path("again.osm"), encoding: .utf8)
    #expect(text.components(separatedBy: "v=\"lanelet\"").count == 3)
  }

  @Test func aLaneWithoutItsBoundIsKeptAsItsCentreLine() throws {
    let elements = try read(street()).elements.filter { $0.id != ElementID(3) }
    let back = try again(elements)
    #expect(Comparison.differences(elements, back.elements).isEmpty)
  }

  @Test func aCentreLineThatIsNotMidwayIsWritten() throws {
    var elements = try read(street()).elements
    let place = try #require(elements.firstIndex { $0.id == ElementID(7) })
    elements[place].vertices[1].latitude_deg += 5e-6
    let back = try again(elements)
    #expect(Comparison.differences(elements, back.elements, tolerance_m: 0.001).isEmpty)
  }

  @Test func idsBeyondOSMComeBack() throws {
    var elements = try read(street()).elements
    elements[0].id = ElementID(.max)
    elements.sort { $0.piece < $1.piece }
    for index in elements.indices { elements[index].references.removeAll { $0.element == ElementID(1) } }
    #expect(Comparison.differences(elements, try again(elements).elements).isEmpty)
  }

  @Test func heightsAreKeptWhereEveryVertexHasOne() throws {
    var map = SmallMap("a-----b\nc-----d", nodeTags: "<tag k='ele' v='12.34'/>")
    map.way(1, "ab", ["type": "line_thick"])
    map.way(2, "cd", ["type": "virtual"])
    map.relation(3, [("way", 1, "left"), ("way", 2, "right")], ["type": "lanelet"])
    let read = try read(map)
    #expect(read.elements.allSatisfy { $0.hasElevations && $0.vertices.allSatisfy { $0.height_m == 12.34 } })
    #expect(Comparison.differences(read.elements, try again(read.elements).elements).isEmpty)
  }

  @Test func closedPaintIsAPolygonAndAClosedKerbALine() throws {
    var map = SmallMap("a---b\nc---d")
    map.way(1, "abdca", ["type": "zebra_marking"])
    map.way(2, "abdca", ["type": "curbstone"])
    map.way(3, "abdc", ["type": "road_marking", "area": "yes"])
    let elements = try read(map).elements
    #expect(elements.map(\.kind) == [.polygon, .line, .polygon])
    #expect(elements.map(\.vertices.count) == [4, 5, 4])
  }

  @Test func whatIsMissingIsReportedAndTheRestImported() throws {
    var map = SmallMap("a---b\nc---d")
    map.way(1, "ab", ["type": "line_thin"])
    map.way(2, "a?", ["type": "line_thin"])
    map.way(3, "a", ["type": "line_thin"])
    map.relation(4, [("way", 1, "left"), ("way", 77, "right")], ["type": "lanelet"])
    let read = try read(map)
    #expect(read.elements.map(\.id.value) == [1])
    #expect(read.report.warnings.count == 3)
    #expect(read.report.skipped["way with missing nodes"] == 1)
    #expect(read.report.skipped["lanelet without bounds"] == 1)
  }
}

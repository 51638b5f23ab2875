import Geometry
import MapModel
import Testing

@Suite struct MapDiffTests {
  private let frame = ENUFrame(origin: Geodetic(latitude_deg: 49, longitude_deg: 8))

  private func element(
    _ id: UInt64, _ points: [(Double, Double)], _ elementClass: ElementClass = .laneBoundary,
    _ kind: ShapeKind = .line, _ attributes: [Attributes.Entry] = []
  ) -> GeodeticElement {
    GeodeticElement(
      id: ElementID(id), elementClass: elementClass, kind: kind,
      vertices: points.map { frame.geodetic(Vector2($0.0, $0.1)) }, attributes: Attributes(attributes))
  }

  private func differences(_ a: [GeodeticElement], _ b: [GeodeticElement]) -> [MapDifference] {
    MapDiff(from: a, to: b).differences
  }

  @Test func aMapDoesNotDifferFromItself() {
    let map = [element(1, [(0, 0), (30, 0)]), element(2, [(5, 5)], .pole, .point)]
    #expect(differences(map, map.reversed()).isEmpty)
  }

  @Test func splitsNewIdsAndNamesAreTags() {
    let map = [
      element(1, [(0, 0), (30, 0)]), element(2, [(5, 5)], .pole, .point),
      element(3, [(0, 4), (30, 4)], .laneBoundary, .line, [.init(.sourceType, "a")]),
    ]
    let other = [
      element(7, [(0, 0), (12, 0)]), element(8, [(12, 0), (30, 0)]), element(9, [(5, 5)], .pole, .point),
      element(3, [(0, 4), (30, 4)], .laneBoundary, .line, [.init(.sourceType, "b")]),
    ]
    let found = differences(map, other)
    #expect(!found.isEmpty && found.allSatisfy { $0.kind == .tags })
  }

  @Test func whatCannotBeSeenIsTags() {
    let found = differences(
      [element(1, [(0, 0), (30, 0)], .lane)], [element(1, [(0, 0), (30, 2)], .lane)])
    #expect(found.map(\.kind) == [.tags])
  }

  @Test func aBoundaryOfAnUnknownKindIsNotNew() {
    let unknown = [element(1, [(0, 0), (30, 0)], .virtualBoundary)]
    let known = [element(1, [(0, 0), (30, 0)], .roadEdge)]
    #expect(differences(unknown, known).map(\.kind) == [.tags])
    #expect(differences(known, unknown).allSatisfy { $0.kind == .tags })
    let longer = [element(1, [(0, 0), (50, 0)], .roadEdge)]
    #expect(differences(unknown, longer).filter(\.kind.isPhysical).map(\.kind) == [.added])
  }

  @Test func whatLooksOtherwiseIsAnAttribute() {
    func map(_ style: String) -> [GeodeticElement] {
      [element(1, [(0, 0), (30, 0)], .laneBoundary, .line, [.init(.style, style)])]
    }
    #expect(differences(map("solid"), map("dashed")).map(\.kind) == [.attributeChanged])
    // What was not known and now is tells of the map.
    #expect(differences([element(1, [(0, 0), (30, 0)])], map("dashed")).map(\.kind) == [.tags])
  }

  @Test func aVertexElsewhereMovesTheStretchBesideIt() throws {
    let map = [element(1, [(0, 0), (40, 0), (50, 0), (60, 0)])]
    let other = [element(1, [(0, 0), (40, 0), (50, 1), (60, 0)])]
    let found = differences(map, other)
    let move = try #require(found.first)
    #expect(found.count == 1 && move.kind == .moved && move.element == ElementID(1))
    #expect(abs(move.distance_m - 1) < 0.02)
    // All but what is within 5 cm on either side.
    #expect(move.length_m > 18 && move.length_m < 20.5)
  }

  @Test func aStretchThatIsGoneIsRemoved() throws {
    let found = differences([element(1, [(0, 0), (50, 0)])], [element(1, [(0, 0), (30, 0)])])
    let gone = try #require(found.first)
    #expect(found.count == 1 && gone.kind == .removed && abs(gone.length_m - 20) < 0.6)
    let back = differences([element(1, [(0, 0), (30, 0)])], [element(1, [(0, 0), (50, 0)])])
    #expect(back.map(\.kind) == [.added])
  }

  @Test func anotherClassAtThePlaceIsNotTheSame() {
    let found = differences([element(1, [(0, 0), (9, 0)])], [element(1, [(0, 0), (9, 0)], .stopLine)])
    #expect(Set(found.map(\.kind)) == [.removed, .added])
  }

  /// Whatever is taken out of any map comes out as removed there and added the other way round, and nothing besides.
  @Test(arguments: 1...20) func whatIsTakenOutIsFound(seed: UInt64) {
    let map = (0..<20).map { index in
      // Far apart, so that no line lies on another.
      let y = Double(index) * 10 + Double(seed) * 0.1
      return index % 3 == 0
        ? element(UInt64(index + 1), [(Double(seed), y)], .trafficSign, .point)
        : element(
          UInt64(index + 1), [(0, y), (Double(5 + seed), y + 1), (40, y)], index % 2 == 0 ? .laneBoundary : .roadEdge)
    }
    let gone = Set((0..<20).filter { (UInt64($0) &* 7 &+ seed) % 4 == 0 }.map { ElementID(UInt64($0 + 1)) })
    let rest = map.filter { !gone.contains($0.id) }
    let removed = differences(map, rest)
    #expect(removed.allSatisfy { $0.kind == .removed } && Set(removed.map(\.element)) == gone)
    #expect(removed.count == gone.count)
    let added = differences(rest, map)
    #expect(added.allSatisfy { $0.kind == .added } && Set(added.map(\.element)) == gone)
  }
}

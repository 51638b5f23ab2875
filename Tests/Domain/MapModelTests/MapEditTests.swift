import Geometry
import MapModel
import Testing

@Suite struct MapEditTests {
  let frame = ENUFrame(origin: Geodetic(latitude_deg: 49, longitude_deg: 8))

  private func line(_ id: UInt64, _ points: [(Double, Double)], name: String? = nil) -> GeodeticElement {
    GeodeticElement(
      id: ElementID(id), elementClass: .laneBoundary, kind: .line,
      vertices: points.map { frame.geodetic(Vector2($0.0, $0.1)) },
      attributes: Attributes(name.map { [.init(.sourceID, $0)] } ?? []))
  }

  private func points(_ element: GeodeticElement) -> [Vector2] { element.vertices.map { frame.local($0) } }

  @Test func aDeletedElementIsGoneWithWhatRefersToIt() throws {
    var lane = line(3, [(0, 0), (9, 0)])
    lane.references = [Reference(.leftBound, ElementID(1)), Reference(.rightBound, ElementID(2))]
    let map = [line(1, [(0, 0), (9, 0)], name: "divider-28"), line(2, [(0, 4), (9, 4)]), lane]
    let edited = try MapEdit.apply([.delete(ElementSelector("divider-28"))], to: map)
    #expect(edited.map(\.id.value) == [2, 3])
    #expect(edited[1].references == [Reference(.rightBound, ElementID(2))])
  }

  @Test func sidewaysIsLeftOfTheLinesOwnDirection() throws {
    let map = [line(1, [(0, 0), (10, 0), (10, 10)])]
    let edited = try MapEdit.apply([.shiftSideways(ElementSelector("1"), left_m: 1)], to: map)
    let expected = [Vector2(0, 1), Vector2(9, 1), Vector2(9, 10)]
    for (a, b) in zip(points(edited[0]), expected) { #expect(a.distance(to: b) < 1e-6) }
    let back = try MapEdit.apply([.shiftSideways(ElementSelector("1"), left_m: -1)], to: edited)
    for (a, b) in zip(points(back[0]), points(map[0])) { #expect(a.distance(to: b) < 1e-6) }
  }

  @Test func doubledVerticesAndHairpinsStayFinite() throws {
    let map = [line(1, [(0, 0), (0, 0), (10, 0), (10, 0), (0, 0)])]
    let edited = try MapEdit.apply([.shiftSideways(ElementSelector("1"), left_m: 2)], to: map)
    #expect(points(edited[0]).allSatisfy { $0.length < 20 })
  }

  @Test func eastAndNorthMoveEverything() throws {
    let map = [line(1, [(0, 0), (10, 0)])]
    let edited = try MapEdit.apply([.shift(ElementSelector("1"), east_m: 3, north_m: -4)], to: map)
    #expect(points(edited[0])[1].distance(to: Vector2(13, -4)) < 1e-4)
  }

  @Test func aCopyBesideHasItsOwnNameAndId() throws {
    let map = [line(1, [(0, 0), (10, 0)], name: "divider-0")]
    let edit = MapEdit.insertBeside(try ElementSelector("divider-0"), left_m: 1.8, name: "invented")
    let edited = try MapEdit.apply([edit], to: map)
    #expect(edited.count == 2)
    #expect(edited[0] == map[0])
    #expect(edited[1].attributes[.sourceID] == "invented")
    #expect(points(edited[1])[0].distance(to: Vector2(0, 1.8)) < 1e-6)
    #expect(try MapEdit.apply([edit, edit], to: [line(2, [(0, 0), (1, 0)], name: "divider-0")]).count == 3)
  }

  @Test func attributesAreSetAndRemoved() throws {
    let map = [line(1, [(0, 0), (10, 0)], name: "a")]
    let set = try MapEdit.apply([.setAttribute(ElementSelector("lane_boundary:a"), .style, "dashed")], to: map)
    #expect(set[0].attributes[.style] == "dashed")
    #expect(try MapEdit.apply([.setAttribute(ElementSelector("1"), .style, nil)], to: set) == map)
  }

  @Test func whatDoesNotFitIsRefused() throws {
    let map = [line(1, [(0, 0), (9, 0)], name: "2"), line(2, [(0, 0), (9, 0)])]
    func apply(_ edit: MapEdit) throws { _ = try MapEdit.apply([edit], to: map) }
    let one = try ElementSelector("1")
    #expect(throws: MapEditError.nothing(try ElementSelector("divider-99"))) {
      try apply(.delete(ElementSelector("divider-99")))
    }
    #expect(throws: MapEditError.nothing(try ElementSelector("pole:1"))) {
      try apply(.delete(ElementSelector("pole:1")))
    }
    #expect(throws: MapEditError.ambiguous(try ElementSelector("2"), [ElementID(1), ElementID(2)])) {
      try apply(.delete(ElementSelector("2")))
    }
    #expect(throws: MapEditError.selector("")) { try ElementSelector("") }
    #expect(throws: MapEditError.exists(ElementID(1))) { try apply(.insert([map[0]])) }
    #expect(throws: MapEditError.self) { try apply(.shiftSideways(one, left_m: .nan)) }
    #expect(throws: MapEditError.distance(5000)) { try apply(.shift(one, east_m: 0, north_m: 5000)) }
    let pole = GeodeticElement(id: ElementID(1), elementClass: .pole, kind: .point, vertices: [frame.origin])
    #expect(throws: MapEditError.noSide(ElementID(1))) {
      try MapEdit.apply([.shiftSideways(one, left_m: 1)], to: [pole])
    }
  }
}

import Geometry
import MapModel
import TestSupport
import Testing

@Suite struct TileCutterTests {
  static let places = [
    Geodetic(latitude_deg: 22.68, longitude_deg: 114.37), Geodetic(latitude_deg: 49.0, longitude_deg: 8.43),
    Geodetic(latitude_deg: -33.9, longitude_deg: 18.4), Geodetic(latitude_deg: 69.6, longitude_deg: 18.9),
    Geodetic(latitude_deg: 0, longitude_deg: 0), Geodetic(latitude_deg: -17, longitude_deg: 179.99),
  ]

  @Test(arguments: places) func joiningWhatWasCutGivesTheElementsBack(place: Geodetic) throws {
    var random = Seeded(1)
    let elements = random.elements(150, around: place)
    let tiles = try TileCutter.tiles(of: elements)
    #expect(tiles.count > 20)
    let back = TileJoiner.elements(of: tiles)
    #expect(back.map(\.piece) == elements.map(\.piece))
    for (a, b) in zip(elements, back) {
      #expect(a.elementClass == b.elementClass && a.kind == b.kind && a.hasElevations == b.hasElevations)
      #expect(a.attributes == b.attributes && a.references == b.references)
      #expect(a.vertices.count == b.vertices.count)
      for (v, w) in zip(a.vertices, b.vertices) {
        #expect(ENUFrame(origin: ShapeDistance.flat(v)).local(ShapeDistance.flat(w)).length <= 0.01)
        #expect(abs(v.height_m - w.height_m) <= 0.005 + 1e-9)
      }
    }
  }

  @Test(arguments: places) func aSecondRoundTripChangesNothing(place: Geodetic) throws {
    var random = Seeded(2)
    let tiles = try TileCutter.tiles(of: random.elements(150, around: place))
    let joined = TileJoiner.elements(of: tiles)
    #expect(try TileCutter.tiles(of: joined) == tiles)
  }

  @Test func verticesNearABorderStayOnTheirSide() throws {
    let tile = TileID(Geodetic(latitude_deg: 49, longitude_deg: 8.4))
    var random = Seeded(3)
    var elements: [GeodeticElement] = []
    for id in 1...500 {
      // Within a centimetre or two of the eastern border, on either side.
      let east = 1 + Double.random(in: -3e-5...3e-5, using: &random)
      let vertices = (0..<2).map { _ in tile.place(u: east, v: .random(in: 0.1...0.9, using: &random)) }
      elements.append(
        GeodeticElement(id: ElementID(UInt64(id)), elementClass: .roadEdge, kind: .line, vertices: vertices))
    }
    let tiles = try TileCutter.tiles(of: elements)
    for piece in tiles.flatMap(\.elements) where piece.piece.part == 0 {
      #expect(
        tiles.first { $0.id == TileID(elements[Int(piece.piece.element.value) - 1].vertices[0]) }?[piece.piece] != nil)
    }
    #expect(try TileCutter.tiles(of: TileJoiner.elements(of: tiles)) == tiles)
  }

  @Test func aLineThroughThreeTilesIsCutOnItsBorders() throws {
    let tile = TileID(Geodetic(latitude_deg: 49, longitude_deg: 8.4))
    let line = GeodeticElement(
      id: ElementID(5), elementClass: .laneBoundary, kind: .line,
      vertices: [tile.place(u: 0.5, v: 0.5), tile.place(u: 2.5, v: 0.6)])
    let tiles = try TileCutter.tiles(of: [line])
    let pieces = tiles.sorted { $0.id.x < $1.id.x }.flatMap(\.elements)
    #expect(pieces.map(\.piece.part) == [0, PieceID.step, 2 * PieceID.step])
    let ordered = tiles.sorted { $0.id.x < $1.id.x }
    for (west, east) in zip(ordered, ordered.dropFirst()) {
      let end = try #require(west.elements[0].points.last)
      let start = try #require(east.elements[0].points.first)
      let border = west.id.frame.local(west.id.place(u: 1, v: 0.5)).x
      #expect(abs(end.vector.x - border) < 0.02)
      let endPlace = west.id.frame.geodetic(end.vector)
      #expect(east.id.frame.local(endPlace).distance(to: start.vector) < 0.015)
    }
  }

  @Test func aLineThroughACornerMakesNoSlivers() throws {
    let tile = TileID(Geodetic(latitude_deg: 49, longitude_deg: 8.4))
    let line = GeodeticElement(
      id: ElementID(5), elementClass: .laneBoundary, kind: .line,
      vertices: [tile.place(u: 0.9, v: 0.9), tile.place(u: 1.1, v: 1.1)])
    let tiles = try TileCutter.tiles(of: [line])
    #expect(Set(tiles.map(\.id)) == [tile, TileID(x: tile.x + 1, y: tile.y + 1)])
  }

  @Test func polygonsStayWholeBeyondTheirTile() throws {
    let tile = TileID(Geodetic(latitude_deg: 49, longitude_deg: 8.4))
    let polygon = GeodeticElement(
      id: ElementID(5), elementClass: .crosswalk, kind: .polygon,
      vertices: [tile.place(u: 0.9, v: 0.9), tile.place(u: 1.1, v: 0.9), tile.place(u: 1.1, v: 1.1)])
    let tiles = try TileCutter.tiles(of: [polygon])
    #expect(tiles.map(\.id) == [tile])
    #expect(tiles[0].elements[0].points.count == 3)
  }

  @Test func aLineWithoutItsMiddleComesOutAsTwoStretchesOfOneElement() throws {
    let tile = TileID(Geodetic(latitude_deg: 49, longitude_deg: 8.4))
    let line = GeodeticElement(
      id: ElementID(5), elementClass: .laneBoundary, kind: .line,
      vertices: [tile.place(u: 0.5, v: 0.5), tile.place(u: 2.5, v: 0.6)])
    let tiles = try TileCutter.tiles(of: [line]).map { tile in
      MapTile(id: tile.id, version: 2, elements: tile.elements.filter { $0.piece.part != PieceID.step })
    }
    let stretches = TileJoiner.elements(of: tiles)
    #expect(stretches.map(\.id) == [ElementID(5), ElementID(5)])
    #expect(stretches.map(\.part) == [0, 2 * PieceID.step])
    let again = try TileCutter.tiles(of: stretches, version: 2)
    #expect(again.flatMap(\.elements) == tiles.filter { !$0.elements.isEmpty }.flatMap(\.elements))
  }

  @Test func aPieceThatBecameAnotherKindIsAStretchOfItsOwn() throws {
    let tile = TileID(Geodetic(latitude_deg: 49, longitude_deg: 8.4))
    let line = GeodeticElement(
      id: ElementID(5), elementClass: .laneBoundary, kind: .line,
      vertices: [tile.place(u: 0.5, v: 0.5), tile.place(u: 1.5, v: 0.5)])
    let tiles = try TileCutter.tiles(of: [line]).map { tile in
      var elements = tile.elements
      if elements[0].piece.part > 0 { elements[0].attributes[.style] = "dashed" }
      return MapTile(id: tile.id, version: 2, elements: elements)
    }
    let stretches = TileJoiner.elements(of: tiles)
    #expect(stretches.map(\.attributes[.style]) == [nil, "dashed"])
    #expect(try TileCutter.tiles(of: stretches, version: 2) == tiles)
  }

  @Test func aMovedBorderVertexStays() throws {
    let tile = TileID(Geodetic(latitude_deg: 49, longitude_deg: 8.4))
    let line = GeodeticElement(
      id: ElementID(5), elementClass: .laneBoundary, kind: .line,
      vertices: [tile.place(u: 0.9, v: 0.5), tile.place(u: 1.1, v: 0.5)])
    let tiles = try TileCutter.tiles(of: [line]).map { tile in
      var elements = tile.elements
      let border = elements[0].piece.part == 0 ? 1 : 0
      elements[0].points[border].y_cm += 30
      return MapTile(id: tile.id, version: 2, elements: elements)
    }
    let joined = TileJoiner.elements(of: tiles)
    #expect(joined.count == 1)
    #expect(joined[0].vertices.count == 3)
    #expect(try TileJoiner.elements(of: TileCutter.tiles(of: joined)).count == 1)
  }

  @Test func whatCannotBeCutIsRefusedByName() {
    func cut(_ kind: ShapeKind, _ vertices: [Geodetic]) throws {
      _ = try TileCutter.tiles(
        of: [GeodeticElement(id: ElementID(9), elementClass: .pole, kind: kind, vertices: vertices)])
    }
    let here = Geodetic(latitude_deg: 49, longitude_deg: 8.4)
    let far = Geodetic(latitude_deg: 49.2, longitude_deg: 8.4)
    let id = ElementID(9)
    #expect(throws: TileCutError.vertexCount(id, .line, count: 1)) { try cut(.line, [here]) }
    #expect(throws: TileCutError.vertexCount(id, .polygon, count: 2)) { try cut(.polygon, [here, here]) }
    #expect(throws: TileCutError.vertexCount(id, .point, count: 0)) { try cut(.point, []) }
    #expect(throws: TileCutError.coordinate(id, vertex: 1)) {
      try cut(.line, [here, Geodetic(latitude_deg: .nan, longitude_deg: 8)])
    }
    #expect(throws: TileCutError.coordinate(id, vertex: 0)) {
      try cut(.point, [Geodetic(latitude_deg: 88, longitude_deg: 8)])
    }
    #expect(throws: TileCutError.coordinate(id, vertex: 0)) {
      try cut(.point, [Geodetic(latitude_deg: 8, longitude_deg: 8, height_m: .infinity)])
    }
    #expect(throws: TileCutError.self) { try cut(.line, [here, far]) }
    #expect(throws: TileCutError.vertexCount(id, .line, count: 65_537)) {
      try cut(.line, Array(repeating: here, count: 65_537))
    }
    let point = GeodeticElement(id: id, elementClass: .pole, kind: .point, vertices: [here])
    #expect(throws: TileCutError.duplicate(id, part: 0)) { try TileCutter.tiles(of: [point, point]) }
  }
}

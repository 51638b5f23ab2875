import Evidence
import MapModel
import Testing

@testable import Reconstruction

@Suite struct GateTests {
  private func addition(_ points: [(Int32, Int32)]) -> TileEdit {
    .add(points: points.map { TilePoint(x_cm: $0.0, y_cm: $0.1) }, attributes: Attributes())
  }

  private func failure(_ edit: TileEdit, of tile: MapTile = TileDrawing.road) -> String? {
    TileDrawing.rebuild([edit], of: tile).1[0].failure?.gate
  }

  @Test func whatCrossesItselfIsHeld() {
    #expect(failure(addition([(0, 1500), (4000, 1500), (4000, 2500), (2000, 1200)])) == "self-intersection")
    #expect(failure(addition([(0, 1500), (4000, 1500), (4000, 2500), (2000, 1600)])) == nil)
  }

  @Test func anOutlineThatIsSimplePasses() {
    let square = MapElement(
      piece: PieceID(ElementID(1)), elementClass: .crosswalk, kind: .polygon,
      points: [(0, 0), (400, 0), (400, 400), (0, 400)].map { TilePoint(x_cm: $0.0, y_cm: $0.1) })
    #expect(!SelfIntersectionGate.crossesItself(square))
    var bow = square
    bow.points.swapAt(1, 2)
    #expect(SelfIntersectionGate.crossesItself(bow))
  }

  @Test func whatLiesOnItsLikeIsHeld() {
    #expect(failure(addition([(-5000, 240), (5000, 240)])) == "duplicate")
    #expect(failure(addition([(-5000, 260), (5000, 260)])) == nil)
    #expect(failure(.shiftLine(PieceID(ElementID(2)), [LineShift(station_cm: 0, left_cm: 370)])) == "duplicate")
  }

  @Test func whatLayTogetherBeforeMayMove() {
    let tile = MapTile(
      id: TileDrawing.id, version: 1,
      elements: [TileDrawing.point(1, .trafficSign, 0, 0), TileDrawing.point(2, .trafficSign, 40, 0)])
    #expect(failure(.shiftPoint(PieceID(ElementID(1)), east_cm: -30, north_cm: 0), of: tile) == nil)
    let apart = MapTile(
      id: TileDrawing.id, version: 1,
      elements: [TileDrawing.point(1, .trafficSign, 0, 0), TileDrawing.point(2, .trafficSign, 400, 0)])
    #expect(failure(.shiftPoint(PieceID(ElementID(1)), east_cm: 350, north_cm: 0), of: apart) == "duplicate")
  }

  @Test func whatLeavesItsTileOrIsTooShortIsHeld() {
    let far = TileDrawing.extent.halfWidth_cm + 6000
    #expect(failure(addition([(0, 1500), (far, 1500)])) == "size")
    #expect(failure(addition([(0, 1500), (60, 1500)])) == "size")
    #expect(failure(.shiftPoint(PieceID(ElementID(5)), east_cm: far + 4000, north_cm: 0)) == "size")
  }

  @Test func aReferenceThatWouldDangleIsHeld() {
    let before = TileDrawing.road
    let after = MapTile(
      id: before.id, version: before.version, elements: before.elements.filter { $0.piece.element != ElementID(2) })
    let context = PatchContext(before: before, after: after, result: EditResult())
    #expect(ReferenceGate.check(context)?.gate == "reference")
  }

  @Test func aBorderVertexThatMovesInSilenceIsHeld() {
    let half = TileDrawing.extent.halfWidth_cm
    let line = TileDrawing.line(1, [(-half, 0), (0, 0)])
    let before = MapTile(id: TileDrawing.id, version: 1, elements: [line])
    var moved = line
    moved.points[0].y_cm = 60
    let after = MapTile(id: TileDrawing.id, version: 1, elements: [moved])
    var result = EditResult()
    result.pieceBefore = line.piece
    result.pieceAfter = line.piece
    #expect(SeamGate.check(PatchContext(before: before, after: after, result: result))?.gate == "seam")
    result.borderEdits = [
      BorderEdit(
        tile: TileDrawing.id.neighbour(.west), owner: TileDrawing.id, ownerVersion: 2, piece: line.piece, isEnd: true,
        point: moved.points[0])
    ]
    #expect(SeamGate.check(PatchContext(before: before, after: after, result: result)) == nil)
  }

  @Test func approvalLetsThroughWhatOnlyLooksOdd() {
    var rebuild = TileRebuild(TileDrawing.road)
    let odd = TileDrawing.proposal(addition([(-5000, 240), (5000, 240)]), kind: .added)
    let name = ChangeName(offset: 1, number: 1)
    let refused = rebuild.apply(odd, name: name)
    #expect(refused.failure?.gate == "duplicate")
    let approved = rebuild.apply(odd, name: name, isApproved: true)
    #expect(approved.result != nil)
    let broken = TileDrawing.proposal(addition([(0, 1500), (60, 1500)]), kind: .added)
    let still = rebuild.apply(broken, name: ChangeName(offset: 1, number: 2), isApproved: true)
    #expect(still.failure?.gate == "size")
  }
}

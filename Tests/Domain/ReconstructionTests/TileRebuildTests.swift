import Evidence
import MapModel
import Testing

@testable import Reconstruction

@Suite struct TileRebuildTests {
  private let road = TileDrawing.road

  @Test func aPatchTouchesOnlyWhatChanged() throws {
    let sign = PieceID(ElementID(5))
    let (rebuild, outcomes) = TileDrawing.rebuild([.remove(sign, stretch_cm: nil)])
    #expect(outcomes[0].failure == nil)
    let version = try #require(rebuild.version(time_ns: 9))
    let patch = try #require(version.patch)
    #expect(patch.removed == [sign] && patch.upserted.isEmpty)
    #expect(patch.baseVersion == 4 && patch.baseHash == road.contentHash)
    #expect(patch.changes == ["\(road.id)-70-1"])
    #expect(version.tile.version == 5 && version.tile == patch.applied(to: road))
    #expect(version.contentHash == version.tile.contentHash)
    for element in road.elements where element.piece != sign {
      #expect(version.tile[element.piece]?.contentHash == element.contentHash)
    }
  }

  @Test func noChangeIsNoVersion() {
    #expect(TileRebuild(road).version(time_ns: 0) == nil)
  }

  @Test func aCutKeepsTheRestWithItsHeights() throws {
    let line = PieceID(ElementID(1))
    let (rebuild, outcomes) = TileDrawing.rebuild([.remove(line, stretch_cm: 4000..<12_000)])
    let result = try #require(outcomes[0].result)
    #expect(
      result.before == [
        TilePoint(x_cm: -6000, y_cm: 200), TilePoint(x_cm: 0, y_cm: 200), TilePoint(x_cm: 2000, y_cm: 200),
      ])
    let tile = try #require(rebuild.version(time_ns: 0)).tile
    let rest = tile.elements.filter { $0.piece.element == line.element }
    #expect(rest.map(\.piece.part) == [0, PieceID.step / 2])
    #expect(rest[0].points == [TilePoint(x_cm: -10_000, y_cm: 200), TilePoint(x_cm: -6000, y_cm: 200)])
    #expect(rest[0].elevations_cm == [0, 40])
    #expect(rest[1].points == [TilePoint(x_cm: 2000, y_cm: 200), TilePoint(x_cm: 10_000, y_cm: 200)])
    #expect(rest[1].elevations_cm == [140, 300])
  }

  @Test func twoCutsFromTheFarEndOn() throws {
    let line = PieceID(ElementID(2))
    let (rebuild, outcomes) = TileDrawing.rebuild([
      .remove(line, stretch_cm: 14_000..<16_000), .remove(line, stretch_cm: 2000..<6000),
    ])
    #expect(outcomes.allSatisfy { $0.failure == nil })
    let tile = try #require(rebuild.version(time_ns: 0)).tile
    let rest = tile.elements.filter { $0.piece.element == line.element }
    #expect(rest.map { LineInterval.length_cm(of: $0.points) } == [2000, 8000, 4000])
    #expect(Set(rest.map(\.piece)).count == 3)
  }

  @Test func aPieceCutUntilNoNumberIsLeftIsHeld() {
    let first = TileDrawing.line(8, [(0, 0), (10_000, 0)])
    let next = TileDrawing.line(8, part: 1, [(10_000, 0), (12_000, 0)])
    let tile = MapTile(id: TileDrawing.id, version: 1, elements: [first, next])
    let (_, outcomes) = TileDrawing.rebuild([.remove(first.piece, stretch_cm: 4000..<6000)], of: tile)
    #expect(outcomes[0].failure?.gate == "identity")
  }

  @Test func aLanesBoundBecomesVirtualInsteadOfDangling() throws {
    let bound = PieceID(ElementID(2))
    let (rebuild, outcomes) = TileDrawing.rebuild([.remove(bound, stretch_cm: nil)])
    #expect(outcomes[0].result?.pieceAfter == bound)
    let tile = try #require(rebuild.version(time_ns: 0)).tile
    #expect(tile[bound]?.elementClass == .virtualBoundary)
    #expect(tile[bound]?.points == road[bound]?.points)
    #expect(tile[PieceID(ElementID(3))] == road[PieceID(ElementID(3))])
  }

  @Test func aLaneIsFreedFromALightThatIsGone() throws {
    let (rebuild, _) = TileDrawing.rebuild([.remove(PieceID(ElementID(4)), stretch_cm: nil)])
    let patch = try #require(rebuild.version(time_ns: 0)?.patch)
    #expect(patch.removed == [PieceID(ElementID(4))])
    #expect(patch.upserted.map(\.piece) == [PieceID(ElementID(3))])
    #expect(patch.upserted[0].references.map(\.role) == [.leftBound, .rightBound])
  }

  @Test func aLineIsLaidAsideByAShiftThatVaries() throws {
    let line = PieceID(ElementID(2))
    let shifts = [LineShift(station_cm: 5000, left_cm: 0), LineShift(station_cm: 9000, left_cm: 80)]
    let (rebuild, outcomes) = TileDrawing.rebuild([.shiftLine(line, shifts)])
    #expect(outcomes[0].failure == nil)
    let moved = try #require(rebuild.version(time_ns: 0)?.tile[line])
    #expect(
      moved.points == [
        TilePoint(x_cm: -10_000, y_cm: -200), TilePoint(x_cm: -5000, y_cm: -200), TilePoint(x_cm: -1000, y_cm: -120),
        TilePoint(x_cm: 10_000, y_cm: -120),
      ])
  }

  @Test func aMoveTellsTheStretchThatMoved() throws {
    let line = PieceID(ElementID(2))
    let shifts = [(4000, 0), (6000, -90), (9000, -80), (11_000, 0)].map {
      LineShift(station_cm: $0.0, left_cm: Int64($0.1))
    }
    let result = try #require(TileDrawing.rebuild([.shiftLine(line, shifts)]).1[0].result)
    #expect(result.pieceBefore == line && result.pieceAfter == line)
    #expect(result.before == [TilePoint(x_cm: -6000, y_cm: -200), TilePoint(x_cm: 1000, y_cm: -200)])
    #expect(
      result.after == [
        TilePoint(x_cm: -6000, y_cm: -200), TilePoint(x_cm: -4000, y_cm: -290), TilePoint(x_cm: -1000, y_cm: -280),
        TilePoint(x_cm: 1000, y_cm: -200),
      ])

    let towardsTheEnd = [LineShift(station_cm: 12_000, left_cm: 0), LineShift(station_cm: 14_000, left_cm: 60)]
    let end = try #require(TileDrawing.rebuild([.shiftLine(line, towardsTheEnd)]).1[0].result)
    #expect(end.before == [TilePoint(x_cm: 2000, y_cm: -200), TilePoint(x_cm: 10_000, y_cm: -200)])
    #expect(end.after.last == TilePoint(x_cm: 10_000, y_cm: -140))

    let whole = try #require(
      TileDrawing.rebuild([.shiftLine(line, [LineShift(station_cm: 0, left_cm: 50)])]).1[0].result)
    #expect(LineInterval.length_cm(of: whole.before) == 20_000 && LineInterval.length_cm(of: whole.after) == 20_000)
  }

  @Test func heightsGoAlongWithAShiftedLine() throws {
    let line = PieceID(ElementID(1))
    let (rebuild, _) = TileDrawing.rebuild([.shiftLine(line, [LineShift(station_cm: 5000, left_cm: -40)])])
    let moved = try #require(rebuild.version(time_ns: 0)?.tile[line])
    #expect(moved.points.count == moved.elevations_cm.count)
    #expect(moved.elevations_cm == [0, 50, 100, 300])
    #expect(moved.points.allSatisfy { $0.y_cm == 160 })
  }

  @Test func anAddedElementHasAnIdOfItsChangeAlone() throws {
    let edit = TileEdit.add(
      points: [TilePoint(x_cm: 0, y_cm: 1500), TilePoint(x_cm: 4000, y_cm: 1500)], attributes: Attributes())
    let (first, outcomes) = TileDrawing.rebuild([edit])
    let (second, _) = TileDrawing.rebuild([edit])
    let piece = try #require(outcomes[0].result?.pieceAfter)
    #expect(piece.element.value >> 63 == 1)
    #expect(first.version(time_ns: 0) == second.version(time_ns: 0))
    #expect(ElementID.added(by: ChangeName(offset: 70, number: 2), in: road.id) != piece.element)
    #expect(ElementID.added(by: ChangeName(offset: 70, number: 1), in: TileID(quadkey: 1)) != piece.element)
  }

  @Test func aRelabelledStretchIsAPieceOfItsOwn() throws {
    let line = PieceID(ElementID(1))
    let dashed = Attributes([.init(.style, "dashed")])
    let (rebuild, outcomes) = TileDrawing.rebuild([.relabel(line, stretch_cm: 4000..<8000, dashed)])
    #expect(outcomes[0].failure == nil)
    let tile = try #require(rebuild.version(time_ns: 0)).tile
    let pieces = tile.elements.filter { $0.piece.element == line.element }
    #expect(pieces.map { $0.attributes[.style] } == ["solid", "dashed", "solid"])
    #expect(pieces.map { LineInterval.length_cm(of: $0.points) } == [4000, 4000, 12_000])
    #expect(outcomes[0].result?.pieceAfter == pieces[1].piece)
  }
}

import MapModel
import Testing

@testable import Evidence

/// What is known of how well a thing is seen, once the map holds it otherwise.
@Suite struct CarriedHistoryTests {
  private func tile(_ pieces: [(part: UInt32, points: [TilePoint])]) -> MapTile {
    MapTile(
      id: TileID(quadkey: 5), version: 1,
      elements: pieces.map {
        MapElement(
          piece: PieceID(ElementID(7), part: $0.part), elementClass: .laneBoundary, kind: .line, points: $0.points)
      })
  }

  @Test func whatHasChangedIsAsHardToSeeAsBefore() throws {
    let before = tile([(0, [TilePoint(x_cm: 0, y_cm: 0), TilePoint(x_cm: 4000, y_cm: 0)])])
    var ledger = TileLedger(before)
    let weights = EvidenceWeights(.independent)
    for pass in 0..<40 {
      let visit = Visit(
        vehicle: UInt32(pass), trip: UInt32(pass), slot: Int64(pass) * 5, time_ns: Int64(pass) * 3_600_000_000_000)
      var readings = Readings([])
      var place = 0
      for interval in 0..<2 {
        let vote = ElementVote(
          piece: ledger.places[0].piece, pieceHash: ledger.places[0].pieceHash, interval: UInt16(interval),
          expected: 230, detected: pass.isMultiple(of: 2) ? 250 : 0, sigma_cm: pass.isMultiple(of: 2) ? 15 : 0,
          frames: 9)
        _ = ledger.fold(vote, readings: &readings, visit: visit, tile: before, weights: weights, near: &place)
      }
    }
    let known = ledger.entries[0].history
    #expect(known.passes > 20)

    let moved = TileLedger(
      tile([(0, [TilePoint(x_cm: 0, y_cm: 90), TilePoint(x_cm: 4000, y_cm: 90)])]), carrying: ledger)
    #expect(moved.entries.allSatisfy { $0.history == known && $0.last == nil && !$0.isRemarkable })

    let cut = TileLedger(
      tile([(3, [TilePoint(x_cm: 0, y_cm: 0), TilePoint(x_cm: 2000, y_cm: 0)])]), carrying: ledger)
    #expect(cut.entries.map(\.history) == [known])

    let other = MapTile(
      id: TileID(quadkey: 5), version: 2,
      elements: [
        MapElement(
          piece: PieceID(ElementID(8)), elementClass: .laneBoundary, kind: .line,
          points: [TilePoint(x_cm: 0, y_cm: 0), TilePoint(x_cm: 2000, y_cm: 0)])
      ])
    var added = TileLedger(other, carrying: ledger)
    #expect(added.entries.map(\.history) == [.told])
    // It was seen, or a change would not have told of it: a miss does not make it a thing that nobody has ever seen.
    var policy = Policy.independent
    policy.unseen_mnat = 4_000
    let miss = ElementVote(
      piece: added.places[0].piece, pieceHash: added.places[0].pieceHash, interval: 0, expected: 230, detected: 0,
      frames: 9)
    var readings = Readings([])
    var place = 0
    _ = added.fold(
      miss, readings: &readings, visit: Visit(vehicle: 1, trip: 1, slot: 1, time_ns: 0), tile: other,
      weights: EvidenceWeights(policy), near: &place)
    #expect(added.entries[0].removal.score_mnat > 0 && added.entries[0].removal.head_mnat == 0)
  }
}

import MapModel
import Observations
import TestSupport
import Testing

@testable import Evidence

@Suite struct LedgerSizeTests {
  /// Elements that are seen as often as expected, with noise: half a thousand passes of sixty vehicles in a hundred days.
  @Test func anUnremarkableElementTakesAtMostAHundredBytes() throws {
    let tile = MapTile(
      id: TileID(quadkey: 5), version: 1,
      elements: (1...TileLedger.blockLength).map { number in
        MapElement(
          piece: PieceID(ElementID(UInt64(number))), elementClass: .trafficSign, kind: .point,
          points: [TilePoint(x_cm: Int32(number) * 500, y_cm: 0)])
      })
    let weights = EvidenceWeights(Policy())
    var ledger = TileLedger(tile)
    var random = Seeded(3)
    var largest = 0
    for pass in 0..<500 {
      let visit = Visit(
        vehicle: UInt32.random(in: 0...59, using: &random) &* 2_654_435_761,
        trip: .random(in: 0 ... .max, using: &random),
        slot: 29_500_000 + Int64(pass) * 300, time_ns: 1_770_000_000_000_000_000 + Int64(pass) * 17_280_000_000_000)
      var readings = Readings([])
      var place = 0
      for known in ledger.places {
        var vote = ElementVote(
          piece: known.piece, pieceHash: known.pieceHash, interval: 0, expected: 230,
          detected: Int.random(in: 0..<10, using: &random) == 0 ? 0 : 250, frames: 20)
        if vote.detected > 0 {
          func noise() -> Int16 { (0..<4).reduce(0) { sum, _ in sum + Int16.random(in: -9...9, using: &random) } }
          vote.offset_cm = noise()
          vote.offsetNorth_cm = noise()
          vote.sigma_cm = 12
        }
        #expect(
          ledger.fold(vote, readings: &readings, visit: visit, tile: tile, weights: weights, near: &place) == .counted)
      }
      largest = max(largest, ledger.block(0).count)
    }
    #expect(largest > 20 * TileLedger.blockLength)
    #expect(largest <= 100 * TileLedger.blockLength, "\(largest / TileLedger.blockLength) bytes an element")
    var restored = TileLedger(tile)
    try restored.restore(ledger.block(0), block: 0)
    #expect(restored.entries == ledger.entries)
  }
}

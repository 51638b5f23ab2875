import MapModel
import Testing

@testable import Evidence

@Suite struct MoveExcursionTests {
  private let weights = EvidenceWeights(.independent)

  private func fold(_ ledger: inout ElementLedger, _ offsets_cm: [Int16], from start: Int = 0) {
    for (index, offset_cm) in offsets_cm.enumerated() {
      let number = Int64(start + index)
      let vote = ElementVote(
        piece: PieceID(ElementID(1)), pieceHash: 1, interval: 0, expected: 230, detected: 250, offset_cm: offset_cm,
        offsetNorth_cm: 0, sigma_cm: 15, frames: 9)
      let visit = Visit(
        vehicle: UInt32(number), trip: UInt32(number), slot: number * 5,
        time_ns: 1_750_000_000_000_000_000 + number * 3_600_000_000_000)
      ledger.fold(vote, reading: nil, mapped: Attributes(), visit: visit, weights: weights)
    }
  }

  @Test func offsetsFromBeforeTheMoveDoNotHoldItBack() {
    var ledger = ElementLedger()
    fold(&ledger, [-4, 3, 0, 2, 28])
    #expect(ledger.move.score_mnat > 0, "noise has raised a score, and the move comes into it")
    fold(&ledger, [100, 99, 101, 100, 100], from: 5)
    #expect(ledger.move.first_cm == 100)
  }

  @Test func whoSawItAsideByChanceOrToTheOtherSideSupportsNoMove() {
    var ledger = ElementLedger()
    fold(&ledger, [-4, 28, -30, 3, 26])
    fold(&ledger, [100, 100, 100, 100, 100], from: 5)
    #expect(ledger.move.support.vehicles == 5 && ledger.move.support.traversals == 5)
    fold(&ledger, [-40, 30], from: 10)
    #expect(ledger.move.score_mnat > 0 && ledger.move.support.vehicles == 5)
    var strong = ElementLedger()
    fold(&strong, [-4, 3, 40])
    #expect(strong.move.score_mnat > 1000 && strong.move.support.vehicles == 1)
    fold(&strong, [100, 100], from: 3)
    #expect(strong.move.support.vehicles == 2 && strong.move.first_cm == 100)
  }

  @Test func offsetsToTheOtherSideAreForgotten() {
    var ledger = ElementLedger()
    fold(&ledger, [-36, -36])
    fold(&ledger, Array(repeating: 80, count: 6), from: 2)
    #expect(ledger.move.first_cm == 80)
  }

  @Test func aMapThatIsALittleOffIsNoMoveHoweverOftenItIsSeen() {
    var ledger = ElementLedger()
    let noise: [Int16] = [0, 26, 14, 33, 6, 15, 40, -8, 20, 16]
    var highest: Int64 = 0
    for round in 0..<60 {
      fold(&ledger, noise, from: round * noise.count)
      highest = max(highest, ledger.move.score_mnat)
      #expect(!ledger.move.isDisplaced(from: ledger.settled, policy: weights.policy))
    }
    #expect(highest < weights.policy.movedThreshold_mnat / 2)
    #expect((12...18).contains(ledger.settled.first_cm))
  }

  @Test func aMoveIsToldFromWhereTheThingStoodAndPublishedFromWhereTheMapHasIt() {
    var ledger = ElementLedger()
    fold(&ledger, Array(repeating: 15, count: 40))
    fold(&ledger, Array(repeating: 65, count: 8), from: 40)
    #expect(ledger.move.score_mnat >= weights.policy.movedThreshold_mnat)
    #expect(ledger.move.first_cm == 65 && ledger.move.isDisplaced(from: ledger.settled, policy: weights.policy))
    var back = ElementLedger()
    fold(&back, Array(repeating: 15, count: 40))
    fold(&back, Array(repeating: -22, count: 8), from: 40)
    #expect(!back.move.isDisplaced(from: back.settled, policy: weights.policy), "the map is hardly wrong there")
  }

  @Test func aYoungPlaceIsDoubted() {
    var old = ElementLedger()
    fold(&old, Array(repeating: 0, count: 30))
    var young = ElementLedger()
    fold(&young, [0])
    fold(&old, Array(repeating: 38, count: 4), from: 30)
    fold(&young, Array(repeating: 38, count: 4), from: 30)
    #expect(young.move.score_mnat < old.move.score_mnat)
    #expect(
      young.move.sigma_cm(from: young.settled, policy: weights.policy)
        > old.move.sigma_cm(from: old.settled, policy: weights.policy))
  }

  @Test func whatItKnowsSurvivesStorage() throws {
    var ledger = ElementLedger()
    fold(&ledger, [3, -12, 9, 31, 15, 60, 70])
    var writer = LedgerWriter()
    ledger.write(to: &writer)
    var reader = LedgerReader(writer.bytes)
    #expect(try ElementLedger(from: &reader) == ledger && ledger.settled != SettledOffset())
  }
}

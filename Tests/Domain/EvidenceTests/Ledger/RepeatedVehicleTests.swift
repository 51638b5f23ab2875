import MapModel
import Testing

@testable import Evidence

/// A vehicle that says the same every day.
@Suite struct RepeatedVehicleTests {
  private static let day_ns: Int64 = 86_400_000_000_000

  private func visit(_ vehicle: UInt32, day: Int64) -> Visit {
    Visit(vehicle: vehicle, trip: vehicle &+ UInt32(day) &* 1000, slot: day * 1440, time_ns: day * Self.day_ns)
  }

  private func miss() -> ElementVote {
    ElementVote(piece: PieceID(ElementID(1)), pieceHash: 0, interval: 0, expected: 230, detected: 0, frames: 10)
  }

  /// Evidence that it is gone after a miss a day by vehicles in turn; how well it is seen is known.
  private func removal_mnat(days: Int64, vehicles: Int64, policy: Policy = Policy()) -> Int64 {
    var policy = policy
    (policy.priorPasses, policy.rateSigmas_permille, policy.unseen_mnat) = (10_000, 0, 0)
    var ledger = ElementLedger()
    for day in 0..<days {
      ledger.fold(
        miss(), reading: nil, mapped: Attributes(), visit: visit(UInt32(day % vehicles), day: day + 1),
        weights: EvidenceWeights(policy))
    }
    return ledger.removal.score_mnat
  }

  @Test func itsFirstWordCountsInFullAndEachFurtherOneInPart() {
    let one = removal_mnat(days: 1, vehicles: 1)
    #expect(one > 1300)
    #expect(removal_mnat(days: 6, vehicles: 6) == 6 * one)
    var policy = Policy()
    for part in [Int64(0), 250, 500, 1000] {
      policy.repeat_permille = part
      #expect(removal_mnat(days: 6, vehicles: 2, policy: policy) == 2 * one + 4 * (one * part / 1000))
    }
  }

  @Test func ofMoreVehiclesThanAreTakenToLieTogetherEveryWordCountsInFull() {
    let one = removal_mnat(days: 1, vehicles: 1)
    #expect(removal_mnat(days: 7, vehicles: 5) == 5 * one + 2 * (one / 2))
    #expect(removal_mnat(days: 8, vehicles: 6) == 8 * one)
  }

  @Test func whatSpeaksAgainstAChangeCountsInFull() {
    var support = Support()
    support.add(visit(7, day: 1))
    #expect(support.weigh(-900, of: visit(7, day: 2), policy: Policy()) == -900)
    #expect(support.weigh(900, of: visit(8, day: 2), policy: Policy()) == 900)
    #expect(support.weigh(900, of: visit(7, day: 2), policy: Policy()) == 450)
  }
}

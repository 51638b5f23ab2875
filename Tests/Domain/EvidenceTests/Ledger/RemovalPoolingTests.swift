import MapModel
import Testing

@testable import Evidence

extension Policy {
  /// As cautious as `independent`, of things whose detection rate a few misses tell nothing new about.
  fileprivate static var known: Policy {
    var policy = Policy.independent
    policy.priorPasses *= 100
    policy.rateSigmas_permille *= 10
    return policy
  }
}

/// A line that goes is missed by other vehicles at each of its intervals: together they say what none of the intervals says alone.
@Suite struct RemovalPoolingTests {
  private static let line = MapElement(
    piece: PieceID(ElementID(1)), elementClass: .laneBoundary, kind: .line,
    points: [TilePoint(x_cm: 0, y_cm: 0), TilePoint(x_cm: 10_000, y_cm: 0)])

  /// Ledgers of the line's intervals after these vehicles passed them, in order; `misses` holds those that missed it there.
  private func ledgers(passes: [[UInt32]], misses: [[UInt32]], _ policy: Policy = .known) -> [ElementLedger] {
    let weights = EvidenceWeights(policy)
    return zip(passes, misses).enumerated().map { interval, vehicles in
      var ledger = ElementLedger()
      for vehicle in vehicles.0 {
        let isMissed = vehicles.1.contains(vehicle)
        let vote = ElementVote(
          piece: Self.line.piece, pieceHash: 1, interval: UInt16(interval), expected: 210, detected: isMissed ? 0 : 255,
          offset_cm: 0, offsetNorth_cm: 0, sigma_cm: isMissed ? 0 : 15, frames: 9)
        let visit = Visit(
          vehicle: vehicle, trip: vehicle, slot: Int64(vehicle) * 10,
          time_ns: 1_750_000_000_000_000_000 + Int64(vehicle) * 600_000_000_000)
        ledger.fold(vote, reading: nil, mapped: Attributes(), visit: visit, weights: weights)
      }
      return ledger
    }
  }

  private func removals(_ ledgers: [ElementLedger], _ policy: Policy = .known) -> [ChangeProposal] {
    PieceDecision(element: Self.line, ledgers: ledgers[...], policy: policy).removals
  }

  private func missed(_ passes: [[UInt32]]) -> [ChangeProposal] { removals(ledgers(passes: passes, misses: passes)) }

  @Test func vehiclesThatMissedItInDifferentPlacesSpeakTogether() throws {
    let shifting: [[UInt32]] = (0..<5).map { start in (0..<5).map { UInt32(start + $0) } }
    #expect(missed([shifting[0]] + Array(repeating: [], count: 4)).isEmpty, "five misses are not enough by themselves")
    let removal = try #require(missed(shifting).first)
    #expect(missed(shifting).count == 1 && removal.kind == .removed)
    #expect(removal.edit == .remove(Self.line.piece, stretch_cm: nil))
    #expect(removal.support.vehicles == 8 && removal.evidence_mnat >= Policy.known.removedThreshold_mnat)
  }

  @Test func thatNobodyHadSeenTheLineCountsOnce() throws {
    let shifting: [[UInt32]] = (0..<5).map { start in (0..<5).map { UInt32(start + $0) } }
    var unseen = Policy.known
    unseen.unseen_mnat = 1_000
    let known = try #require(missed(shifting).first)
    let removal = try #require(removals(ledgers(passes: shifting, misses: shifting, unseen), unseen).first)
    #expect(removal.evidence_mnat == known.evidence_mnat + 1_000)
  }

  @Test func theSameVehiclesEverywhereCountOnce() {
    #expect(missed(Array(repeating: [0, 1, 2, 3, 4], count: 5)).isEmpty)
  }

  @Test func anIntervalThatFewPassedDoesNotBreakAStretch() throws {
    var passes: [[UInt32]] = (0..<5).map { start in (0..<5).map { UInt32(start + $0) } }
    passes[2] = [2]
    let ledgers = ledgers(passes: passes, misses: passes)
    #expect(ledgers[2].removal.score_mnat > 0 && ledgers[2].removal.score_mnat < Policy().neighbourThreshold_mnat)
    #expect(try #require(removals(ledgers).first).support.vehicles == 8)
  }

  @Test func whereItIsSeenBetweenNothingIsPooled() {
    let passes: [[UInt32]] = (0..<5).map { start in (0..<5).map { UInt32(start + $0) } }
    var misses = passes
    misses[2] = []
    #expect(removals(ledgers(passes: passes, misses: misses)).isEmpty)
  }

  @Test func twoIntervalsAreNoStretch() {
    let passes: [[UInt32]] = [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9], [], [], []]
    #expect(missed(passes).isEmpty)
  }
}

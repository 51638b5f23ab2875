import MapModel
import Testing

@testable import Evidence

extension Policy {
  /// For votes that share a day and yet have nothing in common; with a threshold, and a trust in what is expected, that the counts of votes in
  /// tests were made for.
  static var independent: Policy {
    var policy = Policy()
    policy.sameDay_permille = 0
    policy.quorum_days = 1
    policy.majority_vehicles = 1
    policy.removedThreshold_mnat = 11_000
    policy.priorPasses = 40
    policy.rateSigmas_permille = 1_000
    policy.unseen_mnat = 0
    return policy
  }
}

/// What traversals of one day have in common: the likelihood of a beta-binomial, vote by vote.
@Suite struct SameDayTests {
  private static let hour_ns: Int64 = 3_600_000_000_000
  private static let expected: UInt8 = 204  // P_D .8
  private static let falseAlarm: UInt8 = 13

  /// How well things are seen is known.
  private func weights(_ correlation_permille: Int64) -> EvidenceWeights {
    var policy = Policy()
    (policy.priorPasses, policy.rateSigmas_permille, policy.unseen_mnat) = (10_000, 0, 0)
    policy.sameDay_permille = correlation_permille
    policy.voteCap_mnat = 100_000
    return EvidenceWeights(policy)
  }

  /// Sum of the weights of a day's votes, in their order.
  private func sum(_ votes: [Bool], _ weights: EvidenceWeights) -> Int64 {
    var sum: Int64 = 0
    var day = SameDay()
    for isSeen in votes {
      let detected: UInt8 = isSeen ? 255 : 0
      sum += weights.removal_mnat(expected: Self.expected, detected: detected, day: day)
      day = day.before(0, adding: (seen: detected, missed: 255 - detected))
    }
    return sum
  }

  /// ln of the ratio of two beta-binomial probabilities of a sequence, thousandths of a nat: Γ(x + n) / Γ(x) = x (x + 1) … (x + n − 1).
  private func oracle(seen: Int, missed: Int, correlation: Double) -> Double {
    let balls = (1 - correlation) / correlation
    func rising(_ x: Double, _ n: Int) -> Double { (0..<n).reduce(1) { $0 * (x + Double($1)) } }
    func likelihood(_ p: Double) -> Double { rising(balls * p, seen) * rising(balls * (1 - p), missed) }
    let ratio = likelihood(Double(Self.falseAlarm) / 255) / likelihood(Double(Self.expected) / 255)
    return 1000 * Self.logarithm(ratio)
  }

  /// By the area under 1 / x, so that the test leans on nothing the fold uses.
  private static func logarithm(_ x: Double) -> Double {
    guard x >= 1 else { return -logarithm(1 / x) }
    var (rest, halvings) = (x, 0.0)
    while rest > 1.5 {
      rest /= 2
      halvings += 1
    }
    let steps = 20_000
    let width = (rest - 1) / Double(steps)
    let area = (0..<steps).reduce(0.0) { $0 + width / (1 + (Double($1) + 0.5) * width) }
    return area + halvings * 0.693_147_180_559_945
  }

  @Test(arguments: [50, 100, 300, 900] as [Int64])
  func aDaysWeightIsTheLikelihoodOfItsVotesTogetherInAnyOrder(correlation_permille: Int64) {
    let weights = weights(correlation_permille)
    for number in 1...6 {
      for pattern in 0..<(1 << number) {
        let votes = (0..<number).map { pattern >> $0 & 1 == 1 }
        let seen = votes.count { $0 }
        let asked = oracle(seen: seen, missed: number - seen, correlation: Double(correlation_permille) / 1000)
        // Each logarithm is off by half a thousandth, and there are two a vote.
        #expect(abs(Double(sum(votes, weights)) - asked) <= 2 * Double(number), "\(votes)")
      }
    }
  }

  @Test func withoutCorrelationEveryVoteCountsInFull() {
    let weights = weights(0)
    #expect(sum([false], weights) * 7 == sum(Array(repeating: false, count: 7), weights))
    #expect(sum([true], weights) * 7 == sum(Array(repeating: true, count: 7), weights))
  }

  @Test func eachFurtherMissOfADaySaysLessAndNeverTheContrary() {
    let weights = weights(100)
    var last = Int64.max
    for count in 1...40 {
      let votes = Array(repeating: false, count: count)
      let gain = sum(votes, weights) - sum(Array(votes.dropLast()), weights)
      #expect(gain > 0 && gain <= last)
      last = gain
    }
  }

  private func visit(_ number: Int, hours: Int64) -> Visit {
    Visit(vehicle: UInt32(number), trip: UInt32(number), slot: hours * 60, time_ns: hours * Self.hour_ns)
  }

  private func removal_mnat(_ hours: [Int64], correlation_permille: Int64) -> Int64 {
    let weights = weights(correlation_permille)
    var ledger = ElementLedger()
    for (number, hour) in hours.enumerated() {
      let vote = ElementVote(
        piece: PieceID(ElementID(1)), pieceHash: 1, interval: 0, expected: Self.expected, detected: 0, frames: 9)
      ledger.fold(
        vote, reading: nil, mapped: Attributes(), visit: visit(number, hours: hour), weights: weights)
    }
    return ledger.removal.score_mnat
  }

  @Test func aLedgerHoldsTheVotesOfADayTogetherAndThoseOfOthersApart() {
    let together: [Int64] = [30, 32, 34, 36]
    let apart: [Int64] = [30, 54, 78, 102]
    let alone = removal_mnat([30], correlation_permille: 100)
    #expect(removal_mnat(apart, correlation_permille: 100) == 4 * alone)
    #expect(10 * removal_mnat(together, correlation_permille: 100) < 9 * 4 * alone)
    #expect(removal_mnat(together, correlation_permille: 0) == 4 * alone)
    // The day of the first two is over when the others come.
    let halves = removal_mnat([30, 32, 54, 56], correlation_permille: 100)
    #expect(halves == 2 * removal_mnat([30, 32], correlation_permille: 100))
  }

  @Test func aVisitOfTwoSlotsIsOneVoteOfItsDay() {
    let weights = weights(100)
    func fold(_ slots: [Int64]) -> Int64 {
      var ledger = ElementLedger()
      for (trip, slot) in zip([1, 2, 2, 3] as [UInt32], slots) {
        let vote = ElementVote(
          piece: PieceID(ElementID(1)), pieceHash: 1, interval: 0, expected: slot == slots[1] ? 100 : Self.expected,
          detected: 0, frames: 9)
        let visit = Visit(vehicle: trip, trip: trip, slot: slot, time_ns: slot * 60_000_000_000)
        ledger.fold(vote, reading: nil, mapped: Attributes(), visit: visit, weights: weights)
      }
      return ledger.removal.score_mnat
    }
    // The second slot of the second trip takes the place of its first: what is left is three votes of one day.
    #expect(fold([100, 110, 111, 120]) == removal_mnat([2, 3, 4], correlation_permille: 100))
  }

  @Test func sightingsOfACandidateShareTheirDayToo() throws {
    func score(_ hours: [Int64], seen: [Bool], correlation_permille: Int64) throws -> Int64 {
      let weights = weights(correlation_permille)
      var cluster = CandidateCluster(
        id: 1, elementClass: .pole, kind: .point, geometry: .point(PointMean(), outline: [], outlineSigma_cm: .max),
        visit: visit(0, hours: hours[0]))
      for (number, hour) in hours.enumerated() {
        cluster.weigh(
          expected: Self.expected, existence: seen[number] ? 255 : nil, visit: visit(number, hours: hour),
          weights: weights)
        var writer = LedgerWriter()
        cluster.write(to: &writer)
        var reader = LedgerReader(writer.bytes)
        #expect(try CandidateCluster(from: &reader) == cluster)
      }
      return cluster.score_mnat
    }
    let alone = try score([30], seen: [true], correlation_permille: 100)
    #expect(try score([30, 54, 78], seen: [true, true, true], correlation_permille: 100) == 3 * alone)
    #expect(try score([30, 32, 34], seen: [true, true, true], correlation_permille: 0) == 3 * alone)
    for seen in [[true, true, true], [true, false, true], [true, true, false]] {
      let together = Double(try score([30, 32, 34], seen: seen, correlation_permille: 100))
      let sightings = seen.count { $0 }
      // The likelihood of "there" against "not there" is the reverse of "gone" against "there".
      #expect(abs(together + oracle(seen: sightings, missed: 3 - sightings, correlation: 0.1)) <= 6)
    }
  }
}

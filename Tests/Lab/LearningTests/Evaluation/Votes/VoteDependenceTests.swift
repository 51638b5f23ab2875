import Simulation
import Testing

@testable import Learning

@Suite struct VoteDependenceTests {
  /// Votes with few of everything, so that all kinds of pairs occur, in any order.
  private static func votes(_ count: Int, seed: UInt64) -> [VoteSample] {
    var random = SeededRandom(seed: seed)
    return (0..<count).map { _ in
      let thing = Int32(random.index(4))
      let interval = UInt16(random.index(3))
      return VoteSample(
        cell: thing * 3 + Int32(interval), thing: thing, traversal: Int32(random.index(6)), interval: interval,
        day: UInt32(random.index(3)), expected: 200, detected: UInt8(random.index(256)), offset_cm: 0, sigma_cm: 0)
    }
  }

  private static func value(_ vote: VoteSample) -> Double { Double(vote.detected) - 100 }

  private static func brute(_ votes: [VoteSample], _ isPair: (VoteSample, VoteSample) -> Bool) -> (Double, Double) {
    var (sum, pairs) = (0.0, 0.0)
    for (index, one) in votes.enumerated() {
      for other in votes[..<index] where isPair(one, other) {
        sum += value(one) * value(other)
        pairs += 1
      }
    }
    return (pairs > 0 ? sum / pairs : 0, pairs)
  }

  @Test(arguments: 1...20) func sumsAgreeWithAllPairs(seed: Int) {
    let votes = Self.votes(40, seed: UInt64(seed))
    let found = VoteDependence(votes, value: Self.value)
    let expected: [(VoteDependence.Moment, (Double, Double))] = [
      (found.ofCell, Self.brute(votes) { $0.cell == $1.cell && $0.day != $1.day }),
      (found.ofCellAndDay, Self.brute(votes) { $0.cell == $1.cell && $0.day == $1.day }),
      (found.ofTraversal, Self.brute(votes) { $0.traversal == $1.traversal && $0.thing != $1.thing }),
    ]
    for (moment, (mean, pairs)) in expected {
      #expect(moment.pairs == pairs)
      #expect(abs(moment.mean - mean) < 1e-9 * max(abs(mean), 1))
    }
  }

  @Test func neighboursAreIntervalsOfOneLineInOneTraversal() {
    func vote(_ traversal: Int32, _ thing: Int32, _ interval: UInt16, _ detected: UInt8) -> VoteSample {
      VoteSample(
        cell: thing * 10 + Int32(interval), thing: thing, traversal: traversal, interval: interval, day: 0,
        expected: 200, detected: detected, offset_cm: 0, sigma_cm: 0)
    }
    let votes = [
      vote(1, 1, 4, 103), vote(1, 1, 3, 102), vote(1, 1, 6, 150), vote(1, 2, 5, 160), vote(2, 1, 5, 170),
    ]
    let found = VoteDependence(votes, value: Self.value).ofNeighbours
    #expect(found.pairs == 1)
    #expect(found.mean == 6)
  }
}

import Foundation
import Testing

@testable import Learning

@Suite struct LearnerPartsTests {
  /// Sightings of some looks, summed over every outcome with its number of orders.
  private func total(_ p: Double, _ correlation: Double, looks: Int) -> Double {
    var orders = 1.0
    var sum = 0.0
    for sightings in 0...looks {
      sum += orders * exp(OutcomeTable.logarithm(p, correlation, looks: looks, sightings: sightings))
      orders = orders * Double(looks - sightings) / Double(sightings + 1)
    }
    return sum
  }

  @Test(arguments: [0.0, 0.1, 0.5])
  func outcomesOfADayAreADistribution(correlation: Double) {
    for looks in [1, 2, 5, 20] { #expect(abs(total(0.7, correlation, looks: looks) - 1) < 1e-9) }
    // Of two looks both see it with p² + ρ p (1 − p).
    let both = exp(OutcomeTable.logarithm(0.7, correlation, looks: 2, sightings: 2))
    #expect(abs(both - (0.49 + correlation * 0.21)) < 1e-9)
  }

  @Test func theDayOfAChangeIsFound() {
    var table = OutcomeTable(falseAlarm: 0.05, correlation: 0)
    let prior = ChangePosterior.Prior(
      before: 0.01, hazard: 1e-3, factors: OutcomeTable.factors.map { abs($0 - 1) < 0.01 ? 1 : 0 })
    func posterior(_ order: ChangePosterior.Order, _ sightings: [Int]) -> ChangePosterior {
      ChangePosterior(
        order, days: sightings.indices.map { UInt32($0) },
        standing: sightings.map { table.standing(rate: 0.8, looks: 4, sightings: $0) },
        gone: sightings.map { table.gone(looks: 4, sightings: $0) }, prior: prior)
    }
    let gone = posterior(.going, [3, 4, 3, 0, 0, 1, 0])
    #expect(gone.stands.prefix(3).allSatisfy { $0 > 0.99 } && gone.stands.dropFirst(3).allSatisfy { $0 < 0.01 })
    #expect(gone.within > 0.99 && gone.before < 0.01)
    let stays = posterior(.going, [3, 4, 2, 4, 3])
    #expect(stays.stands.allSatisfy { $0 > 0.95 } && stays.within < 0.05)
    let missing = posterior(.going, [0, 0, 1, 0])
    #expect(missing.before > 0.99)
    let come = posterior(.coming, [0, 1, 0, 3, 4, 3])
    #expect(come.stands.prefix(3).allSatisfy { $0 < 0.01 } && come.stands.dropFirst(3).allSatisfy { $0 > 0.99 })
    #expect(posterior(.coming, [0, 1, 0, 0]).stands.allSatisfy { $0 < 0.05 })
  }

  @Test func curvesRunThroughTheirNodes() {
    let curve = RateCurve(nodes: [
      RateCurve.Node(promised: 0.4, seen: 0.2, votes: 500), RateCurve.Node(promised: 0.8, seen: 0.7, votes: 500),
    ])
    #expect(abs(curve.value(at: 0.2) - 0.1) < 1e-12)
    #expect(abs(curve.value(at: 0.6) - 0.45) < 1e-12)
    #expect(abs(curve.value(at: 0.9) - 0.7875) < 1e-12)
    #expect(RateCurve().value(at: 0.3) == 0.3)
  }

  @Test func noiseIsTheMedianOfDifferencesWhateverLiesFarOff() throws {
    var noise = VoteNoise()
    // A grid of a normal's quantiles would do as well; here ± one promised deviation in the median.
    for index in 0..<1000 { noise.compare(Double(index % 200) / 100 * 6.745, promised_cm: 10) }
    for _ in 0..<100 { noise.compare(500, promised_cm: 10) }
    let spread = try #require(noise.spread)
    #expect(spread > 0.95 && spread < 1.2, "\(spread)")
    #expect(abs((noise.promised_cm ?? 0) - 10 / 2.0.squareRoot()) < 1e-9)
  }
}

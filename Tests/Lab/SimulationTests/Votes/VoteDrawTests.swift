import Testing

@testable import Simulation

@Suite struct VoteDrawTests {
  @Test(arguments: [(0.9, 0.1), (0.7, 0.3), (0.05, 0.1), (0.85, 0.0)])
  func anUrnKeepsItsProbabilityAndItsCorrelation(p: Double, correlation: Double) {
    var random = SeededRandom(seed: 5)
    let urns = 60_000
    var seen = [0.0, 0.0, 0.0]
    var both = [0.0, 0.0]
    for _ in 0..<urns {
      var urn = PolyaUrn()
      let draws = (0..<3).map { _ in urn.draw(p, correlation: correlation, using: &random) }
      for (index, draw) in draws.enumerated() where draw { seen[index] += 1 }
      // Neighbours and those further apart alike.
      if draws[0] && draws[1] { both[0] += 1 }
      if draws[0] && draws[2] { both[1] += 1 }
    }
    let n = Double(urns)
    for count in seen { #expect(abs(count / n - p) < 0.006) }
    for (index, count) in both.enumerated() {
      let found = (count / n - seen[0] / n * seen[index + 1] / n) / (p * (1 - p))
      #expect(abs(found - correlation) < 0.03, "ICC \(found)")
    }
  }

  @Test(arguments: [(0.85, 0.10), (0.70, 0.15), (0.5, 0.05)])
  func aBetaDistributionHasItsMoments(mean: Double, sd: Double) throws {
    let beta = try #require(BetaDistribution(mean: mean, sd: sd))
    var random = SeededRandom(seed: 6)
    let values = (0..<40_000).map { _ in beta.draw(using: &random) }
    #expect(values.allSatisfy { $0 > 0 && $0 < 1 })
    let found = values.reduce(0, +) / 40_000
    let spread = (values.reduce(0) { $0 + ($1 - found) * ($1 - found) } / 40_000).squareRoot()
    #expect(abs(found - mean) < 0.004 && abs(spread - sd) < 0.003)
  }

  @Test func aBetaDistributionThatPilesUpAtItsEndsIsNone() {
    #expect(BetaDistribution(mean: 0.9, sd: 0.3) == nil)
    #expect(BetaDistribution(mean: 0.5, sd: 0) == nil)
    #expect(BetaDistribution(mean: 1, sd: 0.1) == nil)
    // Uniform: both shapes are 1.
    #expect(BetaDistribution(mean: 0.5, sd: (1.0 / 12).squareRoot() - 1e-9) != nil)
  }
}

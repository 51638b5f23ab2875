import Testing

@testable import Learning

@Suite struct DistributionTests {
  @Test func quantilesAreNearestRanks() {
    var distribution = Distribution()
    #expect(distribution.quantile(0.5) == nil && distribution.share(above: 0) == nil && distribution.mean == nil)
    for value in [5.0, 1, 4, 2, 3, 10, 9, 8, 7, 6] { distribution.add(value) }
    #expect(distribution.quantile(0) == 1 && distribution.quantile(1) == 10)
    #expect(distribution.quantile(0.5) == 5 && distribution.quantile(0.9) == 9 && distribution.quantile(0.91) == 10)
    #expect(distribution.share(above: 9) == 0.1 && distribution.mean == 5.5)
  }

  @Test func mahalanobisLengthFollowsTheCovariance() throws {
    let diagonal = Covariance3(xx: 4, yy: 9, zz: 0.25)
    #expect(abs(try #require(diagonal.mahalanobisSquared(2, 3, 0.5)) - 3) < 1e-12)
    // Two errors that are almost one: along them cheap, against them dear.
    let tied = Covariance3(xx: 1, xy: 0.9, yy: 1, zz: 1)
    #expect(abs(try #require(tied.mahalanobisSquared(1, 1, 0)) - 2 / 1.9) < 1e-12)
    #expect(abs(try #require(tied.mahalanobisSquared(1, -1, 0)) - 2 / 0.1) < 1e-9)
    #expect(Covariance3(xx: 1, xy: 2, yy: 1, zz: 1).mahalanobisSquared(1, 0, 0) == nil)
  }
}

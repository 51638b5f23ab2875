import Testing

@testable import Localization

@Suite struct LineCounterpartsTests {
  private static func counterparts(_ places: [(element: Int, across_m: Double)]) -> LineCounterparts {
    var counterparts = LineCounterparts()
    for (i, place) in places.enumerated() {
      counterparts.add(segment: i, element: place.element, across_m: place.across_m, cost: 0)
    }
    return counterparts
  }

  @Test func aLineAloneIsTakenWithoutDoubt() {
    let mean = Self.counterparts([(1, 0.3)]).mean(variance_m2: 0.04)
    #expect(abs(mean.across_m - 0.3) < 1e-12)
    #expect(mean.variance_m2 == 0)
  }

  @Test func twoLinesAsFarOnEitherSideSayNothing() {
    let mean = Self.counterparts([(1, 0.3), (2, -0.3)]).mean(variance_m2: 0.04)
    #expect(abs(mean.across_m) < 1e-12)
    #expect(abs(mean.variance_m2 - 0.09) < 1e-12)
  }

  @Test func aFarOneHardlyCountsWhereThePlaceIsKnown() {
    let known = Self.counterparts([(1, 0.1), (2, -0.9)]).mean(variance_m2: 0.01)
    #expect(abs(known.across_m - 0.1) < 1e-6)
    let unknown = Self.counterparts([(1, 0.1), (2, -0.9)]).mean(variance_m2: 1)
    #expect(unknown.across_m < -0.2)
  }

  @Test func piecesOfOneElementAreOneLine() {
    let mean = Self.counterparts([(7, 0.2), (7, 0.25), (7, 0.18)]).mean(variance_m2: 0.04)
    #expect(abs(mean.across_m - 0.18) < 1e-12)
    #expect(mean.variance_m2 == 0)
  }

  @Test func ofManyTheNearestAreKept() {
    let counterparts = Self.counterparts((1...20).reversed().map { ($0, 0.1 * Double($0)) })
    #expect(counterparts.best?.element == 1)
    // All six nearest weigh alike where nothing is known.
    #expect(abs(counterparts.mean(variance_m2: 1e9).across_m - 0.35) < 1e-6)
  }

  @Test func ofABentLineThePartBesideTheSampleCounts() {
    var counterparts = LineCounterparts()
    counterparts.add(segment: 0, element: 7, across_m: 0.2, cost: 0)
    // The next part, drawn out beyond its end, comes closer.
    counterparts.add(segment: 1, element: 7, across_m: 0.02, beyond_m: 0.8, cost: 0)
    #expect(counterparts.best?.segment == 0)
  }
}

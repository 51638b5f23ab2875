import Testing

@testable import Localization

@Suite struct LaneHistogramTests {
  /// Log-likelihood of lines that fit at some offsets.
  private static func fits(_ offsets_m: [Double], depth: Double = -1.5) -> [Double] {
    (0..<LaneHistogram.count).map { bin in
      offsets_m.contains { abs(LaneHistogram.offset_m(bin) - $0) < 0.3 } ? 0 : depth
    }
  }

  @Test func ofLanesThatFitAlikeTheOneNearTheFixWins() {
    var lane = LaneHistogram()
    for _ in 0..<50 { lane.add(lines: Self.fits([-3.6, 0.4, 4]), seconds: 0.1, memory_s: 30) }
    let best = lane.best(fixOffset_m: 0, fixSigma_m: 1.5, lineWeight: 2.5)
    #expect(abs(best.offset_m - 0.4) < 0.4)
    #expect(best.probability > 0.65)
  }

  @Test func aLineThatIsGoneIsChargedOnceHoweverLongItIsMissed() {
    // In the fix's lane one of two lines is missing for good; a lane further everything fits.
    var lane = LaneHistogram()
    let here = Self.fits([0])
    let there = Self.fits([3.6])
    var probability: [Double] = []
    for _ in 0..<600 {
      let log = zip(here, there).map { max($0 - 0.75, $1) }
      lane.add(lines: log, seconds: 0.1, memory_s: 30)
      probability.append(lane.best(fixOffset_m: 0, fixSigma_m: 1.2, lineWeight: 2.5).probability)
    }
    #expect(abs(lane.best(fixOffset_m: 0, fixSigma_m: 1.2, lineWeight: 2.5).offset_m) < 1)
    #expect(abs(probability[599] - probability[20]) < 1e-6)
  }

  @Test func diffusionKeepsTheMeanAndSpreadsThePeak() {
    var lane = LaneHistogram()
    lane.add(points: Self.fits([1], depth: -3), weight: 1)
    let before = lane.points
    lane.diffuse(sigma_m: 0.5)
    #expect(abs(lane.points.reduce(0, +) - before.reduce(0, +)) < 1e-6)
    let peak = lane.points.max() ?? 0
    #expect(peak < -0.1)
  }

  @Test func recentringKeepsOffsetsRelativeToTheHeldOne() {
    var lane = LaneHistogram()
    lane.add(points: Self.fits([4.4], depth: -5), weight: 1)
    lane.held_m = 4
    let before = lane.best(fixOffset_m: 4, fixSigma_m: 3, lineWeight: 1).offset_m - lane.held_m
    lane.recentre()
    #expect(abs(lane.held_m) < 0.11)
    let after = lane.best(fixOffset_m: lane.held_m, fixSigma_m: 3, lineWeight: 1).offset_m - lane.held_m
    #expect(abs(after - before) < 0.05)
  }
}

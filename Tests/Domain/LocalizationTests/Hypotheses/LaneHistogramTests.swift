import Testing

@testable import Localization

@Suite struct LaneHistogramTests {
  /// Log-likelihoods of points that fit at one offset.
  private static func points(_ offset_m: Double, depth: Double) -> [Double] {
    (0..<OffsetBins.count).map { abs(OffsetBins.offset_m($0) - offset_m) < 0.3 ? 0 : depth }
  }

  @Test func aSlotIsALaneWideAndTheOutermostTakeTheRest() {
    #expect(LaneHistogram.slot(left_m: 0.1) == LaneHistogram.slots / 2)
    #expect(LaneHistogram.slot(left_m: -0.1) == LaneHistogram.slots / 2 - 1)
    #expect(LaneHistogram.slot(left_m: 3.6) == LaneHistogram.slots / 2 + 1)
    #expect(LaneHistogram.slot(left_m: -100) == 0)
    #expect(LaneHistogram.slot(left_m: 100) == LaneHistogram.slots - 1)
  }

  @Test func straysAreAMeanOverTheirMemory() {
    var lane = LaneHistogram()
    let one = [Double](repeating: 1, count: LaneHistogram.slots * OffsetBins.count)
    lane.add(strays: one, seconds: 0.1, memory_s: 10)
    #expect(lane.strays[0] == 1)
    lane.add(strays: one.map { _ in 0 }, seconds: 0.1, memory_s: 10)
    #expect(abs(lane.strays[0] - 0.5) < 1e-12)
    for _ in 0..<2000 { lane.add(strays: one, seconds: 0.1, memory_s: 10) }
    #expect(lane.age_s == 10)
    #expect(abs(lane.strays[0] - 1) < 1e-6)
  }

  @Test func diffusionKeepsTheMeanAndSpreadsThePeak() {
    var lane = LaneHistogram()
    lane.add(points: Self.points(1, depth: -3), weight: 1)
    let before = lane.points
    lane.diffuse(sigma_m: 0.5)
    #expect(abs(lane.points.reduce(0, +) - before.reduce(0, +)) < 1e-6)
    let peak = lane.points.max() ?? 0
    #expect(peak < -0.1)
  }

  @Test func recentringKeepsOffsetsRelativeToTheHeldOne() {
    var lane = LaneHistogram()
    lane.add(points: Self.points(4.4, depth: -5), weight: 1)
    lane.add(fix: 4.2, seconds: 1, memory_s: 3)
    lane.held_m = 4
    func places() -> (peak: Double, fix: Double) {
      let offsets = lane.points.indices.filter { lane.points[$0] == 0 }.map(OffsetBins.offset_m)
      return (offsets.reduce(0, +) / Double(offsets.count) - lane.held_m, lane.fixMean_m - lane.held_m)
    }
    let before = places()
    lane.recentre()
    #expect(abs(lane.held_m) < 0.11)
    #expect(abs(places().peak - before.peak) < 1e-9)
    #expect(abs(places().fix - before.fix) < 1e-9)
  }
}

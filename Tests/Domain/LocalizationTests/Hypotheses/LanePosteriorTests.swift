import Testing

@testable import Localization

@Suite struct LanePosteriorTests {
  private let configuration = LocalizationConfiguration()

  /// What lines leave unexplained: each slot's line fits at some offsets.
  private static func strays(_ slots: [Int: [Double]]) -> [Double] {
    (0..<LaneHistogram.slots).flatMap { slot in
      (0..<OffsetBins.count).map { bin in
        guard let fits = slots[slot] else { return 0.0 }
        return fits.contains { abs(OffsetBins.offset_m(bin) - $0) < 0.5 } ? 0 : 1
      }
    }
  }

  private func posterior(_ strays: [Double], fix_m: Double, fixSigma_m: Double, seconds: Double) -> LanePosterior {
    var lane = LaneHistogram()
    for _ in 0..<Int(seconds * 10) {
      lane.add(strays: strays, seconds: 0.1, memory_s: configuration.laneMemory_s)
      lane.add(fix: fix_m, seconds: 0.1, memory_s: configuration.fixMemory_s)
    }
    return LanePosterior(of: lane, fixSigma_m: fixSigma_m, configuration: configuration)
  }

  @Test func ofLanesThatFitAlikeTheOneNearTheFixWins() {
    let strays = Self.strays([3: [-3.6, 0.4, 4], 4: [-3.6, 0.4, 4]])
    let best = posterior(strays, fix_m: 0, fixSigma_m: 1.2, seconds: 5)
    #expect(abs(best.offset_m - 0.4) < 0.2)
    #expect(best.probability > 0.8)
    let blind = posterior(strays, fix_m: 0, fixSigma_m: 10, seconds: 5)
    #expect(blind.probability < 0.5)
  }

  @Test func twoLinesOutweighAFixThatIsALaneOff() {
    let best = posterior(Self.strays([3: [3.6], 4: [3.6]]), fix_m: 0, fixSigma_m: 2.5, seconds: 60)
    #expect(abs(best.offset_m - 3.6) < 0.2)
    #expect(best.probability > 0.8)
  }

  @Test func aLineThatIsGoneIsChargedOnceHoweverLongItIsMissed() {
    // In the fix's lane one of two lines is missing for good; a lane further everything fits.
    let strays = Self.strays([3: [0, 3.6], 4: [3.6]])
    let early = posterior(strays, fix_m: 0, fixSigma_m: 1.2, seconds: 30)
    let late = posterior(strays, fix_m: 0, fixSigma_m: 1.2, seconds: 600)
    #expect(abs(early.offset_m) < 0.2)
    #expect(abs(late.offset_m) < 0.2)
    // The charge is capped, whatever the weight of lines.
    var heavy = configuration
    heavy.laneLineWeight = 1000
    var lane = LaneHistogram()
    lane.add(strays: strays, seconds: 60, memory_s: 60)
    let capped = LanePosterior(of: lane, fixSigma_m: 0.8, configuration: heavy)
    #expect(abs(capped.offset_m) < 0.2)
  }

  @Test func whatNoLaneExplainsIsClutterAndCountsForNone() {
    let clean = posterior(Self.strays([3: [0]]), fix_m: 0, fixSigma_m: 1, seconds: 20)
    let cluttered = posterior(Self.strays([3: [0], 6: []]), fix_m: 0, fixSigma_m: 1, seconds: 20)
    #expect(abs(clean.probability - cluttered.probability) < 1e-9)
  }

  @Test func theHeldLaneAndTheOtherShareWhatIsCertain() {
    var lane = LaneHistogram()
    lane.add(strays: Self.strays([3: [-3.6, 0]]), seconds: 30, memory_s: 60)
    lane.add(fix: 0, seconds: 3, memory_s: 3)
    lane.held_m = -3.6
    let posterior = LanePosterior(of: lane, fixSigma_m: 1.5, configuration: configuration)
    #expect(abs(posterior.offset_m) < 0.2)
    #expect(posterior.heldProbability > 0.02)
    #expect(posterior.heldProbability + posterior.probability <= 1 + 1e-9)
    #expect(posterior.heldProbability < posterior.probability)
  }
}

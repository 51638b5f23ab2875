import Learning
import Simulation
import Testing

/// What is put into a world of votes comes out of its statistics.
@Suite struct VoteStatisticsTests {
  private func scenario() -> VoteScenario {
    var scenario = VoteScenario()
    scenario.elements = 400
    scenario.tileElements = 50
    scenario.tileSpots = 4
    scenario.historyDays = 40
    scenario.passesPerDay = 5
    scenario.detection.mean = 0.8
    scenario.detection.sd = 0.1
    scenario.sameDayCorrelation = 0.2
    scenario.occlusion.share = 0
    scenario.position.sigma_cm = 12
    scenario.position.commonSigma_cm = 10
    return scenario
  }

  @Test func worldsAreAsTheyAreSaidToBe() {
    let report = VoteStatistics(scenario(), seed: 5).report()
    #expect(report.traversals == 1600)
    for kind in [report.points, report.lines] {
      #expect(kind.firm == kind.votes)
      #expect(kind.sure == 1)
      #expect(abs(kind.seen - 0.8 * 250 / 255) < 0.02)
      #expect(abs(kind.betweenThings - 0.1) < 0.02)
      #expect(abs(kind.sameDay - 0.2) < 0.03)
      #expect(abs(kind.sameTraversal) < 0.02)
      #expect(abs(kind.offset_cm - 15.6) < 0.7)
      #expect(abs(kind.offsetOverPromised - 1) < 0.07)
      #expect(abs(kind.common_cm - 10) < 1)
      #expect(kind.lasting_cm < 2)
    }
  }

  @Test func intervalsSeenTogetherShowItAndNothingElse() {
    var other = scenario()
    other.detection.together = 0.9
    let apart = VoteStatistics(scenario(), seed: 7).report()
    let together = VoteStatistics(other, seed: 7).report()
    #expect(apart.lines.neighbours < 0.15)
    #expect(abs(together.lines.neighbours - 0.9) < 0.05)
    #expect(abs(together.lines.seen - apart.lines.seen) < 0.02)
    #expect(abs(together.lines.sameDay - 0.2) < 0.03)
    #expect(abs(together.points.seen - apart.points.seen) < 0.01)
  }

  @Test func votesThatHaveMoreInCommonShowIt() {
    var other = scenario()
    other.sameDayCorrelation = 0.05
    other.detection.sd = 0.02
    let before = VoteStatistics(scenario(), seed: 6).report().points
    let after = VoteStatistics(other, seed: 6).report().points
    #expect(after.sameDay < before.sameDay - 0.1)
    #expect(after.betweenThings < before.betweenThings - 0.04)
  }
}

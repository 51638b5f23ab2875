import Evidence
import MapModel
import Testing

@testable import Simulation

/// What votes say of things off their place.
@Suite struct DisplacedVotesTests {
  private func scenario(_ moved_m: Double, lineShare: Double) -> VoteScenario {
    var scenario = VoteScenario()
    scenario.elements = 40
    scenario.tileElements = 40
    scenario.tileSpots = 0
    scenario.lineShare = lineShare
    scenario.historyDays = 0
    scenario.runDays = 60
    scenario.falseAlarm = 0
    scenario.changes.moved = 1
    scenario.changes.moved_m = [moved_m]
    scenario.changes.endDay = 1
    scenario.position.matchedPoint_m = 1.4
    scenario.position.matchedPointRamp_m = 1.2
    scenario.position.matchedLine_m = 0.9
    scenario.position.matchedLineRamp_m = 0.15
    scenario.position.displacedSigma_cm = 45
    return scenario
  }

  /// Votes that saw it and sightings of something new, each in a pass that sees it at all.
  private func shares(_ scenario: VoteScenario) -> (matched: Double, new: Double, votes: [ElementVote]) {
    var traffic = VoteTraffic(VoteWorld(scenario, seed: 3, tile: 0))
    var votes: [ElementVote] = []
    var (looks, new) = (0, 0)
    for _ in 0..<60 {
      traffic.nextDay()
      for _ in 0..<traffic.passes {
        let evidence = traffic.next()
        looks += evidence.votes.count
        votes += evidence.votes.filter { $0.detected > 127 }
        new += evidence.candidates.count
      }
    }
    let seen = Double(looks) * scenario.detection.mean
    return (Double(votes.count) / seen, Double(new) / seen, votes)
  }

  @Test(arguments: [(0.2, 1.0), (0.5, 0.875), (1.4, 0.5), (2.0, 0.25), (3.0, 0.0)])
  func aPointIsMatchedLessTheFartherItIsOff(moved_m: Double, matched: Double) {
    let found = shares(scenario(moved_m, lineShare: 0))
    // 40 points in 300 passes: a standard deviation of at most .005.
    #expect(abs(found.matched - matched) < 0.02 && abs(found.new - (1 - matched)) < 0.02)
    #expect(found.votes.allSatisfy { $0.sigma_cm >= (moved_m >= 0.9 ? 57 : 13) })
    let length = found.votes.reduce(0.0) { $0 + abs(Double($1.offset_cm)) + abs(Double($1.offsetNorth_cm)) }
    // One axis shows the move, both their errors.
    if matched > 0 { #expect(abs(length / Double(found.votes.count) - moved_m * 100) < 22) }
  }

  @Test(arguments: [(0.5, 1.0), (0.9, 0.5), (1.2, 0.0)])
  func aLineIsMatchedUpToAFewDecimetres(moved_m: Double, matched: Double) {
    let found = shares(scenario(moved_m, lineShare: 1))
    #expect(abs(found.matched - matched) < 0.02 && abs(found.new - (1 - matched)) < 0.02)
    #expect(found.votes.allSatisfy { $0.sigma_cm == 13 && $0.offsetNorth_cm == 0 })
  }

  @Test func elementsAreMisreadUnequally() {
    var scenario = VoteScenario()
    scenario.tileElements = 200
    scenario.elements = 200
    scenario.tileSpots = 0
    scenario.lineShare = 0
    scenario.misreadingSd = 0.06
    let rates = VoteWorld(scenario, seed: 5, tile: 0).sites.map(\.misreading)
    let mean = rates.reduce(0, +) / 200
    let sd = (rates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 199).squareRoot()
    #expect(abs(mean - 0.1) < 0.015 && abs(sd - 0.06) < 0.012)
    scenario.misreadingSd = 0
    #expect(VoteWorld(scenario, seed: 5, tile: 0).sites.allSatisfy { $0.misreading == 0.1 })
  }

  @Test func thingsMoveByTheDistancesInTurn() {
    var scenario = scenario(1, lineShare: 0.5)
    scenario.changes.moved_m = [0.3, 0.5, 3]
    let moved = VoteWorld(scenario, seed: 1, tile: 0).sites.map(\.moved_cm)
    #expect(moved.enumerated().allSatisfy { [30, 50, 300][$0.offset % 3] == $0.element })
  }
}

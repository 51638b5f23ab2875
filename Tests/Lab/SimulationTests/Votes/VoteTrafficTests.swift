import Evidence
import MapModel
import Testing

@testable import Simulation

@Suite struct VoteTrafficTests {
  private func scenario() -> VoteScenario {
    var scenario = VoteScenario()
    scenario.elements = 60
    scenario.tileElements = 60
    scenario.tileSpots = 40
    scenario.passesPerDay = 5
    scenario.historyDays = 0
    scenario.runDays = 400
    scenario.changes.endDay = 1
    return scenario
  }

  private func days(_ traffic: inout VoteTraffic, _ count: Int) -> [[TraversalEvidence]] {
    (0..<count).map { _ in
      traffic.nextDay()
      return (0..<traffic.passes).map { _ in traffic.next() }
    }
  }

  /// Share of votes that were hits, and their correlation within an element's day, by the moments of the days' sums.
  private func statistics(_ days: [[TraversalEvidence]], of piece: PieceID) -> (p: Double, correlation: Double) {
    let sums = days.map { day in
      Double(day.count { $0.votes.contains { $0.piece == piece && $0.interval == 0 && $0.detected > 127 } })
    }
    let m = Double(days[0].count)
    let mean = sums.reduce(0, +) / Double(sums.count)
    let variance = sums.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(sums.count - 1)
    let p = mean / m
    return (p, (variance / (m * p * (1 - p)) - 1) / (m - 1))
  }

  @Test func votesHaveTheStatisticsAskedFor() {
    var scenario = scenario()
    scenario.detection.mean = 0.8
    scenario.detection.sd = 0.1
    scenario.sameDayCorrelation = 0.2
    let world = VoteWorld(scenario, seed: 3, tile: 0)
    var traffic = VoteTraffic(world)
    let days = days(&traffic, 400)
    var correlation = 0.0
    for (index, site) in world.sites.enumerated() where site.isOnFirstMap {
      let found = statistics(days, of: PieceID(VoteWorld.element(of: index)))
      // 2000 correlated draws: a standard deviation of about sqrt(p q (1 + 4 · .2) / 2000).
      #expect(abs(found.p - site.detection) < 0.05, "site \(index)")
      correlation += found.correlation / 60
    }
    #expect(abs(correlation - 0.2) < 0.02, "ICC \(correlation)")
    let rates = world.sites.map(\.detection)
    let mean = rates.reduce(0, +) / Double(rates.count)
    #expect(abs(mean - 0.8) < 0.04)
  }

  @Test func placesWhereNothingStandsAreSeenFalselyAsOftenAsAskedFor() {
    let world = VoteWorld(scenario(), seed: 4, tile: 0)
    var traffic = VoteTraffic(world)
    let days = days(&traffic, 200)
    let cells = world.sites.filter { !$0.isOnFirstMap }.reduce(0) { $0 + $1.cells }
    let sightings = days.joined().reduce(0) { $0 + $1.candidates.count }
    #expect(abs(Double(sightings) / Double(1000 * cells) - 0.05) < 0.004)
  }

  @Test func aLookThatIsKnownToBeBlockedIsNoVote() {
    var scenario = scenario()
    scenario.occlusion.share = 0.3
    scenario.occlusion.knownShare = 0.5
    let world = VoteWorld(scenario, seed: 5, tile: 0)
    var traffic = VoteTraffic(world)
    let records = days(&traffic, 100).joined()
    let intervals = world.sites.reduce(0) { $0 + ($1.isOnFirstMap ? $1.cells : 0) }
    let votes = records.reduce(0) { $0 + $1.votes.count }
    let hits = records.reduce(0) { $0 + $1.votes.count { $0.detected > 127 } }
    #expect(abs(Double(votes) / Double(500 * intervals) - 0.85) < 0.01)
    #expect(abs(Double(hits) / Double(500 * intervals) - 0.9 * 0.7) < 0.01)
  }

  @Test func aMonthRepeatsToTheByteAndAnotherSeedDoesNot() {
    func month(_ seed: UInt64) -> [[TraversalEvidence]] {
      var scenario = scenario()
      scenario.changes.removed = 0.2
      scenario.sameDayCorrelation = 0.1
      var traffic = VoteTraffic(VoteWorld(scenario, seed: seed, tile: 0))
      return days(&traffic, 30)
    }
    #expect(month(8) == month(8))
    #expect(month(8) != month(9))
  }

  @Test func sightingsDoNotDependOnTheMapInUse() throws {
    let world = VoteWorld(scenario(), seed: 6, tile: 0)
    var kept = VoteTraffic(world)
    var cut = VoteTraffic(world)
    let gone = try #require(world.map.elements.first)
    let cell = world.sites[0].cells
    cut.follow(
      MapTile(id: world.map.id, version: 2, elements: world.map.elements.filter { $0.piece != gone.piece }))
    for _ in 0..<20 {
      kept.nextDay()
      cut.nextDay()
      #expect(kept.passes == cut.passes)
      for _ in 0..<kept.passes {
        let (full, less) = (kept.next(), cut.next())
        #expect(full.id == less.id && less.tileVersion == 2)
        #expect(full.votes.filter { $0.piece != gone.piece }.map(\.detected) == less.votes.map(\.detected))
        // What was a hit of the piece is now something new.
        let hits = full.votes.filter { $0.piece == gone.piece && $0.detected > 127 }.count
        #expect(less.candidates.count - full.candidates.count == hits && hits <= cell)
      }
    }
  }

  @Test func whatChangesIsSeenChangedFromItsDayOn() throws {
    var scenario = scenario()
    scenario.changes.removed = 1
    scenario.changes.endDay = 20
    scenario.detection.mean = 0.98
    scenario.falseAlarm = 0
    let world = VoteWorld(scenario, seed: 7, tile: 0)
    var traffic = VoteTraffic(world)
    for day in 0..<20 {
      traffic.nextDay()
      let evidence = traffic.next()
      for vote in evidence.votes where vote.detected > 127 {
        let site = try #require(world.site(of: vote.piece.element))
        #expect(try #require(world.sites[site].change).day > day)
      }
    }
    traffic.nextDay()
    #expect(traffic.next().votes.allSatisfy { $0.detected == 0 })
  }
}

import Evidence
import MapModel
import Observations
import Testing

@testable import Simulation

/// Vehicles, sensors and regions that are wrong.
@Suite struct VoteFaultTests {
  private func scenario() -> VoteScenario {
    var scenario = VoteScenario()
    scenario.elements = 40
    scenario.tileElements = 40
    scenario.tileSpots = 40
    scenario.historyDays = 0
    scenario.runDays = 20
    scenario.changes.endDay = 1
    scenario.detection.mean = 0.98
    scenario.falseAlarm = 0.01
    return scenario
  }

  private func records(_ scenario: VoteScenario, days: Int = 20) -> [TraversalEvidence] {
    var traffic = VoteTraffic(VoteWorld(scenario, seed: 3, tile: 0))
    return (0..<days).flatMap { _ in
      traffic.nextDay()
      return (0..<traffic.passes).map { _ in traffic.next() }
    }
  }

  @Test func honestVehiclesSayTheSameBesideLiars() {
    let honest = records(scenario())
    for lie in VoteScenario.Liars.Lie.allCases {
      var scenario = scenario()
      scenario.liars.vehicles = 3
      scenario.liars.passesPerDay = 2
      scenario.liars.lie = lie
      let all = records(scenario)
      #expect(all.filter { $0.id.vehicle.text.hasPrefix("v") } == honest)
      let liars = all.filter { $0.id.vehicle.text.hasPrefix("x") }
      #expect(liars.count == 20 * 6 && Set(liars.map(\.id.vehicle)).count == 3)
      #expect(zip(all, all.dropFirst()).allSatisfy { $0.lastTime_ns < $1.lastTime_ns })
    }
  }

  @Test func liarsAgreeOnTheirTargetsAndSayTheRestAsItIs() {
    var scenario = scenario()
    scenario.liars.vehicles = 3
    scenario.liars.targets = 0.3
    func lies(_ lie: VoteScenario.Liars.Lie) -> [TraversalEvidence] {
      scenario.liars.lie = lie
      return records(scenario).filter { $0.id.vehicle.text.hasPrefix("x") }
    }
    func pieces(_ records: [TraversalEvidence], _ isSo: (ElementVote) -> Bool) -> (always: Int, share: Double) {
      var counts: [PieceID: (all: Int, so: Int)] = [:]
      for vote in records.flatMap(\.votes) {
        counts[vote.piece, default: (0, 0)].all += 1
        if isSo(vote) { counts[vote.piece, default: (0, 0)].so += 1 }
      }
      let always = counts.values.filter { $0.so == $0.all }
      let rest = counts.values.filter { $0.so < $0.all }.reduce((0, 0)) { ($0.0 + $1.so, $0.1 + $1.all) }
      return (always.count, Double(rest.0) / Double(rest.1))
    }
    let absent = pieces(lies(.absence)) { $0.detected == 0 }
    #expect((6...20).contains(absent.always) && absent.share < 0.05)
    let shifted = pieces(lies(.shift)) { $0.detected > 127 && $0.offset_cm == 100 }
    #expect(shifted.always == absent.always && shifted.share < 0.01)
    let honest = records(scenario).filter { $0.id.vehicle.text.hasPrefix("v") }
    func sightings(_ records: [TraversalEvidence]) -> Double {
      Double(records.reduce(0) { $0 + $1.candidates.count }) / Double(records.count)
    }
    #expect(sightings(lies(.addition)) > sightings(honest) + 5)
  }

  @Test func aBadReleaseMissesItsClassFromItsDayOn() {
    var scenario = scenario()
    scenario.sensorFault.share = 0.3
    scenario.sensorFault.firstDay = 8
    scenario.sensorFault.missedClass = "lane_boundary"
    let world = VoteWorld(scenario, seed: 3, tile: 0)
    var traffic = VoteTraffic(world)
    var bad = 0
    for day in 0..<20 {
      traffic.nextDay()
      for _ in 0..<traffic.passes {
        let evidence = traffic.next()
        #expect(day >= 8 || evidence.software == "s1")
        guard evidence.software == "s2" else { continue }
        bad += 1
        for vote in evidence.votes {
          let isLine = world.map[vote.piece]?.kind == .line
          #expect(!isLine || vote.detected == 0)
        }
      }
    }
    // 60 traversals at 30 %: a standard deviation of 3.5.
    #expect((8...29).contains(bad))
  }

  @Test func aCameraScaleShiftsBySideAndACalibrationKeepsItsName() throws {
    var scenario = scenario()
    scenario.position.sigma_cm = 1
    scenario.position.commonSigma_cm = 0
    scenario.sensorFault.share = 1
    scenario.sensorFault.identity = .calibration
    scenario.sensorFault.lateralScale = 0.08
    let records = records(scenario)
    #expect(records.allSatisfy { $0.calibration == "bad" && $0.software == "s1" })
    var offsets: [PieceID: [Double]] = [:]
    let world = VoteWorld(scenario, seed: 3, tile: 0)
    for vote in records.flatMap(\.votes) where vote.sigma_cm > 0 {
      let isLine = world.map[vote.piece]?.kind == .line
      offsets[vote.piece, default: []].append(Double(isLine ? vote.offset_cm : vote.offsetNorth_cm))
    }
    let means = offsets.values.map { $0.reduce(0, +) / Double($0.count) }
    // Up to 8 % of 8 m, to both sides.
    #expect(means.contains { $0 > 40 } && means.contains { $0 < -40 } && means.allSatisfy { abs($0) < 70 })
  }

  @Test func aDatumShiftIsToldAsACommonOffsetAndNotInVotes() throws {
    var scenario = scenario()
    scenario.datum.share = 1
    scenario.datum.east_m = 0.3
    scenario.datum.north_m = 0.4
    scenario.datum.firstDay = 10
    scenario.position.commonSigma_cm = 0
    let records = records(scenario)
    let first = try #require(records.first).lastTime_ns / 86_400_000_000_000
    for record in records {
      let isOff = record.lastTime_ns / 86_400_000_000_000 >= first + 10
      #expect((record.commonOffset != nil) == isOff)
      if let offset = record.commonOffset {
        #expect(abs(Double(offset.east_cm) - 30) < 12 && abs(Double(offset.north_cm) - 40) < 12)
      }
      let largest = record.votes.map { abs(Int($0.offset_cm)) }.max() ?? 0
      #expect(largest < 60)
    }
  }

  @Test func badWeatherHalvesWhatIsSeenAndIsKnownNowAndThen() {
    var scenario = scenario()
    scenario.runDays = 100
    scenario.weather.share = 0.4
    let days = Dictionary(grouping: records(scenario, days: 100)) { $0.lastTime_ns / 86_400_000_000_000 }
    let rates = days.values.map { day in
      let votes = day.flatMap(\.votes)
      return Double(votes.count { $0.detected > 127 }) / Double(votes.count)
    }
    let bad = rates.count { $0 < 0.7 }
    // 100 days at 40 %: a standard deviation of 5.
    #expect((22...58).contains(bad) && rates.allSatisfy { abs($0 - 0.49) < 0.15 || abs($0 - 0.98) < 0.06 })
    let known = days.values.count { $0[0].votes[0].expected < 150 }
    #expect(known > 5 && known < bad)
  }

  @Test func linesChangeTogether() {
    var scenario = scenario()
    scenario.changes.repainted = 1
    scenario.changes.endDay = 10
    let painted = VoteWorld(scenario, seed: 3, tile: 0).sites.filter { $0.kind == .line && $0.isOnFirstMap }
    #expect(painted.allSatisfy { $0.change?.kind == .moved && $0.moved_cm == 60 })
    #expect(Set(painted.compactMap(\.change?.day)).count == 1 && painted.count > 5)
    scenario.changes.repainted = 0
    scenario.changes.linesTogether = 3
    let gone = VoteWorld(scenario, seed: 3, tile: 0).sites.filter { $0.change != nil }
    #expect(gone.count == 3 && gone.allSatisfy { $0.kind == .line && $0.change?.kind == .removed })
    #expect(Set(gone.compactMap(\.change?.day)).count == 1)
  }

  @Test func aWorkZoneStandsForItsDaysAndLeavesNothing() throws {
    var scenario = scenario()
    scenario.workZones.share = 1
    scenario.workZones.days = 8
    scenario.workZones.signs = 2
    scenario.workZones.covered = 1
    let world = VoteWorld(scenario, seed: 3, tile: 0)
    let zone = try #require(world.zone)
    #expect(zone.days.count == 8 && zone.objects.count == 10 && zone.covered.count == 1)
    let covered = world.sites[zone.covered[0]]
    var traffic = VoteTraffic(world)
    for day in 0..<20 {
      traffic.nextDay()
      let evidence = traffic.next()
      let objects = evidence.candidates.count { $0.elementClass == .workZoneObject }
      #expect(zone.days.contains(day) ? objects > 5 : objects == 0)
      let signs = evidence.candidates.count { $0.elementClass == .trafficSign && $0.points[0].x_cm > -1000 }
      #expect(zone.days.contains(day) || signs == 0)
      let piece = try #require(world.map.elements.first { world.site(of: $0.piece.element) == zone.covered[0] }).piece
      let isSeen = evidence.votes.contains { $0.piece == piece && $0.detected > 0 }
      if zone.days.contains(day) { #expect(!isSeen) }
    }
    #expect(covered.change == nil && world.sites.suffix(2).allSatisfy { $0.passing == zone.days })
  }
}

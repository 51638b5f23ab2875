import Evidence
import Foundation
import Simulation
import Testing

@testable import Learning

/// Faults, work zones and ablations through the TILE task.
@Suite struct FaultEvaluationTests {
  private func scenario() -> VoteScenario {
    var scenario = VoteScenario()
    scenario.elements = 60
    scenario.tileElements = 30
    scenario.tileSpots = 20
    scenario.historyDays = 15
    scenario.runDays = 20
    scenario.changes.endDay = 10
    return scenario
  }

  private func report(_ scenario: VoteScenario, without ablation: Ablation = .nothing) async throws
    -> EvaluationReport
  {
    try await Evaluation(scenario, seeds: [2], policy: Policy(), without: ablation).run(threads: 2) { _, _ in }
  }

  @Test func oneLiarMovesNothing() async throws {
    for lie in VoteScenario.Liars.Lie.allCases {
      var scenario = scenario()
      scenario.liars.vehicles = 1
      scenario.liars.lie = lie
      scenario.liars.targets = 0.5
      let report = try await report(scenario)
      #expect(report.wrongPerElementYear.events + report.wrongAdditionsPer1000km.events <= 1, "\(lie)")
    }
  }

  @Test func aDatumShiftIsNamedAndMovesNothing() async throws {
    var scenario = scenario()
    scenario.datum.share = 1
    scenario.datum.north_m = 0.5
    scenario.datum.firstDay = 10
    let report = try await report(scenario)
    #expect(abs(report.commonOffsetShare - 0.5) < 0.05)
    #expect(report.classes.filter { $0.kind == "moved" }.isEmpty)
  }

  @Test func whatIsSeenAlikeIsNamedAsWhatItIs() async throws {
    var small = scenario()
    small.elements = 60
    small.tileElements = 20
    small.tileSpots = 2
    small.lineLength_m = 20
    small.runDays = 12
    small.changes.endDay = 2
    var scaled = small
    scaled.fleetGuard = true
    scaled.sensorFault.share = 1
    scaled.sensorFault.firstDay = 3
    scaled.sensorFault.lateralScale = 0.08
    var report = try await report(scaled)
    #expect(report.fleet.first?.cause == "camera_scale" && report.fleet.first?.subject == "s2")
    #expect(report.classes.allSatisfy { $0.kind != "moved" })

    var shifted = small
    shifted.fleetGuard = true
    shifted.datum.share = 1
    shifted.datum.north_m = 0.5
    shifted.datum.firstDay = 3
    report = try await self.report(shifted)
    #expect(report.named.map(\.cause) == ["datum_shift"] && report.named[0].verdicts == 3)
    #expect(report.classes.allSatisfy { $0.kind != "moved" })

    var painted = small
    painted.changes.repainted = 1
    report = try await self.report(painted)
    let lines = report.classes.first { $0.kind == "moved" }
    #expect(report.named.map(\.cause) == ["repainted"] && report.named[0].groups == 3)
    #expect(report.named[0].members >= lines?.changes ?? .max && lines?.found == lines?.changes)

    var gone = small
    gone.changes.linesTogether = 3
    report = try await self.report(gone)
    #expect(report.named.map(\.cause) == ["removed_together"])
    #expect(report.named[0].groups == 3 && report.named[0].members == 9)
  }

  @Test func aBadReleaseIsNamedAndMovesNothingWhereTheFleetIsCompared() async throws {
    var scenario = scenario()
    scenario.elements = 300
    scenario.detection.mean = 0.8
    scenario.runDays = 30
    scenario.sensorFault.share = 0.5
    scenario.sensorFault.firstDay = 3
    // One class of three: a traversal that misses all it passes promises little by itself.
    scenario.sensorFault.missedClass = "pole"
    let alone = try await report(scenario)
    #expect(alone.fleet.isEmpty && alone.quarantined == 0 && alone.wrongPerElementYear.events > 3)
    scenario.fleetGuard = true
    let guarded = try await report(scenario)
    let word = try #require(guarded.fleet.first)
    #expect(word.kind == "quarantine" && word.subject == "s2" && (3...6).contains(word.day))
    #expect(word.reason.contains("pole") && guarded.quarantined > 50)
    #expect(guarded.wrongPerElementYear.events * 3 < alone.wrongPerElementYear.events)
    // Without it all is as before, and where the guard is not there is none to leave out.
    let unguarded = try await report(scenario, without: .noGuard)
    #expect(try bytes(unguarded) == bytes(alone))
    #expect(
      Ablation.cases(for: scenario).contains(.noGuard) && !Ablation.cases(for: self.scenario()).contains(.noGuard))
  }

  @Test func theFleetFindsNothingWhereNothingIsWrong() async throws {
    var scenario = scenario()
    scenario.fleetGuard = true
    scenario.sameDayCorrelation = 0.1
    scenario.weather.share = 0.3
    let guarded = try await report(scenario)
    #expect(guarded.fleet.isEmpty && guarded.quarantined == 0)
    // The same whether tiles go on together or each for itself.
    scenario.fleetGuard = false
    let alone = try await report(scenario)
    #expect(alone.classes == guarded.classes)
  }

  private func bytes(_ report: EvaluationReport) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try encoder.encode(report)
  }

  @Test func workZonesAreToldGroupedAndExpire() async throws {
    var scenario = scenario()
    scenario.workZones.share = 1
    scenario.workZones.days = 8
    scenario.detection.mean = 0.95
    let zones = try #require(try await report(scenario).zones)
    #expect(zones.zones == 2 && zones.told == 2 && zones.wrong == 0 && zones.endedEarly == 0)
    #expect(zones.changes <= 3 && zones.expired == 2)
    // The policy lets a zone expire after three days.
    let (expiry_days, delay_days) = (try #require(zones.expiry_days), try #require(zones.delay_days))
    #expect(expiry_days <= 4 && delay_days <= 1)
    #expect(try await report(self.scenario()).zones == nil)
  }

  @Test func eachSafeguardThatIsLeftOutShows() async throws {
    var scenario = scenario()
    scenario.sameDayCorrelation = 0.3
    // Enough of a day to meet the quorum on it.
    scenario.passesPerDay = 10
    scenario.occlusion.share = 0.2
    scenario.occlusion.knownShare = 0.9
    scenario.detection.mean = 0.75
    scenario.detection.sd = 0.1
    let whole = try await report(scenario)
    func wrong(_ report: EvaluationReport) -> Double {
      (report.wrongPerElementYear.rate ?? 0) + (report.wrongAdditionsPer1000km.rate ?? 0)
    }
    for ablation in [Ablation.framesSummed, .meanDetection, .noTempering] {
      #expect(wrong(try await report(scenario, without: ablation)) > 2 * wrong(whole), "\(ablation)")
    }
    var policy = Ablation.noQuorum.policy(Policy())
    #expect(policy.quorum_vehicles == 1 && policy.minimumPasses == 1 && policy != Policy())
    policy = Ablation.nothing.policy(Policy())
    #expect(policy == Policy() && Ablation.nothing.scenario(scenario) == scenario)
  }

  @Test func evidenceIsHeldAgainstTheTruthAndDrawn() async throws {
    var scenario = scenario()
    scenario.changes.removed = 0.2
    scenario.changes.added = 0.2
    let report = try await report(scenario)
    #expect(Set(report.calibration.map(\.kind)).isSuperset(of: ["removed", "added"]))
    #expect(report.calibration.allSatisfy { (0...1).contains($0.expectedError) && $0.samples > 0 })
    let published = report.publishedCalibration.filter { $0.kind == "removed" }.flatMap(\.points)
    #expect(!published.isEmpty && published.allSatisfy { $0.stated > 0.9 && $0.isSo > 0.8 })
    let svg = ReliabilityPicture(report).svg
    #expect(svg.hasPrefix("<svg") && svg.contains("stated") && svg.contains("traffic_sign"))
    let parser = XMLCheck()
    #expect(parser.isWellFormed(svg))
  }
}

/// Whether a text is well-formed XML, by its tags.
private struct XMLCheck {
  func isWellFormed(_ text: String) -> Bool {
    var open: [Substring] = []
    for tag in text.split(separator: "<").map({ $0.prefix(while: { $0 != ">" }) }) where !tag.hasSuffix("/") {
      if tag.hasPrefix("/") {
        guard open.popLast() == tag.dropFirst() else { return false }
      } else {
        open.append(tag.prefix { $0 != " " })
      }
    }
    return open.isEmpty
  }
}

import Evidence
import Foundation
import Simulation
import Testing

@testable import Learning

@Suite struct EvaluationTests {
  private func scenario() -> VoteScenario {
    var scenario = VoteScenario()
    scenario.elements = 80
    scenario.tileElements = 20
    scenario.tileSpots = 20
    scenario.historyDays = 20
    scenario.runDays = 20
    scenario.changes.endDay = 12
    return scenario
  }

  private func bytes(_ report: EvaluationReport) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try encoder.encode(report)
  }

  private func report(
    _ scenario: VoteScenario, seeds: [UInt64] = [1], policy: Policy = Policy(), threads: Int = 2
  ) async throws -> EvaluationReport {
    try await Evaluation(scenario, seeds: seeds, policy: policy).run(threads: threads) { _, _ in }
  }

  @Test func theReportDoesNotDependOnHowManyTilesRunAtOnce() async throws {
    var scenario = scenario()
    scenario.changes.removed = 0.2
    scenario.changes.added = 0.2
    scenario.sameDayCorrelation = 0.2
    let one = try bytes(try await report(scenario, seeds: [4, 5], threads: 1))
    #expect(try bytes(try await report(scenario, seeds: [4, 5], threads: 3)) == one)
    #expect(try bytes(try await report(scenario, seeds: [4, 6], threads: 3)) != one)
  }

  @Test func everyKindOfChangeIsFoundAndTimed() async throws {
    var scenario = scenario()
    scenario.changes.removed = 0.2
    scenario.changes.added = 0.2
    scenario.changes.moved = 0.2
    scenario.changes.attribute = 0.2
    scenario.misreading = 0.02
    scenario.detection.mean = 0.95
    scenario.falseAlarm = 0.01
    let report = try await report(scenario)
    #expect(Set(report.delays.map(\.kind)) == ["removed", "added", "moved", "attribute_changed"])
    for row in report.delays {
      #expect(row.found == row.changes, "\(row.kind) \(row.shape)")
      let mean = try #require(row.mean)
      // No test of more than one vote decides sooner, and a change of one day's votes is late enough here.
      #expect(mean >= 3 && mean < 15, "\(row.kind) \(row.shape): \(mean)")
    }
    #expect(report.classes.allSatisfy { $0.right >= $0.found && ($0.recall ?? 0) == 1 })
    let removed = try #require(report.delays.first { $0.kind == "removed" })
    let ratio = try #require(removed.ratio)
    // Twenty days of history tell a detection rate only so well, and the floor knows it.
    #expect(ratio > 0.7 && ratio < 4)
    #expect(report.delays.allSatisfy { ($0.kind == "moved") == ($0.floor == nil) })
  }

  @Test func aQuorumOfDaysIsToldApartFromTheEvidence() async throws {
    var scenario = scenario()
    scenario.changes.removed = 0.3
    var policy = Policy()
    policy.quorum_days = 5
    let report = try await report(scenario, policy: policy)
    let row = try #require(report.delays.first)
    let (mean, evidence, quorum) = (
      try #require(row.mean), try #require(row.evidenceMean), try #require(row.quorumMean)
    )
    // Five days at five passes a day are 21 passes, unless a miss of a day before the change counts as the first.
    #expect(mean > 18 && mean < 24, "\(mean)")
    #expect(quorum > 1 && abs(mean - evidence - quorum) < 1e-9, "\(evidence)")
    let impatient = try await self.report(scenario)
    #expect(impatient.delays.first?.evidenceMean == evidence && impatient.delays.first?.quorumMean == 0)
  }

  /// A threshold of next to nothing publishes what did not change: that has to be seen, and what mends it is not wrong again.
  @Test func wrongChangesAreCounted() async throws {
    var policy = Policy()
    policy.removedThreshold_mnat = 2500
    policy.quorum_vehicles = 1
    policy.minimumPasses = 1
    let report = try await report(scenario(), policy: policy)
    let removed = report.classes.filter { $0.kind == "removed" }
    let wrong = removed.reduce(0) { $0 + $1.wrong }
    #expect(wrong > 3 && removed.allSatisfy { $0.right == 0 && $0.changes == 0 && $0.precision == 0 })
    let added = report.classes.filter { $0.kind == "added" }.reduce(0) { $0 + $1.wrong }
    #expect(report.wrongPerElementYear.events == wrong && report.wrongAdditionsPer1000km.events == added)
    #expect(added < wrong)
    let upper = try #require(report.wrongPerElementYear.upper95)
    #expect(upper > (try #require(report.wrongPerElementYear.rate)))
    let patient = try await self.report(scenario())
    #expect(patient.wrongPerElementYear.events < wrong)
  }

  @Test func whatIsCountedAddsUp() async throws {
    let scenario = scenario()
    let report = try await report(scenario)
    #expect(report.traversals == 4 * 40 * 5)
    #expect(report.driven_km == 4 * 20 * 5 * 0.5)
    // Nothing changes, and hardly anything is published: every element counts on every day and in every pass.
    #expect(abs(report.elementYears - 80 * 20 / 365.25) < 0.1)
    #expect(abs(report.elementTraversals - 80 * 20 * 5) <= 40)
    #expect(report.delays.isEmpty)
  }
}

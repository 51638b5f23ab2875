import Evidence
import Simulation
import Topology

/// A scenario on several seeds, tile by tile: each is a trial for itself, so that the report does not depend on how many are run at once.
public struct Evaluation: Sendable {
  /// The scenario.
  public let scenario: VoteScenario
  /// Seeds of worlds and traffic.
  public let seeds: [UInt64]
  private let policy: Policy
  private let model: LearnedSensorModel?
  private let copies: Int

  /// An evaluation of a policy without one of its safeguards.
  /// - Parameter model: What votes are worth, as learned from another log; nil for what the policy assumes.
  public init(
    _ scenario: VoteScenario, seeds: [UInt64], policy: Policy, model: LearnedSensorModel? = nil,
    without ablation: Ablation = .nothing
  ) {
    self.model = model
    self.scenario = ablation.scenario(scenario)
    self.seeds = seeds
    self.policy = ablation.policy(policy)
    copies = ablation.copies
  }

  /// Tiles in all.
  public var tiles: Int { seeds.count * scenario.tiles }

  /// Tiles that are run together: all of a seed where the fleet compares them, else each for itself.
  private var together: Int { scenario.fleetGuard ? scenario.tiles : 1 }

  private struct Result: Sendable {
    let trial: Int
    let tally: EvaluationTally
    /// Changes under a quorum of one day.
    let oneDay: EvaluationTally?
  }

  /// Runs all tiles.
  /// - Parameters:
  ///   - threads: Trials at once.
  ///   - progress: Called with the number of tiles done and of votes folded.
  /// - Throws: `FoldRefusal` where the task stops.
  public func run(threads: Int, progress: (Int, Int) -> Void) async throws -> EvaluationReport {
    let trials = tiles / together
    var results = [Result?](repeating: nil, count: trials)
    try await withThrowingTaskGroup(of: Result.self) { group in
      var next = 0
      var done = 0
      var votes = 0
      func start(_ group: inout ThrowingTaskGroup<Result, any Error>) {
        let trial = next
        next += 1
        group.addTask { try self.run(trial) }
      }
      while next < min(max(threads, 1), trials) { start(&group) }
      while let result = try await group.next() {
        done += together
        votes += result.tally.votes
        progress(done, votes)
        results[result.trial] = result
        if next < trials { start(&group) }
      }
    }
    var tallies = seeds.map { _ in EvaluationTally(days: scenario.runDays) }
    var oneDay = tallies
    let isSplit = policy.quorum_days > 1
    for result in results.compactMap({ $0 }) {
      let seed = result.trial * together / scenario.tiles
      tallies[seed].add(result.tally)
      if let shadow = result.oneDay { oneDay[seed].add(shadow) }
    }
    return EvaluationReport(scenario, seeds: seeds, tallies: tallies, oneDay: isSplit ? oneDay : nil)
  }

  private func run(_ trial: Int) throws -> Result {
    let tally = try measure(trial, policy)
    guard policy.quorum_days > 1, !tally.changes.isEmpty else { return Result(trial: trial, tally: tally, oneDay: nil) }
    var impatient = policy
    impatient.quorum_days = 1
    return Result(trial: trial, tally: tally, oneDay: try measure(trial, impatient))
  }

  private func measure(_ trial: Int, _ policy: Policy) throws -> EvaluationTally {
    let seed = seeds[trial * together / scenario.tiles]
    if scenario.fleetGuard {
      var all = FleetTrial(scenario, seed: seed, policy: policy, model: model, copies: copies)
      return try all.run()
    }
    var one = VoteTrial(
      scenario, seed: seed, tile: trial % scenario.tiles, policy: policy, model: model, copies: copies)
    return try one.run()
  }
}

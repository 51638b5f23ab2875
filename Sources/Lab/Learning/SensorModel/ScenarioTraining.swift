import Evidence
import Simulation

/// Learns a sensor model from the log of one seed of a scenario, as it would be learned from a fleet's: nothing of the scenario is looked at.
public struct ScenarioTraining: Sendable {
  private let scenario: VoteScenario
  private let seed: UInt64
  private let policy: Policy

  /// A training on a seed; the log is folded under a policy, which also says what is assumed of what the log does not tell.
  public init(_ scenario: VoteScenario, seed: UInt64, policy: Policy) {
    self.scenario = scenario
    self.seed = seed
    self.policy = policy
  }

  /// Runs all tiles and learns.
  /// - Parameter progress: Called with the number of tiles done.
  /// - Throws: `FoldRefusal` where the task stops.
  public func run(threads: Int, progress: (Int) -> Void) async throws -> SensorModelLesson {
    var learner = SensorModelLearner(assumed: policy)
    if scenario.fleetGuard {
      var trial = FleetTrial(scenario, seed: seed, policy: policy, model: nil, copies: 1, learner: learner)
      _ = try trial.run()
      for part in trial.learners { learner.add(part) }
      progress(scenario.tiles)
      return learner.learn()
    }
    let empty = learner
    try await withThrowingTaskGroup(of: SensorModelLearner?.self) { group in
      var next = 0
      var done = 0
      func start(_ group: inout ThrowingTaskGroup<SensorModelLearner?, any Error>) {
        let tile = next
        next += 1
        group.addTask {
          var trial = VoteTrial(scenario, seed: seed, tile: tile, policy: policy, learner: empty)
          _ = try trial.run()
          return trial.learner
        }
      }
      while next < min(max(threads, 1), scenario.tiles) { start(&group) }
      while let part = try await group.next() {
        if let part { learner.add(part) }
        done += 1
        progress(done)
        if next < scenario.tiles { start(&group) }
      }
    }
    return learner.learn()
  }
}

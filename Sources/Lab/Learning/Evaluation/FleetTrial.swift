import Contracts
import Evidence
import MapModel
import Simulation
import Topology

/// What the fleet said of a sensor or a region, and when.
public struct FleetWord: Hashable, Sendable, Codable {
  /// `quarantine`, `storm` or `release`.
  public let kind: String
  /// The calibration, software version or region.
  public let subject: String
  /// What it was named as; empty where no more is known than that something is wrong.
  public let cause: String
  /// Why.
  public let reason: String
  /// The measured day; negative during the history.
  public let day: Int
}

/// All tiles of a scenario on one seed, day by day, with the FLEET task between them: what the TILE tasks report on sensors on a day is
/// folded in order of time, and its verdicts stand in their logs before the next day begins. In operation they come within minutes.
struct FleetTrial {
  private var trials: [VoteTrial]
  private let scenario: VoteScenario
  private let task = FleetTask(FleetTask.Configuration(partitionCount: 1))
  private var state = FleetState()
  private var places: [TileID: PlaceHealth] = [:]
  private var offset: Int64 = 0
  private var words: [FleetWord] = []

  /// A trial of all tiles.
  init(
    _ scenario: VoteScenario, seed: UInt64, policy: Policy, model: LearnedSensorModel?, copies: Int,
    learner: SensorModelLearner? = nil
  ) {
    self.scenario = scenario
    trials = (0..<scenario.tiles).map {
      VoteTrial(scenario, seed: seed, tile: $0, policy: policy, model: model, copies: copies, learner: learner)
    }
  }

  /// What the logs of all tiles taught.
  var learners: [SensorModelLearner] { trials.compactMap(\.learner) }

  /// Runs all days.
  mutating func run() throws -> EvaluationTally {
    for tile in trials.indices { try trials[tile].begin() }
    for day in 0..<scenario.days {
      var reports: [SensorReport] = []
      for tile in trials.indices {
        try trials[tile].runNextDay()
        reports += trials[tile].takeHealth()
      }
      try compare(reports, day: day)
    }
    var tally = EvaluationTally(days: scenario.runDays)
    for tile in trials.indices { tally.add(trials[tile].end()) }
    tally.words = words
    for cause in CommonCause.allCases {
      let verdicts = words.count { $0.cause == cause.name && $0.kind != "release" }
      if verdicts > 0 { tally.named[cause, default: NamedTally()].verdicts += verdicts }
    }
    return tally
  }

  private mutating func compare(_ reports: [SensorReport], day: Int) throws {
    // Of equal times the tile's order decides.
    let ordered = reports.enumerated().sorted { ($0.element.time_ns, $0.offset) < ($1.element.time_ns, $1.offset) }
    let records = ordered.map { _, report in
      defer { offset += 1 }
      return IncomingRecord(
        topic: .health, partition: 0, offset: offset, timestamp_ms: report.time_ns / 1_000_000, key: nil,
        value: report.value)
    }
    for output in task.step(FleetBatch(records), state: &state, places: &places)
    where output.record.topic == .evidence {
      guard let value = output.record.value, case .verdict(let verdict) = try TileLogCodec.decode(value) else {
        continue
      }
      for tile in trials.indices where verdict.tile == nil || verdict.tile == trials[tile].tile {
        try trials[tile].take(verdict)
      }
      note(verdict, day: day - scenario.historyDays)
    }
  }

  /// A storm is told to each of its tiles: that is one word.
  private mutating func note(_ verdict: Verdict, day: Int) {
    let word = FleetWord(
      kind: "\(verdict.kind)", subject: verdict.subject, cause: verdict.cause?.name ?? "", reason: verdict.reason,
      day: day)
    if words.last != word { words.append(word) }
  }
}

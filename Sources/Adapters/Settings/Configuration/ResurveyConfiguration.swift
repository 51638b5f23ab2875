/// Which tasks a process runs.
public enum Stage: String, Codable, CaseIterable, Sendable, Hashable {
  /// Localize and match frames.
  case match
  /// Fold evidence, decide, rebuild tiles.
  case tile
  /// Compare the fleet's sensors with each other, quarantine those that are at fault.
  case fleet
  /// All of them in one process.
  case all
}

/// Everything an operator can set. `Config/resurvey.yaml` lists every key with its default.
public struct ResurveyConfiguration: SettingsSection {
  /// The tasks of this process.
  public var stage: Stage = .all
  /// Where a first start begins to read; a later start goes on where the one before stopped.
  public var from: StartPosition = .earliest
  /// How to reach Kafka.
  public var kafka: KafkaSettings = KafkaSettings()
  /// Names of the topics.
  public var topics: TopicSettings = TopicSettings()
  /// Files on this machine.
  public var storage: StorageSettings = StorageSettings()
  /// Localization and matching.
  public var match: MatchSettings = MatchSettings()
  /// Thresholds of the decision by name, over those of the fold itself; what is set here becomes a record in the log.
  public var policy: [String: Int64] = [:]
  /// Bounds on what comes in.
  public var limits: LimitSettings = LimitSettings()
  /// What is wrong with what simulated vehicles report.
  public var simulation: SimulationSettings = SimulationSettings()
  /// The HTTP server for metrics and probes.
  public var metrics: MetricsSettings = MetricsSettings()
  /// The process's log.
  public var log: LogSettings = LogSettings()

  /// The defaults.
  public init() {}
}

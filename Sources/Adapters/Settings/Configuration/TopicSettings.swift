/// The names of the topics, for a deployment that must call them otherwise.
public struct TopicSettings: SettingsSection {
  /// Frames from vehicles.
  public var observations: String = "fleet.observations"
  /// The tile log.
  public var evidence: String = "map.evidence"
  /// Change events.
  public var changes: String = "map.changes"
  /// Tile versions.
  public var tiles: String = "map.tiles"
  /// Alerts.
  public var alerts: String = "map.alerts"
  /// Summaries of sensor health.
  public var health: String = "fleet.health"
  /// Frames that were refused.
  public var observationsDeadLetter: String = "fleet.observations.dead-letter"
  /// Tile log records that were refused.
  public var evidenceDeadLetter: String = "map.evidence.dead-letter"

  /// The defaults.
  public init() {}

  /// All names with their keys, in the order above.
  public var named: [(key: String, name: String)] {
    [
      ("observations", observations), ("evidence", evidence), ("changes", changes), ("tiles", tiles),
      ("alerts", alerts), ("health", health), ("observations_dead_letter", observationsDeadLetter),
      ("evidence_dead_letter", evidenceDeadLetter),
    ]
  }

  /// Checks that all are names of topics, and no two the same.
  public func check(_ check: inout SettingsCheck) {
    var seen: Set<String> = []
    for (key, name) in named {
      check.require(KafkaSettings.isName(name), key, "1 to 200 of A–Z a–z 0–9 . _ -")
      check.require(seen.insert(name).inserted, key, "another topic than the others")
    }
  }
}

/// All topics in use, by their role. `Streams/topics.yaml` is the same for readers in any language; a test holds both together.
public struct TopicCatalogue: SettingsSection {
  /// Frames from vehicles.
  public var observations: TopicDeclaration
  /// The tile log.
  public var evidence: TopicDeclaration
  /// Change events.
  public var changes: TopicDeclaration
  /// Tile versions.
  public var tiles: TopicDeclaration
  /// Alerts.
  public var alerts: TopicDeclaration
  /// Reports on sensors.
  public var health: TopicDeclaration
  /// Frames that were refused.
  public var observationsDeadLetter: TopicDeclaration
  /// Tile log records that were refused.
  public var evidenceDeadLetter: TopicDeclaration

  /// All topics with the key of their role, in the order above.
  public var named: [(role: String, topic: TopicDeclaration)] {
    [
      ("observations", observations), ("evidence", evidence), ("changes", changes), ("tiles", tiles),
      ("alerts", alerts), ("health", health), ("observations_dead_letter", observationsDeadLetter),
      ("evidence_dead_letter", evidenceDeadLetter),
    ]
  }

  /// The same topics under the names of a deployment.
  public func renamed(by names: TopicSettings) -> TopicCatalogue {
    var copy = self
    copy.observations.name = names.observations
    copy.evidence.name = names.evidence
    copy.changes.name = names.changes
    copy.tiles.name = names.tiles
    copy.alerts.name = names.alerts
    copy.health.name = names.health
    copy.observationsDeadLetter.name = names.observationsDeadLetter
    copy.evidenceDeadLetter.name = names.evidenceDeadLetter
    return copy
  }

  /// Checks what the guarantees need of the topics together.
  public func check(_ check: inout SettingsCheck) {
    var seen: Set<String> = []
    for (role, topic) in named {
      check.require(seen.insert(topic.name).inserted, role, "named otherwise than the others")
    }
    for (role, topic) in [("changes", changes), ("tiles", tiles), ("alerts", alerts)] {
      check.require(
        topic.partitions == evidence.partitions, role,
        "of as many partitions as evidence (\(evidence.partitions)): output partition = input partition")
    }
    check.require(health.partitions == 1, "health", "of one partition: one reader compares all sensors with each other")
    check.require(evidence.cleanup == .delete, "evidence", "of cleanup delete: every record of the truth counts")
  }
}

/// The topics Resurvey reads and writes. `Streams/topics.yaml` holds their settings; a deployment may rename them.
public enum Topic: String, CaseIterable, Hashable, Sendable {
  /// Frames from vehicles, keyed by vehicle.
  case observations = "fleet.observations"
  /// The tile log, keyed by tile.
  case evidence = "map.evidence"
  /// Change events, keyed by tile.
  case changes = "map.changes"
  /// Tile versions, keyed by tile/version, partitioned by tile.
  case tiles = "map.tiles"
  /// Alerts, keyed by alert/revision, partitioned by tile.
  case alerts = "map.alerts"
  /// Summaries of residuals and misses, keyed by calibration or software.
  case health = "fleet.health"
  /// Frames that were refused.
  case observationsDeadLetter = "fleet.observations.dead-letter"
  /// Tile log records that were refused.
  case evidenceDeadLetter = "map.evidence.dead-letter"
}

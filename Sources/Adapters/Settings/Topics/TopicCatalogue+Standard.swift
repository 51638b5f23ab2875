extension TopicCatalogue {
  /// The topics as this version of Resurvey lays them out.
  public init() {
    observations = Self.topic(
      "fleet.observations", "What the sensors of a vehicle saw at one moment", key: "vehicle", by: "vehicle",
      value: "resurvey.v1.ObservationFrame", retention_h: 168)
    evidence = Self.topic(
      "map.evidence", "The tile log: the truth every tile is folded from", key: "tile", by: "tile",
      value: "resurvey.v1.TileLogRecord", retention_h: -1, message_bytes: 1_114_112)
    changes = Self.topic(
      "map.changes", "What changed in the world, as decided", key: "tile", by: "tile", value: "resurvey.v1.ChangeEvent",
      retention_h: 2160)
    tiles = Self.topic(
      "map.tiles", "Every new version of a tile, whole, with its patch", key: "tile/version", by: "tile",
      value: "resurvey.v1.TileVersion", retention_h: -1, cleanup: .compact, message_bytes: 4_194_304)
    alerts = Self.topic(
      "map.alerts", "What the on-call engineer must see", key: "alert/revision", by: "tile", value: "resurvey.v1.Alert",
      retention_h: -1, cleanup: .compact)
    health = Self.topic(
      "fleet.health", "What traversals say about their own sensors", key: "partition", by: "partition",
      value: "resurvey.v1.SensorHealth", retention_h: 2160, partitions: 1)
    observationsDeadLetter = Self.topic(
      "fleet.observations.dead-letter", "Frames that were refused, with the reason", key: "vehicle", by: "vehicle",
      value: TopicDeclaration.refusedBytes, retention_h: 720)
    evidenceDeadLetter = Self.topic(
      "map.evidence.dead-letter", "Tile log records that were refused, with the reason", key: "tile", by: "tile",
      value: TopicDeclaration.refusedBytes, retention_h: 720)
  }

  private static func topic(
    _ name: String, _ purpose: String, key: String, by partitionBy: String, value: String, retention_h: Int64,
    partitions: Int32 = 12, cleanup: TopicDeclaration.Cleanup = .delete, message_bytes: Int32 = 1_048_576
  ) -> TopicDeclaration {
    var topic = TopicDeclaration()
    topic.name = name
    topic.purpose = purpose
    topic.key = key
    topic.partitionBy = partitionBy
    topic.value = value
    topic.partitions = partitions
    topic.retention_h = retention_h
    topic.cleanup = cleanup
    topic.message_bytes = message_bytes
    return topic
  }
}

/// How one topic is laid out and kept, as `Streams/topics.yaml` says it.
public struct TopicDeclaration: SettingsSection {
  /// What happens to old records.
  public enum Cleanup: String, Codable, CaseIterable, Sendable, Hashable {
    /// They go when they are older than the retention.
    case delete
    /// The newest of each key stays.
    case compact
  }

  /// Whose clock a record's timestamp is.
  public enum Timestamp: String, Codable, CaseIterable, Sendable, Hashable {
    /// The producer's.
    case create
    /// The broker's, so that retention goes by arrival and a replay of old drives is not deleted at once.
    case append
  }

  /// The topic's name; a deployment may give it another.
  public var name: String = ""
  /// What it is for, in one line.
  public var purpose: String = ""
  /// What the key of a record names.
  public var key: String = ""
  /// What decides the partition: the hash of this.
  public var partitionBy: String = ""
  /// What `value` says of a topic of refused records: each carries its own bytes, and the reason in headers.
  public static let refusedBytes = "bytes"

  /// Protobuf message of the value, or `refusedBytes`.
  public var value: String = ""
  /// Partitions; part of the application, never to be changed on a running system.
  public var partitions: Int32 = 1
  /// Copies on different brokers; 0 takes the broker's default.
  public var replication: Int32 = 0
  /// What happens to old records.
  public var cleanup: Cleanup = .delete
  /// How long records are kept in hours; −1 for ever.
  public var retention_h: Int64 = -1
  /// Whose clock a record's timestamp is.
  public var timestamp: Timestamp = .append
  /// Longest record in bytes.
  public var message_bytes: Int32 = 1_048_576

  /// A topic without name.
  public init() {}

  /// The topic's settings by Kafka's own names.
  public var properties: [String: String] {
    [
      "cleanup.policy": cleanup.rawValue,
      "retention.ms": retention_h < 0 ? "-1" : "\(retention_h * 3_600_000)",
      "message.timestamp.type": timestamp == .append ? "LogAppendTime" : "CreateTime",
      "max.message.bytes": "\(message_bytes)",
    ]
  }

  /// Checks names and ranges.
  public func check(_ check: inout SettingsCheck) {
    check.require(KafkaSettings.isName(name), "name", "1 to 200 of A–Z a–z 0–9 . _ -")
    for (text, field) in [
      (purpose, "purpose"), (key, "key"), (partitionBy, "partition_by"), (value, "value"),
    ] {
      check.require(!text.isEmpty, field, "some text")
    }
    check.range(partitions, 1...10_000, "partitions")
    check.range(replication, 0...100, "replication")
    check.require(retention_h == -1 || (1...1_000_000).contains(retention_h), "retention_h", "-1 or in 1…1000000")
    check.range(message_bytes, 1024...67_108_864, "message_bytes")
  }
}

/// A record to send.
public struct OutgoingRecord: Hashable, Sendable {
  /// The topic's name.
  public var topic: String
  /// The partition; nil lets murmur2 of the key choose, as the Java client does (any partition if the key is nil).
  public var partition: Int32?
  /// The key, nil for none.
  public var key: [UInt8]?
  /// The value; nil is a tombstone.
  public var value: [UInt8]?
  /// The headers, sent in this order.
  public var headers: [KafkaHeader]
  /// Milliseconds since 1970 UTC; nil takes the time of sending. A topic with `LogAppendTime` overrides it.
  public var timestamp_ms: Int64?

  /// A record from its parts.
  public init(
    topic: String, partition: Int32? = nil, key: [UInt8]?, value: [UInt8]?, headers: [KafkaHeader] = [],
    timestamp_ms: Int64? = nil
  ) {
    self.topic = topic
    self.partition = partition
    self.key = key
    self.value = value
    self.headers = headers
    self.timestamp_ms = timestamp_ms
  }
}

/// Where a sent record lies now.
public struct RecordPosition: Hashable, Sendable {
  /// The partition.
  public var partition: TopicPartition
  /// Its offset there.
  public var offset: Int64

  /// A place in a partition.
  public init(_ partition: TopicPartition, offset: Int64) {
    self.partition = partition
    self.offset = offset
  }
}

/// What became of a record that was sent.
public struct Delivery: Hashable, Sendable {
  /// The number given with the record.
  public var token: UInt64
  /// Its place in the log, on all in-sync replicas; or why it has none. After a failure the record may still be in the
  /// log (a timeout tells nothing); records after it may have been delivered.
  public var result: Result<RecordPosition, KafkaError>

  /// What became of the record with this token.
  public init(token: UInt64, result: Result<RecordPosition, KafkaError>) {
    self.token = token
    self.result = result
  }
}

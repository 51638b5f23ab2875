/// One header of a record: a name and its bytes. Names may repeat; their order is kept.
public struct KafkaHeader: Hashable, Sendable {
  /// The name, UTF-8 without NUL.
  public var name: String
  /// The bytes; a null value on the wire reads as no bytes.
  public var value: [UInt8]

  /// A header of raw bytes.
  public init(name: String, value: [UInt8]) {
    self.name = name
    self.value = value
  }

  /// A header whose value is the UTF-8 of a text.
  public init(_ name: String, _ text: String) {
    self.init(name: name, value: Array(text.utf8))
  }

  /// The value read as UTF-8; ill-formed parts become U+FFFD.
  public var text: String { String(decoding: value, as: UTF8.self) }
}

/// One record as read from a partition. All bytes are copies; nothing refers back into librdkafka.
public struct KafkaRecord: Hashable, Sendable {
  /// The topic's name.
  public var topic: String
  /// The partition, from 0.
  public var partition: Int32
  /// The record's place in its partition, from 0; compacted topics have gaps.
  public var offset: Int64
  /// Milliseconds since 1970 UTC, set by the sender or by the broker as the topic says; -1 if the broker knows none.
  public var timestamp_ms: Int64
  /// The key, nil if null on the wire.
  public var key: [UInt8]?
  /// The value; nil is a tombstone.
  public var value: [UInt8]?
  /// The headers in the order they were sent.
  public var headers: [KafkaHeader]

  /// A record from its parts.
  public init(
    topic: String, partition: Int32, offset: Int64, timestamp_ms: Int64, key: [UInt8]?, value: [UInt8]?,
    headers: [KafkaHeader] = []
  ) {
    self.topic = topic
    self.partition = partition
    self.offset = offset
    self.timestamp_ms = timestamp_ms
    self.key = key
    self.value = value
    self.headers = headers
  }

  /// The partition the record came from.
  public var topicPartition: TopicPartition { TopicPartition(topic, partition) }

  /// The first header of that name, nil if there is none.
  public func header(_ name: String) -> KafkaHeader? {
    headers.first { $0.name == name }
  }
}

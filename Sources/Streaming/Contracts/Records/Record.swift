/// A name with bytes beside a record's value.
public struct RecordHeader: Hashable, Sendable {
  /// The name; names may repeat.
  public var name: String
  /// The value.
  public var value: [UInt8]

  /// A header of name and bytes.
  public init(_ name: String, _ value: [UInt8]) {
    self.name = name
    self.value = value
  }

  /// A header of name and text.
  public init(_ name: String, _ text: String) { self.init(name, Array(text.utf8)) }

  /// The value as text; invalid UTF-8 is replaced.
  public var text: String { String(decoding: value, as: UTF8.self) }
}

/// A record as read from a log.
public struct IncomingRecord: Hashable, Sendable {
  /// Which topic.
  public var topic: Topic
  /// Which partition.
  public var partition: Int32
  /// Position in the partition.
  public var offset: Int64
  /// The log's timestamp, ms since 1970.
  public var timestamp_ms: Int64
  /// The key; nil where there is none.
  public var key: [UInt8]?
  /// The value; nil is a tombstone.
  public var value: [UInt8]?
  /// Headers, in order.
  public var headers: [RecordHeader]

  /// A record of its parts.
  public init(
    topic: Topic, partition: Int32, offset: Int64, timestamp_ms: Int64, key: [UInt8]?, value: [UInt8]?,
    headers: [RecordHeader] = []
  ) {
    self.topic = topic
    self.partition = partition
    self.offset = offset
    self.timestamp_ms = timestamp_ms
    self.key = key
    self.value = value
    self.headers = headers
  }
}

/// A record to be written to a log.
public struct OutgoingRecord: Hashable, Sendable {
  /// Which topic.
  public var topic: Topic
  /// Which partition; nil lets the key decide (`Murmur2`).
  public var partition: Int32?
  /// The key.
  public var key: [UInt8]
  /// The value; nil is a tombstone.
  public var value: [UInt8]?
  /// Headers, in order.
  public var headers: [RecordHeader]

  /// A record of its parts.
  public init(topic: Topic, partition: Int32? = nil, key: [UInt8], value: [UInt8]?, headers: [RecordHeader] = []) {
    self.topic = topic
    self.partition = partition
    self.key = key
    self.value = value
    self.headers = headers
  }
}

/// A partition of a topic.
public struct TopicPartition: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The topic's name.
  public var topic: String
  /// The partition, from 0.
  public var partition: Int32

  /// A partition of a topic.
  public init(_ topic: String, _ partition: Int32) {
    self.topic = topic
    self.partition = partition
  }

  /// By topic, then by partition.
  public static func < (a: TopicPartition, b: TopicPartition) -> Bool {
    a.topic == b.topic ? a.partition < b.partition : a.topic < b.topic
  }

  /// `topic/partition`.
  public var description: String { "\(topic)/\(partition)" }
}

/// What a partition holds at the moment of asking: offsets `low ..< high`.
public struct Watermarks: Hashable, Sendable {
  /// The first offset still readable.
  public var low: Int64
  /// The offset the next record will get.
  public var high: Int64

  /// Watermarks from both ends.
  public init(low: Int64, high: Int64) {
    self.low = low
    self.high = high
  }
}

/// Where a first start begins to read.
public enum StartPoint: Hashable, Sendable {
  /// At the low watermark.
  case earliest
  /// At the high watermark.
  case latest
  /// At the first record whose timestamp is not before this time (milliseconds since 1970 UTC), else at the high
  /// watermark.
  case time_ms(Int64)
}

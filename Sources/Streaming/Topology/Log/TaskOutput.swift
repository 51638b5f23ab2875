import Contracts

/// A record a task has to say, with its number in its topic.
public struct TaskOutput: Hashable, Sendable {
  /// The record, with headers and partition.
  public var record: OutgoingRecord
  /// Its number among the topic's records of this partition, from 1, without gaps.
  public var sequence: UInt64
  /// The event time it carries, ns since 1970.
  public var time_ns: Int64

  /// An output of its parts.
  public init(record: OutgoingRecord, sequence: UInt64, time_ns: Int64) {
    self.record = record
    self.sequence = sequence
    self.time_ns = time_ns
  }
}

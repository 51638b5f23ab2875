/// What one poll brought. Assignments and revocations come after the records; an end of partition names its offset.
public struct ConsumerBatch: Sendable {
  /// Records, in order of offset within each partition.
  public var records: [KafkaRecord] = []
  /// What else happened.
  public var events: [ConsumerEvent] = []

  /// An empty batch.
  public init() {}

  /// True if the poll brought neither record nor event.
  public var isEmpty: Bool { records.isEmpty && events.isEmpty }
}

/// What a poll tells beside records.
public enum ConsumerEvent: Hashable, Sendable {
  /// The group gave this member these partitions, the whole list. Nothing is read before `start(at:)` is called; until
  /// then the group waits (at most `max.poll.interval.ms`), so call it soon, if need be with an empty list.
  case assigned([AssignedPartition])
  /// The group takes all partitions back. They stay this member's until the next poll, so that work can be finished and
  /// committed, unless they are lost: then another member may have them already and a commit throws `fenced`.
  case revoked([TopicPartition], isLost: Bool)
  /// Everything up to this offset has been delivered; told again each time the end is reached anew.
  case endOfPartition(TopicPartition, offset: Int64)
  /// The position is not in the log: records in between are gone, or it lies beyond the end. The partition stands still;
  /// compare with `watermarks(of:)`.
  case outOfRange(TopicPartition, offset: Int64)
  /// An asynchronous commit failed.
  case commitFailed(CommitFailure)
  /// Trouble the client noticed. If `retryable` it goes on by itself and tells how things stand; if `rejected` it
  /// keeps trying what will not work, such as wrong credentials or a topic that does not exist.
  case problem(KafkaError)
}

/// A partition the group gave to this member.
public struct AssignedPartition: Hashable, Sendable {
  /// The partition.
  public var partition: TopicPartition
  /// The group's committed offset, the next to read; nil if the group never committed one there.
  public var committed: Int64?

  /// An assigned partition.
  public init(_ partition: TopicPartition, committed: Int64?) {
    self.partition = partition
    self.committed = committed
  }
}

/// A commit that did not reach the group's coordinator.
public struct CommitFailure: Error, Hashable, Sendable {
  /// Why.
  public var error: KafkaError
  /// What was to be committed.
  public var offsets: [TopicPartition: Int64]

  /// A failed commit.
  public init(error: KafkaError, offsets: [TopicPartition: Int64]) {
    self.error = error
    self.offsets = offsets
  }
}

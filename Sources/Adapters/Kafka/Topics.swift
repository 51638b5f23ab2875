/// A topic to create.
public struct TopicSpecification: Hashable, Sendable {
  /// The name.
  public var name: String
  /// How many partitions, above 0. Part of the application: it cannot change without moving keys.
  public var partitions: Int32
  /// Copies of each partition; nil takes the broker's default.
  public var replication: Int32?
  /// Settings by Kafka's names: `retention.ms`, `cleanup.policy`, `max.message.bytes`, `message.timestamp.type` …
  public var configuration: [String: String]

  /// A topic to create.
  public init(_ name: String, partitions: Int32, replication: Int32? = nil, configuration: [String: String] = [:]) {
    self.name = name
    self.partitions = partitions
    self.replication = replication
    self.configuration = configuration
  }
}

/// What became of a topic to create.
public enum TopicCreation: Hashable, Sendable {
  /// It is new.
  case created
  /// A topic of that name existed; nothing was changed, its partitions and settings may differ from those wanted.
  case existedAlready
  /// It could not be created.
  case failed(KafkaError)
}

/// A topic as the cluster describes it.
public struct TopicDescription: Hashable, Sendable {
  /// The name.
  public var name: String
  /// The number of partitions.
  public var partitionCount: Int32
  /// Copies of each partition (of the first, if they differ).
  public var replication: Int32

  /// A topic as described.
  public init(name: String, partitionCount: Int32, replication: Int32) {
    self.name = name
    self.partitionCount = partitionCount
    self.replication = replication
  }

  /// All its partitions in order.
  public var partitions: [TopicPartition] { (0..<partitionCount).map { TopicPartition(name, $0) } }
}

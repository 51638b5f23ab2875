import Contracts
import Kafka

/// Reads all partitions of one of our topics, outside any group: it disturbs nobody and leaves no mark. One thread at a time.
public final class TopicReader {
  /// What came since the poll before.
  public struct Batch {
    /// Records, in order within each partition.
    public var records: [IncomingRecord] = []
    /// Trouble that may pass by itself.
    public var problems: [KafkaError] = []
  }

  /// What the topic is called here.
  public let name: String
  private let names: TopicNames
  private let consumer: KafkaConsumer
  /// Where each partition ended when reading began, of those that are not read so far yet.
  private var ends: [TopicPartition: Int64]

  /// True once all is read that the topic held when reading began.
  public var hasReachedEnd: Bool { ends.isEmpty }

  /// A reader placed at `from`.
  /// - Throws: `rejected` with the code `unknownTopic` if there is no such topic; `retryable` if the broker does not answer.
  public init(_ cluster: Cluster, _ topic: Topic, from: StartPoint = .earliest) throws(KafkaError) {
    names = cluster.names
    name = names[topic]
    let admin = try KafkaAdmin(cluster.kafka)
    guard let partitions = try admin.topic(name)?.partitions else { throw Self.unknown(name) }
    let starts = try admin.offsets(at: from, of: partitions)
    ends = try admin.offsets(at: .latest, of: partitions).filter { $0.value > starts[$0.key] ?? 0 }
    consumer = try KafkaConsumer(cluster.kafka)
    try consumer.assign(starts)
  }

  deinit { consumer.close() }

  /// The fault's code where a topic does not exist.
  public static let unknownTopic = "UNKNOWN_TOPIC"

  /// There is no topic of that name.
  static func unknown(_ name: String) -> KafkaError {
    .rejected(
      KafkaFault(
        operation: "read \(name)", code: unknownTopic,
        reason: "the broker has no such topic; `resurvey run` creates it"))
  }

  /// Reads what has come, waiting at most `timeout_ms` for the first record.
  /// - Throws: `rejected` where the log no longer holds what was to be read next, or the broker refuses for good.
  public func poll(max: Int = 1000, timeout_ms: Int32 = 0) throws(KafkaError) -> Batch {
    let read = try consumer.poll(max: max, timeout_ms: timeout_ms)
    var batch = Batch()
    for record in read.records {
      reach(record.offset + 1, of: record.topicPartition)
      if let incoming = names.incoming(record) { batch.records.append(incoming) }
    }
    for event in read.events {
      switch event {
      // What was compacted away never comes as a record.
      case .endOfPartition(let partition, let offset): reach(offset, of: partition)
      case .outOfRange(let partition, let offset):
        throw .rejected(
          KafkaFault(
            operation: "read \(partition)", code: "OFFSET_OUT_OF_RANGE",
            reason: "offset \(offset) is no longer in the log; read again from the earliest"))
      case .problem(.rejected(let fault)): throw .rejected(fault)
      case .problem(let error): batch.problems.append(error)
      case .assigned, .revoked, .commitFailed: break
      }
    }
    return batch
  }

  /// Ends the reading.
  public func close() { consumer.close() }

  private func reach(_ offset: Int64, of partition: TopicPartition) {
    if let end = ends[partition], offset >= end { ends[partition] = nil }
  }
}

import Contracts

/// A log in memory with Kafka's shape: topics of partitions of records, keys spread by `Murmur2`. For `replay` and for tests.
public struct MemoryLog: Sendable {
  /// Number of partitions of every topic.
  public let partitionCount: Int32
  private var partitions: [Topic: [[IncomingRecord]]] = [:]

  /// An empty log.
  /// - Precondition: `partitionCount` is positive.
  public init(partitionCount: Int32) {
    precondition(partitionCount > 0, "a topic has at least one partition")
    self.partitionCount = partitionCount
  }

  /// Appends a record where its partition or its key says.
  /// - Returns: where it landed.
  @discardableResult
  public mutating func append(_ record: OutgoingRecord, timestamp_ms: Int64) -> (partition: Int32, offset: Int64) {
    let partition = record.partition ?? Murmur2.partition(of: record.key, count: partitionCount)
    var topic = partitions[record.topic] ?? Array(repeating: [], count: Int(partitionCount))
    partitions[record.topic] = nil
    let offset = Int64(topic[Int(partition)].count)
    topic[Int(partition)].append(
      IncomingRecord(
        topic: record.topic, partition: partition, offset: offset, timestamp_ms: timestamp_ms, key: record.key,
        value: record.value, headers: record.headers))
    partitions[record.topic] = topic
    return (partition, offset)
  }

  /// The records of a partition from an offset on.
  public func records(of topic: Topic, partition: Int32, from offset: Int64 = 0) -> ArraySlice<IncomingRecord> {
    guard let records = partitions[topic]?[Int(partition)] else { return [] }
    return records[min(Int(offset), records.count)...]
  }

  /// All records of a topic, partition by partition.
  public func records(of topic: Topic) -> [IncomingRecord] { partitions[topic]?.flatMap { $0 } ?? [] }
}

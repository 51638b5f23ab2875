import Contracts
import Evidence
import Kafka
import Observations

/// Reads `map.changes` from its beginning, outside any group, and drops repeats.
public final class ChangeReader {
  private let consumer: KafkaConsumer
  private var seen: Set<String> = []
  /// Change events in order of arrival, each once.
  public private(set) var changes: [ChangeEvent] = []

  /// A reader at the beginning of the topic.
  /// - Throws: `rejected` if there is no such topic.
  public init(_ cluster: Cluster) throws(KafkaError) {
    let admin = try KafkaAdmin(cluster.kafka)
    let name = cluster.names[.changes]
    guard let topic = try admin.topic(name) else {
      throw .rejected(KafkaFault(operation: "read \(name)", code: "UNKNOWN_TOPIC", reason: "there is no such topic"))
    }
    consumer = try KafkaConsumer(cluster.kafka)
    try consumer.assign(try admin.offsets(at: .earliest, of: topic.partitions))
  }

  /// Reads what has come since.
  /// - Throws: `fatal` for a record that is no change event: it is of another version of Resurvey.
  public func poll(timeout_ms: Int32 = 0) throws(KafkaError) {
    for record in try consumer.poll(max: 1000, timeout_ms: timeout_ms).records {
      guard let value = record.value else { continue }
      if let id = record.header("ce_id")?.text, !seen.insert("\(id)").inserted { continue }
      do throws(Rejection) {
        changes.append(try ChangeEventCodec.decode(value))
      } catch {
        throw .fatal(
          KafkaFault(operation: "read \(record.topicPartition)@\(record.offset)", code: "MALFORMED", reason: "\(error)")
        )
      }
    }
  }

  /// Ends the reading.
  public func close() { consumer.close() }
}

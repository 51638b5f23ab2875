import Contracts
import Kafka
import Storage

/// Sends what stands in outboxes and notes what has arrived, in order. One thread.
final class OutboxSender {
  private let names: TopicNames
  private let producer: KafkaProducer
  private var nextToken: UInt64 = 1

  /// Most records sent before their arrival is noted in the file.
  private static let batch = 2000

  init(_ cluster: Cluster) throws(KafkaError) {
    names = cluster.names
    producer = try KafkaProducer(cluster.kafka)
  }

  /// Sends until nothing is left.
  func send(of store: PartitionStore) throws {
    while true {
      let records = try store.pendingOutbox(limit: Self.batch)
      guard !records.isEmpty else { return }
      var waiting: Set<UInt64> = []
      for record in records {
        guard let outgoing = record.outgoing else {
          throw KafkaError.fatal(
            KafkaFault(operation: "send outbox", code: "TOPIC", reason: "\(record.topic) is no topic of this version"))
        }
        try producer.send(names.outgoing(outgoing), token: nextToken)
        waiting.insert(nextToken)
        nextToken += 1
      }
      while !waiting.isEmpty {
        for delivery in producer.poll(timeout_ms: 100) {
          if case .failure(let error) = delivery.result { throw error }
          waiting.remove(delivery.token)
        }
      }
      try store.markSent(records)
    }
  }

  /// Gives up what is still under way.
  func close() { _ = producer.close(timeout_ms: 1000) }
}

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

  /// Sends until nothing is left: each in its order, and all together, so that their waits are one.
  func send(of stores: [PartitionStore]) throws {
    var stores = stores
    while true {
      let pending = try stores.map { (store: $0, records: try $0.pendingOutbox(limit: Self.batch)) }
        .filter { !$0.records.isEmpty }
      guard !pending.isEmpty else { return }
      stores = pending.map(\.store)
      var waiting: Set<UInt64> = []
      for record in pending.lazy.flatMap(\.records) {
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
      for (store, records) in pending { try store.markSent(records) }
    }
  }

  /// Gives up what is still under way.
  func close() { _ = producer.close(timeout_ms: 1000) }
}

import Contracts
import Evidence
import Kafka
import MapModel

/// Puts the activation of a model into the tile log: the same record in every partition, for each is folded by itself.
public enum ModelActivating {
  /// The record of one partition.
  public static func record(_ activation: ModelActivation, partition: Int32) -> Contracts.OutgoingRecord {
    Contracts.OutgoingRecord(
      topic: .evidence, partition: partition, key: Array("partition".utf8),
      value: TileLogCodec.encode(.modelActivation(activation)))
  }

  /// Writes it into every partition of a cluster's tile log.
  /// - Returns: the number of partitions.
  /// - Throws: `rejected` where the topic or a partition's opening is missing: no log begins with an activation.
  public static func write(_ activation: ModelActivation, to cluster: Cluster) throws(KafkaError) -> Int {
    let admin = try KafkaAdmin(cluster.kafka)
    let topic = cluster.names[.evidence]
    let partitions = try admin.topic(topic)?.partitions ?? []
    let marks = partitions.isEmpty ? [:] : try admin.watermarks(of: partitions)
    guard !partitions.isEmpty, marks.values.allSatisfy({ $0.high > 0 }) else {
      throw .rejected(
        KafkaFault(
          operation: "activate \(activation.model)", code: "NOT_OPENED",
          reason:
            "\(topic) has \(partitions.isEmpty ? "no partition" : "empty partitions"): start `resurvey run --stage tile` "
            + "once, which begins the log"))
    }
    let producer = try KafkaProducer(cluster.kafka)
    for partition in partitions {
      try producer.send(cluster.names.outgoing(record(activation, partition: partition.partition)), token: 1)
    }
    let deliveries = producer.close(timeout_ms: 30_000)
    for delivery in deliveries { if case .failure(let error) = delivery.result { throw error } }
    guard deliveries.count == partitions.count else {
      throw .retryable(
        KafkaFault(
          operation: "activate \(activation.model)", code: "TIMED_OUT",
          reason: "the broker took \(deliveries.count) of \(partitions.count) records within 30 s; activate it again"))
    }
    return partitions.count
  }
}

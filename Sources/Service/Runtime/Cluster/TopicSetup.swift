import Kafka
import Settings

/// Makes sure the topics are there and laid out as the guarantees need them.
public enum TopicSetup {
  /// Creates what is missing and checks the rest.
  /// - Returns: the partition count of the tile log.
  /// - Throws: `rejected` where topics that must agree have different partition counts; `retryable` if the broker does not answer.
  public static func ensure(_ cluster: Cluster, _ catalogue: TopicCatalogue) throws(KafkaError) -> Int32 {
    let admin = try KafkaAdmin(cluster.kafka)
    var present = try counts(admin)
    let missing = catalogue.named.map(\.topic).filter { present[$0.name] == nil }
    if !missing.isEmpty {
      let results = try admin.createTopics(
        missing.map {
          TopicSpecification(
            $0.name, partitions: $0.partitions, replication: $0.replication == 0 ? nil : $0.replication,
            configuration: $0.properties)
        })
      for topic in missing {
        if case .failed(let error)? = results[topic.name] { throw error }
      }
      present = try counts(admin)
    }
    let evidence = catalogue.evidence.name
    let count = present[evidence] ?? catalogue.evidence.partitions
    for topic in [catalogue.changes, catalogue.tiles, catalogue.alerts] {
      guard let other = present[topic.name], other != count else { continue }
      throw .rejected(
        KafkaFault(
          operation: "check topics", code: "PARTITIONS",
          reason: "\(topic.name) has \(other) partitions, \(evidence) has \(count): both need the same number, "
            + "since an output goes to the partition of its input; create \(topic.name) anew"))
    }
    if let other = present[catalogue.health.name], other != 1 {
      throw .rejected(
        KafkaFault(
          operation: "check topics", code: "PARTITIONS",
          reason:
            "\(catalogue.health.name) has \(other) partitions and needs one, so that one reader compares all sensors "
            + "with each other; create \(catalogue.health.name) anew"))
    }
    return count
  }

  private static func counts(_ admin: KafkaAdmin) throws(KafkaError) -> [String: Int32] {
    try admin.topics().reduce(into: [:]) { $0[$1.name] = $1.partitionCount }
  }
}

import Contracts
import Kafka

extension EmbeddedBroker {
  /// Creates all topics of Resurvey.
  /// - Parameter partitions: of each of them but `fleet.health`, which has one.
  /// - Throws: `rejected` if one exists already.
  public func createTopics(_ names: TopicNames, partitions: Int32) throws(KafkaError) {
    for topic in Topic.allCases { try createTopic(names[topic], partitions: topic == .health ? 1 : partitions) }
  }
}

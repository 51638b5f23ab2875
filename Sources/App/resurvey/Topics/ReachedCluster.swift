import Kafka
import Runtime
import Settings

/// A cluster that answers, with its topics.
struct ReachedCluster {
  let cluster: Cluster
  let admin: KafkaAdmin
  /// True where the broker keeps little.
  let isEmbedded: Bool

  /// Asks the configured brokers.
  /// - Throws: `CommandError` naming them where none answers.
  init(_ configuration: ResurveyConfiguration) throws {
    cluster = Cluster(configuration, log: { _ in })
    admin = try KafkaAdmin(cluster.kafka)
    do {
      isEmbedded = try admin.isEmbeddedBroker()
    } catch KafkaError.retryable {
      throw CommandError(
        .unavailable,
        "kafka.brokers is \(cluster.kafka.brokers), where no Kafka answers; start it, or `resurvey broker`, or name "
          + "another with --brokers")
    }
  }
}

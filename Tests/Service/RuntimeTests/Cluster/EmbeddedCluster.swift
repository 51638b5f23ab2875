import Kafka
import Runtime
import Settings

extension Cluster {
  /// A cluster of an embedded broker that says nothing.
  static func quiet(on broker: EmbeddedBroker) -> Cluster {
    var configuration = ResurveyConfiguration()
    configuration.kafka.brokers = [broker.bootstrap]
    configuration.kafka.embedded = true
    return Cluster(configuration, log: { _ in })
  }
}

import Kafka
import Settings

/// How this process reaches Kafka: brokers, names and properties of a configuration.
public struct Cluster: Sendable {
  /// The configured settings.
  public let settings: KafkaSettings
  /// What the topics are called.
  public let names: TopicNames
  /// How much a consumer fetches ahead, in KiB.
  public let fetchAhead_kB: Int
  /// Receives librdkafka's log lines.
  public let log: @Sendable (KafkaLogLine) -> Void

  /// The cluster of a configuration.
  public init(_ configuration: ResurveyConfiguration, log: @escaping @Sendable (KafkaLogLine) -> Void) {
    settings = configuration.kafka
    names = TopicNames(configuration.topics)
    fetchAhead_kB = configuration.limits.fetch_kb
    self.log = log
  }

  /// What every client starts from. Waits are short because the embedded broker wakes no waiting fetch.
  public var kafka: KafkaConfiguration {
    KafkaConfiguration(
      brokers: settings.brokers.joined(separator: ","), clientID: settings.clientId,
      fetchWait_ms: settings.embedded ? 10 : 100, fetchAhead_kB: fetchAhead_kB, properties: settings.properties,
      log: log)
  }

  /// A consumer group of this deployment, static where an instance id is configured.
  public func group(_ id: String) -> ConsumerGroup {
    ConsumerGroup(id, instanceID: settings.instanceId.isEmpty ? nil : "\(settings.instanceId)-\(id)")
  }
}

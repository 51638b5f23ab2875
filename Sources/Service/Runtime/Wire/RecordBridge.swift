import Contracts
import Kafka

extension TopicNames {
  /// A record read from Kafka, in the tasks' terms; nil for a topic that is not ours.
  public func incoming(_ record: KafkaRecord) -> IncomingRecord? {
    guard let topic = topic(named: record.topic) else { return nil }
    return IncomingRecord(
      topic: topic, partition: record.partition, offset: record.offset, timestamp_ms: record.timestamp_ms,
      key: record.key, value: record.value, headers: record.headers.map { RecordHeader($0.name, $0.value) })
  }

  /// A record a task wants written, in Kafka's terms.
  public func outgoing(_ record: Contracts.OutgoingRecord) -> Kafka.OutgoingRecord {
    Kafka.OutgoingRecord(
      topic: self[record.topic], partition: record.partition, key: record.key, value: record.value,
      headers: record.headers.map { KafkaHeader(name: $0.name, value: $0.value) })
  }
}

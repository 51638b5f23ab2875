import Kafka
import TestSupport
import Testing

@Suite(.onOwnThread) struct RoundTripTests {
  let broker: EmbeddedBroker
  let configuration: KafkaConfiguration

  init() throws {
    broker = try EmbeddedBroker(log: silent)
    configuration = broker.configuration(log: silent)
  }

  @Test func everythingARecordCarriesComesBack() throws {
    try broker.createTopic("t", partitions: 2)
    let sent = [
      OutgoingRecord(
        topic: "t", partition: 1, key: bytes("k"), value: bytes("v"),
        headers: [
          KafkaHeader("ce_id", "a/0/1"), KafkaHeader(name: "raw", value: [0, 255, 0]), KafkaHeader("ce_id", "again"),
          KafkaHeader(name: "empty", value: []),
        ], timestamp_ms: 1_700_000_000_123),
      OutgoingRecord(topic: "t", partition: 1, key: bytes("k"), value: nil),
      OutgoingRecord(topic: "t", partition: 1, key: [], value: []),
      OutgoingRecord(topic: "t", partition: 1, key: nil, value: [0, 1, 2]),
    ]
    let positions = try KafkaProducer(configuration).deliver(sent)
    #expect(positions == (0..<4).map { RecordPosition(TopicPartition("t", 1), offset: $0) })

    let consumer = try KafkaConsumer(configuration)
    try consumer.assign([TopicPartition("t", 1): 0])
    let records = try consumer.read(4)
    for (record, original) in zip(records, sent) {
      #expect(record.key == original.key)
      #expect(record.value == original.value)
      #expect(record.headers == original.headers)
      #expect(record.topicPartition == TopicPartition("t", 1))
    }
    #expect(records.map(\.offset) == [0, 1, 2, 3])
    #expect(records[0].timestamp_ms == 1_700_000_000_123)
    #expect(records[0].header("ce_id")?.text == "a/0/1")
  }
}

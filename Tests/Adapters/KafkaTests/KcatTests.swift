import Kafka
import TestSupport
import Testing

/// Another client of the protocol, over the same librdkafka but through its own code.
private let kcat = Command.find("kcat")

@Suite(.onOwnThread, .enabled(if: kcat != nil, "kcat is not installed (Debian package kcat)"))
struct KcatTests {
  let broker: EmbeddedBroker

  init() throws {
    broker = try EmbeddedBroker(log: silent)
    try broker.createTopic("t", partitions: 1)
  }

  private func run(_ arguments: [String], input: String = "") throws -> String {
    let command = try Command(#require(kcat), ["-b", broker.bootstrap, "-t", "t"] + arguments, input: input)
    #expect(command.status == 0)
    return command.output
  }

  @Test func kcatReadsWhatTheProducerWrote() throws {
    try KafkaProducer(broker.configuration(log: silent)).deliver([
      OutgoingRecord(
        topic: "t", key: bytes("k1"), value: bytes("hello"), headers: [KafkaHeader("ce_type", "greeting")],
        timestamp_ms: 1_600_000_000_000),
      OutgoingRecord(topic: "t", key: bytes("k2"), value: nil),
    ])
    let text = try run(["-C", "-e", "-q", "-Z", "-X", "fetch.wait.max.ms=10", "-f", "%o %k %s %S %T %h|"])
    #expect(text.hasPrefix("0 k1 hello 5 1600000000000 ce_type=greeting|1 k2 NULL -1 "), "\(text)")
  }

  @Test func theConsumerReadsWhatKcatWrote() throws {
    _ = try run(["-P", "-K", ":", "-H", "a=b"], input: "key:value\n")
    let consumer = try KafkaConsumer(broker.configuration(log: silent))
    try consumer.assign([TopicPartition("t", 0): 0])
    let record = try consumer.read(1)[0]
    #expect(record.key == bytes("key"))
    #expect(record.value == bytes("value"))
    #expect(record.headers == [KafkaHeader("a", "b")])
  }
}

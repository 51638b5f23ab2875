import Kafka
import Synchronization
import Testing

@Suite struct ConfigurationTests {
  private func configuration(_ properties: [String: String], brokers: String = "127.0.0.1:1") -> KafkaConfiguration {
    KafkaConfiguration(brokers: brokers, properties: properties, log: silent)
  }

  private func refusal(_ configuration: KafkaConfiguration) -> KafkaFault? {
    do {
      _ = try KafkaConsumer(configuration, group: ConsumerGroup("g"))
      return nil
    } catch {
      guard case .rejected(let fault) = error else { return nil }
      return fault
    }
  }

  @Test func anUnknownPropertyIsRejectedByName() {
    #expect(refusal(configuration(["sesion.timeout.ms": "1"]))?.operation == "property sesion.timeout.ms")
    #expect(throws: KafkaError.self) { try KafkaProducer(configuration(["linger": "5"])) }
    #expect(throws: KafkaError.self) { try KafkaAdmin(configuration(["linger": "5"])) }
  }

  @Test func aValueOutsideItsRangeIsRejectedByName() {
    #expect(refusal(configuration(["session.timeout.ms": "soon"]))?.operation == "property session.timeout.ms")
  }

  @Test func howMuchIsFetchedAheadReachesTheConsumer() {
    var configuration = configuration([:])
    configuration.fetchAhead_kB = 3 << 20
    #expect(refusal(configuration)?.operation == "property queued.max.messages.kbytes")
    configuration.fetchAhead_kB = 64
    #expect(refusal(configuration) == nil)
  }

  @Test func propertiesTheAdapterDependsOnCannotBeChanged() {
    for name in ["enable.auto.commit", "auto.offset.reset", "partition.assignment.strategy", "group.id", "acks"] {
      let fault = refusal(configuration([name: "true"]))
      #expect(fault?.operation == "property \(name)")
      #expect(fault?.reason.contains("cannot be set here") == true)
    }
  }

  @Test func propertiesThatContradictEachOtherAreRejected() {
    let fault = refusal(configuration(["session.timeout.ms": "60000", "max.poll.interval.ms": "30000"]))
    #expect(fault?.reason.contains("max.poll.interval.ms") == true)
  }

  @Test func noBrokerIsRejected() {
    #expect(refusal(configuration([:], brokers: ""))?.reason.contains("brokers") == true)
  }

  @Test func logLinesReachTheHandlerOfTheConfiguration() throws {
    let lines = Lines()
    let configuration = KafkaConfiguration(
      brokers: "127.0.0.1:1", properties: ["log_level": "7", "debug": "broker"], log: lines.add)
    let producer = try KafkaProducer(configuration)
    try eventually("a log line") {
      _ = producer.poll(timeout_ms: 20)
      return lines.isEmpty ? nil : ()
    }
    // librdkafka has no other way to speak once the handler is set; after the close it is silent.
    _ = producer.close(timeout_ms: 0)
  }
}

/// Lines logged on librdkafka's threads.
private final class Lines: Sendable {
  private let lines = Mutex<[KafkaLogLine]>([])

  var isEmpty: Bool { lines.withLock(\.isEmpty) }

  @Sendable func add(_ line: KafkaLogLine) { lines.withLock { $0.append(line) } }
}

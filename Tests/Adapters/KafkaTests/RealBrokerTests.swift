import Foundation
import Kafka
import TestSupport
import Testing

/// What only a real broker knows.
@Suite(.onOwnThread, .enabled(if: RealBroker.isPresent, "\(RealBroker.absence ?? "")"))
struct RealBrokerTests {
  let configuration: KafkaConfiguration
  let admin: KafkaAdmin
  let topic = uniqueName("t")
  var p0: TopicPartition { TopicPartition(topic, 0) }

  init() throws {
    configuration = KafkaConfiguration(
      brokers: try RealBroker.shared().bootstrap, properties: ["session.timeout.ms": "6000"], log: silent)
    admin = try KafkaAdmin(configuration)
  }

  /// Records of these tests are of 1970: five minutes after its start the broker would begin to delete those that are older than a week.
  private func create(_ partitions: Int32 = 1, _ settings: [String: String] = [:]) throws {
    let settings = settings.merging(["retention.ms": "-1"]) { stated, _ in stated }
    let specification = TopicSpecification(topic, partitions: partitions, configuration: settings)
    #expect(try admin.createTopics([specification]) == [topic: .created])
  }

  private func send(_ timestamps_ms: [Int64]) throws {
    try KafkaProducer(configuration).deliver(
      timestamps_ms.map {
        OutgoingRecord(topic: topic, partition: 0, key: bytes("k"), value: bytes("\($0)"), timestamp_ms: $0)
      })
  }

  @Test func topicsAreCreatedWithTheirSettingsAndDeleted() throws {
    let settings = [
      "retention.ms": "-1", "cleanup.policy": "compact", "max.message.bytes": "4194304",
      "message.timestamp.type": "LogAppendTime",
    ]
    try create(5, settings)
    #expect(
      try admin.topic(topic) == TopicDescription(name: topic, partitionCount: 5, replication: 1))
    let inForce = try admin.configuration(ofTopic: topic)
    for (name, value) in settings { #expect(inForce[name] == value) }

    let badName = uniqueName("bad")
    let outcomes = try admin.createTopics([
      TopicSpecification(topic, partitions: 2),
      TopicSpecification(badName, partitions: 1, configuration: ["retention.mss": "1"]),
    ])
    #expect(outcomes[topic] == .existedAlready)
    guard case .failed(.rejected(let fault)) = outcomes[badName] else {
      Issue.record("not rejected: \(outcomes)")
      return
    }
    #expect(fault.reason.contains("retention.mss"))

    try admin.deleteTopic(topic)
    try eventually("gone") { try admin.topic(topic) == nil ? () : nil }
    let unknown = #expect(throws: KafkaError.self) { try admin.deleteTopic(topic) }
    #expect(unknown?.fault.code == "UNKNOWN_TOPIC_OR_PART")
    #expect(throws: KafkaError.self) { try admin.configuration(ofTopic: topic) }
    #expect(throws: KafkaError.self) { try admin.watermarks(of: [p0], timeout_ms: 2000) }
  }

  @Test func offsetsAreFoundByTime() throws {
    try create(2, ["retention.ms": "-1"])
    try send([1000, 2000, 3000])
    let p1 = TopicPartition(topic, 1)
    let expected: [(StartPoint, Int64)] = [
      (.time_ms(0), 0), (.time_ms(1000), 0), (.time_ms(1001), 1), (.time_ms(3000), 2), (.time_ms(3001), 3),
      (.earliest, 0), (.latest, 3),
    ]
    let consumer = try KafkaConsumer(configuration)
    for (point, offset) in expected {
      #expect(try consumer.offsets(at: point, of: [p0, p1], timeout_ms: 10_000) == [p0: offset, p1: 0], "\(point)")
    }
  }

  @Test func appendTimeReplacesTheTimeOfSending() throws {
    try create(1, ["message.timestamp.type": "LogAppendTime"])
    try send([1000])
    let consumer = try KafkaConsumer(configuration)
    try consumer.assign([p0: 0])
    #expect(try consumer.read(1)[0].timestamp_ms > 1_700_000_000_000)
  }

  @Test func deletedRecordsRaiseTheLowWatermarkAndReadingBelowIsTold() throws {
    try create(1, ["retention.ms": "-1"])
    try send(Array(1...10))
    try admin.deleteRecords(before: [p0: 4])
    #expect(try admin.watermarks(of: [p0]) == [p0: Watermarks(low: 4, high: 10)])
    let consumer = try KafkaConsumer(configuration)
    try consumer.assign([p0: 2])
    let offset = try consumer.await("out of range") { event -> Int64? in
      if case .outOfRange(p0, let offset) = event { offset } else { nil }
    }
    #expect(offset == 2)
    try consumer.assign([p0: 4])
    #expect(try consumer.read(6).map(\.offset) == Array(4..<10))
    #expect(throws: KafkaError.self) { try admin.deleteRecords(before: [p0: 99]) }
  }

  @Test func aCompactedTopicReadsWithGapsAndTombstones() throws {
    try create(
      1,
      [
        "cleanup.policy": "compact", "segment.ms": "200", "min.cleanable.dirty.ratio": "0.001",
        "delete.retention.ms": "600000", "max.compaction.lag.ms": "200",
      ])
    let producer = try KafkaProducer(configuration)
    let versions = (0..<20).map { OutgoingRecord(topic: topic, key: bytes("tile/\($0 % 2)"), value: bytes("\($0)")) }
    try producer.deliver(versions + [OutgoingRecord(topic: topic, key: bytes("tile/0"), value: nil)])
    let survivors = try eventually("compaction") { () -> [KafkaRecord]? in
      // Only a closed segment is compacted, and a later record closes it.
      Thread.sleep(forTimeInterval: 0.3)
      try producer.deliver([OutgoingRecord(topic: topic, key: bytes("clock"), value: bytes("tick"))])
      let consumer = try KafkaConsumer(configuration)
      try consumer.assign([p0: 0])
      var records: [KafkaRecord] = []
      try eventually("end") {
        let batch = try consumer.poll(max: 1000, timeout_ms: 100)
        records += batch.records
        return batch.events.contains { if case .endOfPartition = $0 { true } else { false } } ? () : nil
      }
      let tiles = records.filter { $0.key != bytes("clock") }
      return tiles.count == 2 ? tiles : nil
    }
    #expect(survivors.map(\.offset) == [19, 20])
    #expect(survivors.map(\.value) == [bytes("19"), nil])
  }

  @Test func aTileOfFourMebibytesPasses() throws {
    try create(1, ["max.message.bytes": "4259840"])
    var noise = SystemRandomNumberGenerator()
    let tile = (0..<(4 << 20)).map { _ in UInt8.random(in: 0...255, using: &noise) }
    try KafkaProducer(configuration).deliver([OutgoingRecord(topic: topic, key: bytes("tile/1"), value: tile)])
    let consumer = try KafkaConsumer(configuration)
    try consumer.assign([p0: 0])
    #expect(try consumer.read(1)[0].value == tile)
  }

  @Test func whatIsCommittedAtARevocationIsWhereTheNextOwnerStarts() throws {
    try create(2)
    try send([1, 2, 3])
    let group = ConsumerGroup(uniqueName("g"))
    let first = try KafkaConsumer(configuration, group: group)
    try first.subscribe([topic])
    try first.awaitAssignment()
    #expect(try first.read(2).count == 2)
    let second = try KafkaConsumer(configuration, group: group)
    try second.subscribe([topic])
    let isLost = try eventually("revocation") { () -> Bool? in
      _ = try second.poll(max: 1, timeout_ms: 10)
      for case .revoked(_, let isLost) in try first.poll(max: 1, timeout_ms: 10).events { return isLost }
      return nil
    }
    #expect(!isLost)
    try first.commit([p0: 2])
    first.close()
    let assigned = try second.awaitAssignment(with: p0)
    #expect(assigned.first { $0.partition == p0 }?.committed == 2)
    #expect(try second.read(1).compactMap(\.value) == [bytes("3")])
    #expect(try admin.committedOffsets(of: group.id, in: [p0, TopicPartition(topic, 1)]) == [p0: 2])
  }

  @Test func aStaticMemberComesBackToItsPartitionsAndItsDoubleIsFenced() throws {
    try create(2)
    try send([1])
    let group = ConsumerGroup(uniqueName("g"), instanceID: "only")
    let first = try KafkaConsumer(configuration, group: group)
    try first.subscribe([topic])
    #expect(try first.awaitAssignment().count == 2)
    let second = try KafkaConsumer(configuration, group: group)
    try second.subscribe([topic])
    #expect(try second.awaitAssignment().count == 2)
    let error = #expect(throws: KafkaError.self) {
      try eventually("fencing of the first") {
        _ = try first.poll(max: 1, timeout_ms: 50)
        return nil as Void?
      }
    }
    guard case .fenced = error else {
      Issue.record("not fenced: \(String(describing: error))")
      return
    }
    #expect(throws: KafkaError.self) { try first.commit([p0: 1]) }
    #expect(try second.read(1).count == 1)
  }
}

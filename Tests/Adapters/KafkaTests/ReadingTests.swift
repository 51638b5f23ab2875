import Foundation
import Kafka
import TestSupport
import Testing

@Suite(.onOwnThread) struct ReadingTests {
  let broker: EmbeddedBroker
  let configuration: KafkaConfiguration
  let p0 = TopicPartition("t", 0)
  let p1 = TopicPartition("t", 1)

  init() throws {
    broker = try EmbeddedBroker(log: silent)
    configuration = broker.configuration(log: silent)
    try broker.createTopic("t", partitions: 2)
  }

  private func send(_ count: Int, to partition: TopicPartition, bytesEach: Int = 8) throws {
    try KafkaProducer(configuration).deliver(
      (0..<count).map {
        OutgoingRecord(
          topic: partition.topic, partition: partition.partition, key: nil,
          value: [UInt8](repeating: UInt8(truncatingIfNeeded: $0), count: bytesEach))
      })
  }

  @Test func offsetsArriveInOrderWithoutGapAndTheEndIsTold() throws {
    try send(5000, to: p0)
    let consumer = try KafkaConsumer(configuration)
    try consumer.assign([p0: 10])
    var offsets: [Int64] = []
    let end = try eventually("the end") { () -> Int64? in
      let batch = try consumer.poll(max: 700, timeout_ms: 100)
      #expect(batch.records.count <= 700)
      offsets += batch.records.map(\.offset)
      for case .endOfPartition(p0, let offset) in batch.events { return offset }
      return nil
    }
    #expect(offsets == Array(10..<5000))
    #expect(end == 5000)
    #expect(consumer.position(p0) == 5000)
    #expect(consumer.position(p1) == nil)
    #expect(consumer.lag() == [p0: 0])
  }

  @Test func pausedPartitionsRestAndResumeWithoutLossOrRepetition() throws {
    try send(200, to: p0)
    try send(200, to: p1)
    let consumer = try KafkaConsumer(configuration)
    try consumer.assign([p0: 0, p1: 0])
    var offsets: [TopicPartition: [Int64]] = [:]
    func take(_ batch: ConsumerBatch) {
      for record in batch.records { offsets[record.topicPartition, default: []].append(record.offset) }
    }
    try eventually("some of both") {
      take(try consumer.poll(max: 20, timeout_ms: 100))
      return offsets.count == 2 ? () : nil
    }
    try consumer.pause([p0, p0, TopicPartition("t", 9)])
    #expect(consumer.paused == [p0])
    let before = offsets[p0]
    try eventually("all of the other") {
      take(try consumer.poll(max: 20, timeout_ms: 100))
      return offsets[p1]?.count == 200 ? () : nil
    }
    for _ in 0..<3 { take(try consumer.poll(max: 20, timeout_ms: 50)) }
    #expect(offsets[p0] == before)
    try consumer.resume([p0, p1])
    #expect(consumer.paused.isEmpty)
    try eventually("the rest") {
      take(try consumer.poll(max: 20, timeout_ms: 100))
      return (offsets[p0]?.count ?? 0) >= 200 ? () : nil
    }
    #expect(offsets == [p0: Array(0..<200), p1: Array(0..<200)])
  }

  @Test func startPointsAndWatermarks() throws {
    try send(30, to: p0)
    let consumer = try KafkaConsumer(configuration)
    let admin = try KafkaAdmin(configuration)
    let expected = [p0: Watermarks(low: 0, high: 30), p1: Watermarks(low: 0, high: 0)]
    #expect(try consumer.watermarks(of: [p0, p1], timeout_ms: 5000) == expected)
    #expect(try admin.watermarks(of: [p0, p1]) == expected)
    #expect(try consumer.offsets(at: .earliest, of: [p0, p1], timeout_ms: 5000) == [p0: 0, p1: 0])
    #expect(try admin.offsets(at: .latest, of: [p0, p1]) == [p0: 30, p1: 0])
    #expect(try admin.watermarks(of: []) == [:])
    #expect(throws: KafkaError.self) { try admin.offsets(at: .time_ms(-5), of: [p0]) }
  }

  @Test func aTopicTheBrokersHaveNotHeardOfYetIsAskedForAgain() throws {
    broker.setUnknown("t", true)
    let broker = broker
    let spreading = Thread {
      Thread.sleep(forTimeInterval: 0.5)
      broker.setUnknown("t", false)
    }
    spreading.start()
    let marks = try KafkaConsumer(configuration).watermarks(of: [p0, p1], timeout_ms: 30_000)
    #expect(marks == [p0: Watermarks(low: 0, high: 0), p1: Watermarks(low: 0, high: 0)])
  }

  @Test func aPartitionThatNeverComesIsRefusedWhenTheTimeIsOver() throws {
    let admin = try KafkaAdmin(configuration)
    let missing = #expect(throws: KafkaError.self) {
      try admin.offsets(at: .latest, of: [TopicPartition("t", 7)], timeout_ms: 500)
    }
    guard case .rejected = missing else {
      Issue.record("\(String(describing: missing)) does not say that asking again is of no use")
      return
    }
  }

  @Test func aPositionTheLogNoLongerHoldsIsToldAndNeverMoved() throws {
    // The embedded broker drops the oldest beyond 5 MiB a partition.
    var noise = SystemRandomNumberGenerator()
    let block = (0..<100_000).map { _ in UInt8.random(in: 0...255, using: &noise) }
    try KafkaProducer(configuration).deliver(
      (0..<100).map { _ in OutgoingRecord(topic: "t", partition: 0, key: nil, value: block) })
    let consumer = try KafkaConsumer(configuration)
    let low = try #require(consumer.watermarks(of: [p0], timeout_ms: 5000)[p0]).low
    try #require(low > 0)
    try consumer.assign([p0: 0])
    let lost = try consumer.await("out of range") { event -> Int64? in
      if case .outOfRange(p0, let offset) = event { offset } else { nil }
    }
    #expect(lost == 0)
    #expect(try consumer.poll(max: 1, timeout_ms: 300).records.isEmpty)
    try consumer.assign([p0: low])
    #expect(try consumer.read(1).map(\.offset) == [low])
  }

  @Test func wrongUseIsRejectedWithItsRemedy() throws {
    let consumer = try KafkaConsumer(configuration)
    let noGroup = #expect(throws: KafkaError.self) { try consumer.subscribe(["t"]) }
    #expect(noGroup?.fault.reason.contains("ConsumerGroup") == true)
    let negative = #expect(throws: KafkaError.self) { try consumer.assign([p0: -1]) }
    #expect(negative?.description.contains("t/0") == true)
    try consumer.assign([p0: 0])
    #expect(throws: KafkaError.self) { try consumer.commit([p0: 1]) }
    #expect(throws: KafkaError.self) { try consumer.start(at: [p0: 0]) }
    consumer.close()
    consumer.close()
    let closed = #expect(throws: KafkaError.self) { try consumer.poll(max: 1, timeout_ms: 0) }
    #expect(closed?.fault.reason.contains("closed") == true)
    #expect(consumer.position(p0) == nil)
  }
}

import Kafka
import TestSupport
import Testing

/// Groups on the embedded broker: a first assignment takes 3 s there, a second member about a session timeout.
@Suite(.onOwnThread) struct GroupTests {
  let broker: EmbeddedBroker
  let configuration: KafkaConfiguration
  let partitions = (0..<4).map { TopicPartition("t", $0) }

  init() throws {
    broker = try EmbeddedBroker(log: silent)
    configuration = broker.configuration(
      properties: ["session.timeout.ms": "4000", "heartbeat.interval.ms": "200"], log: silent)
    try broker.createTopic("t", partitions: 4)
  }

  private func send(_ values: [String], partition: Int32 = 0) throws {
    try KafkaProducer(configuration).deliver(
      values.map { OutgoingRecord(topic: "t", partition: partition, key: nil, value: bytes($0)) })
  }

  @Test func aNewGroupIsToldThatNothingIsCommittedAndStartsWhereItSays() throws {
    try send(["a", "b", "c"])
    let consumer = try KafkaConsumer(configuration, group: ConsumerGroup("g"))
    try consumer.subscribe(["t"])
    let assigned = try consumer.await("assignment") { event -> [AssignedPartition]? in
      if case .assigned(let list) = event { list } else { nil }
    }
    #expect(assigned.sorted { $0.partition < $1.partition } == partitions.map { AssignedPartition($0, committed: nil) })
    #expect(throws: KafkaError.self) { try consumer.start(at: [TopicPartition("other", 0): 0]) }
    #expect(try consumer.poll(max: 10, timeout_ms: 200).records.isEmpty)

    try consumer.start(at: [partitions[0]: 1])
    #expect(try consumer.read(2).compactMap(\.value) == [bytes("b"), bytes("c")])
    #expect(throws: KafkaError.self, "an assignment is started once") { try consumer.start(at: [partitions[0]: 1]) }
    let foreign = #expect(throws: KafkaError.self) { try consumer.commit([partitions[1]: 0]) }
    guard case .fenced = foreign else {
      Issue.record("committed what was not started: \(String(describing: foreign))")
      return
    }
  }

  @Test func aRestartResumesWhereTheGroupCommitted() throws {
    try send(["a", "b", "c", "d"])
    let first = try KafkaConsumer(configuration, group: ConsumerGroup("g"))
    try first.subscribe(["t"])
    try first.awaitAssignment()
    #expect(try first.read(2).count == 2)
    #expect(first.position(partitions[0]) == 2)
    try first.commit([partitions[0]: 2])
    #expect(try first.committed(partitions, timeout_ms: 5000) == [partitions[0]: 2])
    first.close()

    let admin = try KafkaAdmin(configuration)
    #expect(try admin.committedOffsets(of: "g", in: partitions) == [partitions[0]: 2])
    #expect(try admin.committedOffsets(of: "unheard-of", in: partitions) == [:])

    let second = try KafkaConsumer(configuration, group: ConsumerGroup("g"))
    try second.subscribe(["t"])
    let assigned = try second.awaitAssignment()
    #expect(assigned.first { $0.partition == partitions[0] }?.committed == 2)
    #expect(assigned.first { $0.partition == partitions[1] }?.committed == nil)
    #expect(try second.read(2).compactMap(\.value) == [bytes("c"), bytes("d")])
    try second.commitWithoutWaiting([partitions[0]: 4])
    try eventually("the commit that nobody waited for") {
      _ = try second.poll(max: 1, timeout_ms: 20)
      return try admin.committedOffsets(of: "g", in: partitions) == [partitions[0]: 4] ? () : nil
    }
  }

  @Test func twoMembersShareThePartitionsAndTheLeaversWorkGoesOn() throws {
    try send(["a", "b"])
    let first = try KafkaConsumer(configuration, group: ConsumerGroup("g"))
    let second = try KafkaConsumer(configuration, group: ConsumerGroup("g"))
    try first.subscribe(["t"])
    try first.awaitAssignment()
    #expect(try first.read(1).compactMap(\.value) == [bytes("a")])
    try first.commit([partitions[0]: 1])

    try second.subscribe(["t"])
    let revoked = try first.await("revocation") { event -> Bool? in
      if case .revoked(let list, let isLost) = event { list.count == 4 && !isLost } else { nil }
    }
    #expect(revoked)
    var shares: [[AssignedPartition]] = [[], []]
    try eventually("both have a share") {
      for (index, member) in [first, second].enumerated() {
        for case .assigned(let list) in try member.poll(max: 1, timeout_ms: 20).events {
          shares[index] = list
          try member.start(at: Dictionary(uniqueKeysWithValues: list.map { ($0.partition, $0.committed ?? 0) }))
        }
      }
      return shares.map(\.count) == [2, 2] ? () : nil
    }
    #expect(Set(shares.joined().map(\.partition)) == Set(partitions))
    // Range assignment: neighbouring partitions stay together.
    for share in shares {
      let numbers = share.map(\.partition.partition).sorted()
      #expect(numbers == [0, 1] || numbers == [2, 3])
    }
    #expect(shares.joined().first { $0.partition == partitions[0] }?.committed == 1)

    let leaver = shares[0].contains { $0.partition == partitions[0] } ? first : second
    let stayer = leaver === first ? second : first
    leaver.close()
    #expect(throws: KafkaError.self) { try leaver.poll(max: 1, timeout_ms: 0) }
    try stayer.awaitAssignment()
    #expect(try stayer.read(1).compactMap(\.value) == [bytes("b")])
  }

  @Test func aMemberTheGroupForgotLosesItsPartitionsAndMayNotCommit() throws {
    try send(["a"])
    let consumer = try KafkaConsumer(configuration, group: ConsumerGroup("g"))
    try consumer.subscribe(["t"])
    try consumer.awaitAssignment()
    #expect(try consumer.read(1).count == 1)
    broker.fail(.heartbeat, with: [.unknownMember])
    let isLost = try consumer.await("revocation") { event -> Bool? in
      if case .revoked(_, let isLost) = event { isLost } else { nil }
    }
    #expect(isLost)
    let error = #expect(throws: KafkaError.self) { try consumer.commit([partitions[0]: 1]) }
    guard case .fenced = error else {
      Issue.record("not fenced: \(String(describing: error))")
      return
    }
    #expect(try KafkaAdmin(configuration).committedOffsets(of: "g", in: partitions).isEmpty)
    // It joins again and reads what it could not commit once more.
    try consumer.awaitAssignment()
    #expect(try consumer.read(1).compactMap(\.value) == [bytes("a")])
  }

  @Test func closingWithAnUnansweredAssignmentDoesNotHang() throws {
    let consumer = try KafkaConsumer(configuration, group: ConsumerGroup("g"))
    try consumer.subscribe(["t"])
    _ = try consumer.await("assignment") { event -> Bool? in if case .assigned = event { true } else { nil } }
    consumer.close()
    #expect(throws: KafkaError.self) { try consumer.start(at: [partitions[0]: 0]) }
  }
}

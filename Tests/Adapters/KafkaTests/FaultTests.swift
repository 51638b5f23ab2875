import Kafka
import TestSupport
import Testing

@Suite(.onOwnThread) struct FaultTests {
  let broker: EmbeddedBroker
  let configuration: KafkaConfiguration
  let p0 = TopicPartition("t", 0)

  init() throws {
    broker = try EmbeddedBroker(log: silent)
    configuration = broker.configuration(properties: ["message.timeout.ms": "5000"], log: silent)
    try broker.createTopic("t", partitions: 1)
  }

  private func records(_ count: Int) -> [OutgoingRecord] {
    (0..<count).map { OutgoingRecord(topic: "t", partition: 0, key: nil, value: bytes("\($0)")) }
  }

  private func readAll(_ count: Int) throws -> [String] {
    let consumer = try KafkaConsumer(configuration)
    try consumer.assign([p0: 0])
    let values = try consumer.read(count).map { String(decoding: $0.value ?? [], as: UTF8.self) }
    #expect(try consumer.poll(max: 10, timeout_ms: 200).records.isEmpty)
    return values
  }

  @Test(arguments: [
    EmbeddedBroker.InjectedError.disconnect, .notLeader, .requestTimedOut, .notEnoughReplicas,
  ])
  func passingProduceErrorsAreRetriedInOrderAndOnce(error: EmbeddedBroker.InjectedError) throws {
    broker.fail(.produce, with: [error, error])
    let positions = try KafkaProducer(configuration).deliver(records(20))
    #expect(positions.map(\.offset) == Array(0..<20))
    #expect(try readAll(20) == (0..<20).map(String.init))
  }

  @Test func passingFetchErrorsAreRetried() throws {
    try KafkaProducer(configuration).deliver(records(20))
    broker.fail(.fetch, with: [.notLeader, .disconnect, .requestTimedOut])
    #expect(try readAll(20) == (0..<20).map(String.init))
  }

  @Test func aRecordTheBrokerRefusesComesBackRejectedUnderItsToken() throws {
    broker.fail(.produce, with: [.messageTooLarge])
    let producer = try KafkaProducer(configuration)
    try producer.send(records(1)[0], token: 77)
    let delivery = try eventually("delivery") { producer.poll(timeout_ms: 100).first }
    #expect(delivery.token == 77)
    guard case .failure(.rejected(let fault)) = delivery.result else {
      Issue.record("not rejected: \(delivery)")
      return
    }
    #expect(fault.code == "MSG_SIZE_TOO_LARGE")
  }

  @Test func aRecordAboveTheLimitIsRefusedAtOnce() throws {
    let producer = try KafkaProducer(broker.configuration(properties: ["message.max.bytes": "2000"], log: silent))
    let error = #expect(throws: KafkaError.self) {
      try producer.send(
        OutgoingRecord(topic: "t", key: nil, value: [UInt8](repeating: 0, count: 3000)), token: 1)
    }
    guard case .rejected = error else {
      Issue.record("not rejected: \(String(describing: error))")
      return
    }
    #expect(producer.pending == 0)
  }

  @Test func aBrokerThatIsDownGivesTypedErrorsAndTheClientsSurviveIt() throws {
    let producer = try KafkaProducer(configuration)
    try producer.deliver(records(1))
    let consumer = try KafkaConsumer(configuration, group: ConsumerGroup("g"))
    try consumer.assign([p0: 0])
    #expect(try consumer.read(1).count == 1)

    broker.takeDown()
    let problem = try consumer.await("a problem") { event -> KafkaError? in
      if case .problem(let error) = event { error } else { nil }
    }
    guard case .retryable = problem else {
      Issue.record("not retryable: \(problem)")
      return
    }
    let unanswered = #expect(throws: KafkaError.self) { try consumer.commit([p0: 1], timeout_ms: 300) }
    guard case .retryable = unanswered else {
      Issue.record("not retryable: \(String(describing: unanswered))")
      return
    }
    #expect(throws: KafkaError.self) { try KafkaAdmin(configuration).topics(timeout_ms: 300) }
    try producer.send(records(1)[0], token: 5)
    let delivery = try eventually("a failed delivery") { producer.poll(timeout_ms: 100).first }
    #expect(delivery.token == 5)
    guard case .failure(.retryable) = delivery.result else {
      Issue.record("not retryable: \(delivery)")
      return
    }
    #expect(try producer.problems().allSatisfy { if case .retryable = $0 { true } else { false } })

    broker.bringUp()
    try producer.deliver(records(1))
    #expect(try consumer.read(1).count == 1)
    // The coordinator is looked for anew, which on a busy machine outlasts one commit.
    try eventually("a commit") { () -> Void? in
      do throws(KafkaError) { try consumer.commit([p0: 2]) } catch {
        guard case .retryable = error else { throw error }
        return nil
      }
      return ()
    }
  }

  @Test func aBrokerGoesDownAndUpWhileChildrenAreStarted() throws {
    whileChildrenAreStarted {
      for _ in 0..<8 {
        broker.takeDown()
        broker.bringUp()
      }
    }
    let producer = try KafkaProducer(configuration)
    try producer.deliver(records(1))
  }

  @Test func closingTowardsABrokerThatIsDownEndsAndNamesWhatWasGivenUp() throws {
    let producer = try KafkaProducer(configuration)
    let consumer = try KafkaConsumer(configuration, group: ConsumerGroup("g"))
    try producer.deliver(records(1))
    try consumer.assign([p0: 0])
    #expect(try consumer.read(1).count == 1)
    broker.takeDown()
    try producer.send(records(1)[0], token: 9)
    let deliveries = producer.close(timeout_ms: 100)
    #expect(deliveries.map(\.token) == [9])
    guard case .failure(.retryable) = deliveries.first?.result else {
      Issue.record("not retryable: \(deliveries)")
      return
    }
    consumer.close()
    #expect(throws: KafkaError.self) { try producer.send(records(1)[0], token: 10) }
  }

  @Test func aFullQueueHoldsTheSenderBackUntilThereIsRoom() throws {
    let producer = try KafkaProducer(
      broker.configuration(
        properties: ["queue.buffering.max.messages": "10", "linger.ms": "0"], log: silent))
    try broker.delay(roundTrip_ms: 20)
    var delivered = Set<UInt64>()
    for token in 0..<UInt64(200) {
      try producer.send(
        OutgoingRecord(topic: "t", partition: 0, key: nil, value: [1]), token: token)
      #expect(producer.pending <= 10)
      delivered.formUnion(producer.poll().map(\.token))
    }
    delivered.formUnion(producer.flush(timeout_ms: 30_000).map(\.token))
    #expect(delivered == Set(0..<200))

    broker.takeDown()
    let error = #expect(throws: KafkaError.self) {
      for token in 0..<UInt64(11) {
        try producer.send(OutgoingRecord(topic: "t", partition: 0, key: nil, value: [1]), token: token, timeout_ms: 50)
      }
    }
    #expect(error?.fault.code == "_QUEUE_FULL")
  }

  @Test func asynchronousCommitFailuresComeAsEvents() throws {
    let consumer = try KafkaConsumer(configuration, group: ConsumerGroup("g"))
    try consumer.assign([p0: 0])
    broker.fail(.offsetCommit, with: [.topicAuthorizationFailed])
    try consumer.commitWithoutWaiting([p0: 3])
    let failure = try consumer.await("commit failure") { event -> CommitFailure? in
      if case .commitFailed(let failure) = event { failure } else { nil }
    }
    #expect(failure.offsets == [p0: 3])
    guard case .rejected = failure.error else {
      Issue.record("not rejected: \(failure)")
      return
    }
  }
}

internal import CRdKafka

/// Reads records, as a member of a group (`subscribe`) or from partitions it is told (`assign`).
///
/// One thread at a time: create it, poll it and close it on the thread that owns the loop; it is not `Sendable`.
/// Polls of 100 ms leave soon enough on a signal to stop. A poll at least every `max.poll.interval.ms` (5 minutes unless
/// set) keeps the membership. Offsets are committed only where `commit` says so.
public final class KafkaConsumer {
  let client: ClientHandle
  let group: ConsumerGroup?
  var assignment = Assignment()
  private var reader = RecordReader()

  /// A consumer, not yet reading. No connection is awaited: a broker that cannot be reached shows as `problem` events.
  /// - Parameter group: the group to join or to commit to; without one, only `assign` works, and nothing is committed.
  /// - Throws: `rejected`, naming the property, if librdkafka refuses the configuration.
  public init(_ configuration: KafkaConfiguration, group: ConsumerGroup? = nil) throws(KafkaError) {
    client = try ClientHandle(.consumer, configuration.consumerProperties(group: group), configuration.log)
    self.group = group
  }

  deinit { close() }

  /// Joins the group for these topics. Partitions arrive as `assigned` events; each must be answered by `start(at:)`.
  /// - Throws: `rejected` if there is no group, no topic, or the consumer was told its partitions.
  public func subscribe(_ topics: [String]) throws(KafkaError) {
    guard group != nil else { throw .usage("subscribe", "this consumer has no group; give it a ConsumerGroup") }
    guard !topics.isEmpty else { throw .usage("subscribe", "no topic named") }
    try client.checkUsable()
    try assignment.become(.subscribed)
    let list = PartitionList(topics: topics)
    try check(unsafe rd_kafka_subscribe(client.pointer, list.pointer), "subscribe to \(topics.joined(separator: ", "))")
  }

  /// Reads exactly these partitions from these offsets on, without joining the group. Replaces what was read before.
  /// - Throws: `rejected` if an offset is negative or the consumer has subscribed.
  public func assign(_ offsets: [TopicPartition: Int64]) throws(KafkaError) {
    try assignment.become(.told)
    try read(offsets, "assign")
  }

  /// Answers `assigned`: reads these partitions from these offsets on. Partitions left out stay idle until the group
  /// assigns anew.
  /// - Throws: `rejected` if no assignment waits for its start, a partition is not part of it, or an offset is negative.
  public func start(at offsets: [TopicPartition: Int64]) throws(KafkaError) {
    try assignment.checkStart(offsets.keys)
    try read(offsets, "start")
  }

  private func read(_ offsets: [TopicPartition: Int64], _ operation: String) throws(KafkaError) {
    try client.checkUsable()
    if let wrong = offsets.first(where: { $0.value < 0 }) {
      throw .usage("\(operation) \(wrong.key)", "offset \(wrong.value) is negative; ask offsets(at:of:) for a place")
    }
    let list = PartitionList(offsets.lazy.map { ($0.key, $0.value) })
    try check(unsafe rd_kafka_assign(client.pointer, list.pointer), "\(operation) \(ClientHandle.list(offsets.keys))")
    assignment.started(offsets)
  }

  /// Waits for records or events: at most `timeout_ms` for the first, not at all for more.
  /// - Parameter max: the most records to return, at least 1.
  /// - Throws: `fenced` or `fatal` if this consumer cannot go on; `retryable` if the committed offsets of a new
  ///   assignment cannot be read yet (the next poll tries again).
  public func poll(max: Int, timeout_ms: Int32) throws(KafkaError) -> ConsumerBatch {
    try client.checkUsable()
    finishRevocation()
    var batch = ConsumerBatch()
    if let event = try newAssignment(timeout_ms: timeout_ms) {
      batch.events.append(event)
      return batch
    }
    var wait_ms = timeout_ms
    while batch.records.count < max, client.callbacks.rebalances.isEmpty,
      let message = unsafe rd_kafka_consumer_poll(client.pointer, wait_ms)
    {
      wait_ms = 0
      unsafe take(message, into: &batch)
      unsafe rd_kafka_message_destroy(message)
    }
    try takeCallbacks(into: &batch, timeout_ms: timeout_ms)
    return batch
  }

  private func take(_ message: UnsafeMutablePointer<rd_kafka_message_t>, into batch: inout ConsumerBatch) {
    switch unsafe message.pointee.err {
    case RD_KAFKA_RESP_ERR_NO_ERROR:
      batch.records.append(unsafe reader.record(message))
    case RD_KAFKA_RESP_ERR__PARTITION_EOF:
      batch.events.append(unsafe .endOfPartition(reader.partition(message), offset: message.pointee.offset))
    case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET, RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
      batch.events.append(unsafe .outOfRange(reader.partition(message), offset: message.pointee.offset))
    case let code:
      let place = unsafe message.pointee.rkt == nil ? "consume" : "consume \(reader.partition(message))"
      let reason = unsafe CText.string(rd_kafka_message_errstr(message))
      batch.events.append(.problem(KafkaError(code, place, reason: reason)))
    }
  }

  private func takeCallbacks(into batch: inout ConsumerBatch, timeout_ms: Int32) throws(KafkaError) {
    let callbacks = client.callbacks
    batch.events += client.takeProblems().map { .problem($0) }
    batch.events += callbacks.commitFailures.map { .commitFailed($0) }
    callbacks.commitFailures.removeAll()
    let rebalances = callbacks.rebalances
    callbacks.rebalances.removeAll()
    for rebalance in rebalances {
      switch rebalance {
      case .assigned(let partitions):
        assignment.offered(partitions)
      case .revoked(let partitions, let isLost):
        let wasTold = assignment.untold == nil
        assignment.revoked(isLost: isLost)
        if wasTold { batch.events.append(.revoked(partitions, isLost: isLost)) }
      case .failed(let error):
        assignment.clear()
        batch.events.append(.problem(error))
      }
    }
    // With nothing else to hand over, an assignment can be told at once.
    if batch.isEmpty, let event = try newAssignment(timeout_ms: timeout_ms) { batch.events.append(event) }
  }

  private func newAssignment(timeout_ms: Int32) throws(KafkaError) -> ConsumerEvent? {
    guard let partitions = assignment.untold else { return nil }
    let committed = try committed(partitions, timeout_ms: max(timeout_ms, 1000))
    assignment.tellAssigned()
    return .assigned(partitions.map { AssignedPartition($0, committed: committed[$0]) })
  }

  private func finishRevocation() {
    guard assignment.isRevoked else { return }
    _ = unsafe rd_kafka_assign(client.pointer, nil)
    assignment.clear()
  }

  /// Leaves the group and ends. What was not committed before is not committed. Every later call throws; closing again
  /// does nothing. Takes well under a second while the coordinator answers.
  public func close() {
    guard !client.callbacks.isClosing else { return }
    client.callbacks.isClosing = true
    // A rebalance that was told but not answered would keep the close waiting for its answer.
    if assignment.isUnanswered { _ = unsafe rd_kafka_assign(client.pointer, nil) }
    assignment.clear()
    _ = unsafe rd_kafka_consumer_close(client.pointer)
  }

  func check(_ code: rd_kafka_resp_err_t, _ operation: @autoclosure () -> String) throws(KafkaError) {
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(code, operation()) }
  }
}

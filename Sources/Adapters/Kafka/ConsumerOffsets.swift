internal import CRdKafka

extension KafkaConsumer {
  /// Commits offsets for the group and waits for the coordinator's answer. Each offset is the next to read.
  /// - Throws: `fenced` if the assignment is lost or a partition is not held, `retryable` if the coordinator did not
  ///   answer in time (the commit may have happened), `rejected` without a group.
  public func commit(_ offsets: [TopicPartition: Int64], timeout_ms: Int32 = 10_000) throws(KafkaError) {
    try checkCommit(offsets)
    guard !offsets.isEmpty else { return }
    let operation = "commit \(ClientHandle.list(offsets.keys))"
    guard let queue = unsafe rd_kafka_queue_new(client.pointer) else { throw .usage(operation, "out of memory") }
    defer { unsafe rd_kafka_queue_destroy(queue) }
    let list = PartitionList(offsets.lazy.map { ($0.key, $0.value) })
    client.callbacks.commitResult = nil
    let opaque = unsafe Unmanaged.passUnretained(client.callbacks).toOpaque()
    try check(
      unsafe rd_kafka_commit_queue(client.pointer, list.pointer, queue, ClientCallbacks.onCommit, opaque), operation)
    _ = unsafe rd_kafka_queue_poll_callback(queue, timeout_ms)
    try check(client.callbacks.commitResult ?? RD_KAFKA_RESP_ERR__TIMED_OUT, operation)
  }

  /// Commits offsets for the group without waiting; a failure comes as a `commitFailed` event of a later poll.
  /// - Throws: as `commit`, but nothing about the coordinator's answer.
  public func commitWithoutWaiting(_ offsets: [TopicPartition: Int64]) throws(KafkaError) {
    try checkCommit(offsets)
    guard !offsets.isEmpty else { return }
    let list = PartitionList(offsets.lazy.map { ($0.key, $0.value) })
    try check(
      unsafe rd_kafka_commit(client.pointer, list.pointer, 1), "commit \(ClientHandle.list(offsets.keys))")
  }

  private func checkCommit(_ offsets: [TopicPartition: Int64]) throws(KafkaError) {
    try client.checkUsable()
    guard group != nil else { throw .usage("commit", "this consumer has no group; give it a ConsumerGroup") }
    if let wrong = offsets.first(where: { $0.value < 0 }) {
      throw .usage("commit \(wrong.key)", "offset \(wrong.value) is negative")
    }
    if assignment.mode == .subscribed, unsafe rd_kafka_assignment_lost(client.pointer) != 0 {
      throw KafkaError(RD_KAFKA_RESP_ERR__ASSIGNMENT_LOST, "commit \(ClientHandle.list(offsets.keys))")
    }
    try assignment.checkCommit(offsets.keys)
  }

  /// The group's committed offsets, the next to read; partitions without one are left out.
  /// - Throws: `retryable` if the coordinator cannot be asked in time, `rejected` without a group.
  public func committed(_ partitions: [TopicPartition], timeout_ms: Int32) throws(KafkaError)
    -> [TopicPartition: Int64]
  {
    try client.checkUsable()
    guard group != nil else { throw .usage("committed", "this consumer has no group; give it a ConsumerGroup") }
    guard !partitions.isEmpty else { return [:] }
    let list = PartitionList(partitions.lazy.map { ($0, Int64(RD_KAFKA_OFFSET_INVALID)) })
    try check(
      unsafe rd_kafka_committed(client.pointer, list.pointer, timeout_ms),
      "committed offsets of \(ClientHandle.list(partitions))")
    var committed: [TopicPartition: Int64] = [:]
    for entry in list.entries {
      try check(entry.code, "committed offset of \(entry.partition)")
      if entry.offset >= 0 { committed[entry.partition] = entry.offset }
    }
    return committed
  }

  /// Asks the leaders where a first start would begin.
  /// - Throws: `retryable` if a leader cannot be asked in time, `rejected` for an unknown topic or partition.
  public func offsets(at point: StartPoint, of partitions: [TopicPartition], timeout_ms: Int32) throws(KafkaError)
    -> [TopicPartition: Int64]
  {
    try client.checkUsable()
    return try client.offsets(at: point, of: partitions, timeout_ms: timeout_ms)
  }

  /// Asks the leaders what the partitions hold; at most twice `timeout_ms`.
  /// - Throws: `retryable` if a leader cannot be asked in time, `rejected` for an unknown topic or partition.
  public func watermarks(of partitions: [TopicPartition], timeout_ms: Int32) throws(KafkaError)
    -> [TopicPartition: Watermarks]
  {
    try client.checkUsable()
    return try client.watermarks(of: partitions, timeout_ms: timeout_ms)
  }

  /// The offset after the last record a poll returned, or where reading was started; nil for a partition not read.
  public func position(_ partition: TopicPartition) -> Int64? {
    guard let start = assignment.starts[partition], !client.callbacks.isClosing else { return nil }
    let list = PartitionList(CollectionOfOne((partition, Int64(RD_KAFKA_OFFSET_INVALID))))
    guard unsafe rd_kafka_position(client.pointer, list.pointer) == RD_KAFKA_RESP_ERR_NO_ERROR,
      let offset = list.entries.first?.offset, offset >= 0
    else { return start }
    return offset
  }

  /// How many offsets each partition read has beyond its position, as the last fetches told it: asks no broker, and
  /// leaves out a partition of which nothing has been fetched yet.
  public func lag() -> [TopicPartition: Int64] {
    var lags: [TopicPartition: Int64] = [:]
    for partition in assignment.starts.keys {
      var low: Int64 = -1
      var high: Int64 = -1
      let code = unsafe rd_kafka_get_watermark_offsets(
        client.pointer, partition.topic, partition.partition, &low, &high)
      guard code == RD_KAFKA_RESP_ERR_NO_ERROR, high >= 0, let position = position(partition) else { continue }
      lags[partition] = max(0, high - position)
    }
    return lags
  }

  /// Stops fetching partitions that are being read; the rest of the list is passed over. Records already fetched are
  /// dropped and come again after `resume`.
  public func pause(_ partitions: some Sequence<TopicPartition>) throws(KafkaError) {
    try client.checkUsable()
    let list = PartitionList(assignment.pause(partitions).map { ($0, Int64(RD_KAFKA_OFFSET_INVALID)) })
    try check(unsafe rd_kafka_pause_partitions(client.pointer, list.pointer), "pause")
  }

  /// Fetches again what `pause` stopped; partitions that are not paused are passed over.
  public func resume(_ partitions: some Sequence<TopicPartition>) throws(KafkaError) {
    try client.checkUsable()
    let list = PartitionList(assignment.resume(partitions).map { ($0, Int64(RD_KAFKA_OFFSET_INVALID)) })
    try check(unsafe rd_kafka_resume_partitions(client.pointer, list.pointer), "resume")
  }

  /// The partitions paused now.
  public var paused: Set<TopicPartition> { assignment.paused }
}

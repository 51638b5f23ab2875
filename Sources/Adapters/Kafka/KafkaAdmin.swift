internal import CRdKafka

/// Creates, describes and deletes topics, and reads how far groups have come. One thread at a time; not `Sendable`.
///
/// The embedded broker answers what is read (`topics`, `watermarks`, `offsets`, `committedOffsets`) and refuses what
/// changes topics with `rejected`.
public final class KafkaAdmin {
  let client: ClientHandle

  /// An admin client. No connection is awaited: a broker out of reach shows as `retryable` from the calls.
  /// - Throws: `rejected`, naming the property, if librdkafka refuses the configuration.
  public init(_ configuration: KafkaConfiguration) throws(KafkaError) {
    client = try ClientHandle(.admin, configuration.adminProperties(), configuration.log)
  }

  /// All topics of the cluster, by name.
  /// - Throws: `retryable` if no broker answers in time.
  public func topics(timeout_ms: Int32 = 10_000) throws(KafkaError) -> [TopicDescription] {
    var list: UnsafePointer<rd_kafka_metadata>?
    let code = unsafe rd_kafka_metadata(client.pointer, 1, nil, &list, timeout_ms)
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let list = unsafe list else { throw KafkaError(code, "list topics") }
    defer { unsafe rd_kafka_metadata_destroy(list) }
    return (0..<Int(unsafe list.pointee.topic_cnt)).map { index in
      let topic = unsafe list.pointee.topics[index]
      let replication = unsafe topic.partition_cnt > 0 ? topic.partitions[0].replica_cnt : 0
      return unsafe TopicDescription(
        name: CText.string(topic.topic) ?? "", partitionCount: topic.partition_cnt, replication: replication)
    }.sorted { $0.name < $1.name }
  }

  /// One topic, nil if there is none of that name. Asking never creates it.
  /// - Throws: `retryable` if no broker answers in time.
  public func topic(_ name: String, timeout_ms: Int32 = 10_000) throws(KafkaError) -> TopicDescription? {
    // Asking for one topic by name would create it on brokers that create topics by themselves.
    try topics(timeout_ms: timeout_ms).first { $0.name == name }
  }

  /// True if the cluster is an `EmbeddedBroker`, of this process or another: it keeps little, and senders must wait for readers.
  /// - Throws: `retryable` if no broker answers in time.
  public func isEmbeddedBroker(timeout_ms: Int32 = 10_000) throws(KafkaError) -> Bool {
    guard let id = unsafe rd_kafka_clusterid(client.pointer, timeout_ms) else {
      throw .retryable(KafkaFault(operation: "ask for the cluster", code: "_TIMED_OUT", reason: "no broker answered"))
    }
    defer { unsafe rd_kafka_mem_free(client.pointer, id) }
    return unsafe CText.string(id)?.hasPrefix("mockCluster") ?? false
  }

  /// Asks the leaders what the partitions hold; at most twice `timeout_ms`.
  /// - Throws: `retryable` if a leader cannot be asked in time, `rejected` for an unknown topic or partition.
  public func watermarks(of partitions: [TopicPartition], timeout_ms: Int32 = 10_000) throws(KafkaError)
    -> [TopicPartition: Watermarks]
  {
    try client.watermarks(of: partitions, timeout_ms: timeout_ms)
  }

  /// Asks the leaders where reading from this point would begin.
  /// - Throws: `retryable` if a leader cannot be asked in time, `rejected` for an unknown topic or partition.
  public func offsets(at point: StartPoint, of partitions: [TopicPartition], timeout_ms: Int32 = 10_000)
    throws(KafkaError) -> [TopicPartition: Int64]
  {
    try client.offsets(at: point, of: partitions, timeout_ms: timeout_ms)
  }

  /// How far a group has come, without joining it: its committed offsets, the next to read; partitions without one are
  /// left out. With `watermarks` this gives the lag a sender has to wait for.
  /// - Throws: `retryable` if the group's coordinator cannot be asked in time.
  public func committedOffsets(of group: String, in partitions: [TopicPartition], timeout_ms: Int32 = 10_000)
    throws(KafkaError) -> [TopicPartition: Int64]
  {
    guard !partitions.isEmpty else { return [:] }
    let operation = "committed offsets of group \(group)"
    let list = PartitionList(partitions.lazy.map { ($0, Int64(RD_KAFKA_OFFSET_INVALID)) })
    guard let request = unsafe rd_kafka_ListConsumerGroupOffsets_new(group, list.pointer) else {
      throw .usage(operation, "not a group name")
    }
    defer { unsafe rd_kafka_ListConsumerGroupOffsets_destroy(request) }
    let queue = try AdminQueue(client)
    let reply = try unsafe queue.run(RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS, operation, timeout_ms) {
      var requests: [OpaquePointer?] = unsafe [request]
      unsafe rd_kafka_ListConsumerGroupOffsets($0, &requests, 1, $1, $2)
    }
    var count = 0
    guard
      let groups = unsafe rd_kafka_ListConsumerGroupOffsets_result_groups(
        rd_kafka_event_ListConsumerGroupOffsets_result(reply.pointer), &count), count > 0
    else { return [:] }
    if let error = unsafe rd_kafka_group_result_error(groups[0]) {
      throw KafkaError(unsafe rd_kafka_error_code(error), operation)
    }
    var committed: [TopicPartition: Int64] = [:]
    for entry in unsafe PartitionList.read(rd_kafka_group_result_partitions(groups[0])) {
      guard entry.code == RD_KAFKA_RESP_ERR_NO_ERROR else {
        throw KafkaError(entry.code, "\(operation), \(entry.partition)")
      }
      if entry.offset >= 0 { committed[entry.partition] = entry.offset }
    }
    return committed
  }
}

internal import CRdKafka
internal import Foundation

extension KafkaAdmin {
  /// Creates topics, each by itself, and waits until the brokers tell of the new ones, so that they can be used at once.
  /// - Returns: what became of each, by name.
  /// - Throws: `retryable` if no controller answers or the brokers do not tell of them in time (topics may have been
  ///   created), `rejected` if a specification is not one.
  public func createTopics(_ topics: [TopicSpecification], timeout_ms: Int32 = 10_000) throws(KafkaError)
    -> [String: TopicCreation]
  {
    guard !topics.isEmpty else { return [:] }
    var requests: [OpaquePointer?] = unsafe []
    defer { unsafe rd_kafka_NewTopic_destroy_array(&requests, requests.count) }
    for topic in topics { unsafe requests.append(try Self.request(topic)) }
    let operation = "create topics \(topics.map(\.name).joined(separator: ", "))"
    let queue = try AdminQueue(client)
    let reply = try unsafe queue.run(RD_KAFKA_ADMIN_OP_CREATETOPICS, operation, timeout_ms) {
      unsafe rd_kafka_CreateTopics($0, &requests, requests.count, $1, $2)
    }
    var count = 0
    let results = unsafe rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(reply.pointer), &count)
    var created: [String: TopicCreation] = [:]
    for index in 0..<count {
      guard let result = unsafe results?[index] else { continue }
      let name = unsafe CText.string(rd_kafka_topic_result_name(result)) ?? ""
      created[name] =
        switch unsafe rd_kafka_topic_result_error(result) {
        case RD_KAFKA_RESP_ERR_NO_ERROR: .created
        case RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS: .existedAlready
        case let code:
          .failed(
            KafkaError(
              code, "create topic \(name)", reason: unsafe CText.string(rd_kafka_topic_result_error_string(result))))
        }
    }
    try awaitTopics(topics.filter { created[$0.name] == .created }, timeout_ms: timeout_ms)
    return created
  }

  /// A controller answers before the brokers have heard.
  private func awaitTopics(_ wanted: [TopicSpecification], timeout_ms: Int32) throws(KafkaError) {
    let deadline = ContinuousClock.now + .milliseconds(timeout_ms)
    var missing = wanted
    while !missing.isEmpty {
      let known = Set(try topics(timeout_ms: timeout_ms).map { "\($0.name)/\($0.partitionCount)" })
      missing.removeAll { known.contains("\($0.name)/\($0.partitions)") }
      guard !missing.isEmpty else { return }
      guard ContinuousClock.now < deadline else {
        throw KafkaError(RD_KAFKA_RESP_ERR__TIMED_OUT, "await topics \(missing.map(\.name).joined(separator: ", "))")
      }
      Thread.sleep(forTimeInterval: 0.02)
    }
  }

  private static func request(_ topic: TopicSpecification) throws(KafkaError) -> OpaquePointer {
    let operation = "create topic \(topic.name)"
    var reason = [CChar](repeating: 0, count: 256)
    guard
      let request = unsafe rd_kafka_NewTopic_new(
        topic.name, topic.partitions, topic.replication ?? -1, &reason, reason.count)
    else { throw .usage(operation, CText.message(reason)) }
    for (name, value) in topic.configuration.sorted(by: { $0.key < $1.key }) {
      let code = unsafe rd_kafka_NewTopic_set_config(request, name, value)
      guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
        unsafe rd_kafka_NewTopic_destroy(request)
        throw KafkaError(code, "\(operation), \(name)=\(value)")
      }
    }
    return unsafe request
  }

  /// Deletes a topic and all it holds.
  /// - Throws: `rejected` if there is none of that name or the cluster forbids it, `retryable` if no controller answers.
  public func deleteTopic(_ name: String, timeout_ms: Int32 = 10_000) throws(KafkaError) {
    let operation = "delete topic \(name)"
    guard !name.isEmpty, let request = unsafe rd_kafka_DeleteTopic_new(name) else {
      throw .usage(operation, "not a topic name")
    }
    defer { unsafe rd_kafka_DeleteTopic_destroy(request) }
    let queue = try AdminQueue(client)
    let reply = try unsafe queue.run(RD_KAFKA_ADMIN_OP_DELETETOPICS, operation, timeout_ms) {
      var requests: [OpaquePointer?] = unsafe [request]
      unsafe rd_kafka_DeleteTopics($0, &requests, 1, $1, $2)
    }
    var count = 0
    let results = unsafe rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(reply.pointer), &count)
    guard count > 0, let result = unsafe results?[0] else { return }
    let code = unsafe rd_kafka_topic_result_error(result)
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(code, operation) }
  }

  /// The settings in force for a topic, by Kafka's names; those without a value are left out.
  /// - Throws: `rejected` if there is no such topic, `retryable` if no broker answers in time.
  public func configuration(ofTopic name: String, timeout_ms: Int32 = 10_000) throws(KafkaError) -> [String: String] {
    let operation = "configuration of topic \(name)"
    guard !name.isEmpty, let request = unsafe rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, name) else {
      throw .usage(operation, "not a topic name")
    }
    defer { unsafe rd_kafka_ConfigResource_destroy(request) }
    let queue = try AdminQueue(client)
    let reply = try unsafe queue.run(RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, operation, timeout_ms) {
      var requests: [OpaquePointer?] = unsafe [request]
      unsafe rd_kafka_DescribeConfigs($0, &requests, 1, $1, $2)
    }
    var count = 0
    let results = unsafe rd_kafka_DescribeConfigs_result_resources(
      rd_kafka_event_DescribeConfigs_result(reply.pointer), &count)
    guard count > 0, let result = unsafe results?[0] else { return [:] }
    let code = unsafe rd_kafka_ConfigResource_error(result)
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
      throw KafkaError(code, operation, reason: unsafe CText.string(rd_kafka_ConfigResource_error_string(result)))
    }
    let entries = unsafe rd_kafka_ConfigResource_configs(result, &count)
    var settings: [String: String] = [:]
    for index in 0..<count {
      guard let entry = unsafe entries?[index], let name = unsafe CText.string(rd_kafka_ConfigEntry_name(entry)) else {
        continue
      }
      settings[name] = unsafe CText.string(rd_kafka_ConfigEntry_value(entry))
    }
    return settings
  }

  /// Deletes the records before these offsets, which become the low watermarks.
  /// - Throws: `rejected` if an offset lies beyond the high watermark or the topic is compacted only, `retryable` if a
  ///   leader does not answer in time.
  public func deleteRecords(before offsets: [TopicPartition: Int64], timeout_ms: Int32 = 10_000) throws(KafkaError) {
    guard !offsets.isEmpty else { return }
    let operation = "delete records of \(ClientHandle.list(offsets.keys))"
    let list = PartitionList(offsets.lazy.map { ($0.key, $0.value) })
    guard let request = unsafe rd_kafka_DeleteRecords_new(list.pointer) else {
      throw .usage(operation, "out of memory")
    }
    defer { unsafe rd_kafka_DeleteRecords_destroy(request) }
    let queue = try AdminQueue(client)
    let reply = try unsafe queue.run(RD_KAFKA_ADMIN_OP_DELETERECORDS, operation, timeout_ms) {
      var requests: [OpaquePointer?] = unsafe [request]
      unsafe rd_kafka_DeleteRecords($0, &requests, 1, $1, $2)
    }
    let results = unsafe rd_kafka_DeleteRecords_result_offsets(rd_kafka_event_DeleteRecords_result(reply.pointer))
    for entry in unsafe PartitionList.read(results) where entry.code != RD_KAFKA_RESP_ERR_NO_ERROR {
      throw KafkaError(entry.code, "delete records of \(entry.partition)")
    }
  }
}

internal import CRdKafka
internal import Foundation

/// Questions about offsets that any client can ask the partitions' leaders.
extension ClientHandle {
  func offsets(at point: StartPoint, of partitions: [TopicPartition], timeout_ms: Int32) throws(KafkaError)
    -> [TopicPartition: Int64]
  {
    guard !partitions.isEmpty else { return [:] }
    let time: Int64 =
      switch point {
      case .earliest: Int64(RD_KAFKA_OFFSET_BEGINNING)
      case .latest: Int64(RD_KAFKA_OFFSET_END)
      case .time_ms(let time_ms): time_ms
      }
    if case .time_ms(let time_ms) = point, time_ms < 0 {
      throw .usage("offsets by time", "time \(time_ms) ms is before 1970; give a time from 0 or ask for the earliest")
    }
    let operation = "offsets of \(Self.list(partitions))"
    let list = try answered(partitions, at: time, operation, timeout_ms)
    var found: [TopicPartition: Int64] = [:]
    var beyondEnd: [TopicPartition] = []
    for entry in list.entries {
      guard entry.code == RD_KAFKA_RESP_ERR_NO_ERROR else {
        throw KafkaError(entry.code, "offset of \(entry.partition)")
      }
      if entry.offset >= 0 { found[entry.partition] = entry.offset } else { beyondEnd.append(entry.partition) }
    }
    guard !beyondEnd.isEmpty else { return found }
    guard case .time_ms = point else {
      throw .retryable(KafkaFault(operation: operation, code: "_NO_OFFSET", reason: "the leader gave no offset"))
    }
    // No record is as late as that time: reading starts with the next one.
    return try found.merging(offsets(at: .latest, of: beyondEnd, timeout_ms: timeout_ms)) { known, _ in known }
  }

  /// librdkafka takes what it does not hear of in its first look for impossible, but a topic that has just come into
  /// being reaches the brokers one by one: until the time is over, a partition unknown to them all is asked for again.
  private func answered(
    _ partitions: [TopicPartition], at time: Int64, _ operation: String, _ timeout_ms: Int32
  ) throws(KafkaError) -> PartitionList {
    let deadline = ContinuousClock.now + .milliseconds(timeout_ms)
    while true {
      let list = PartitionList(partitions.lazy.map { ($0, time) })
      let left_ms = max(1, Int32(ContinuousClock.now.duration(to: deadline) / .milliseconds(1)))
      let code = unsafe rd_kafka_offsets_for_times(pointer, list.pointer, left_ms)
      if code == RD_KAFKA_RESP_ERR_NO_ERROR, !list.entries.contains(where: { Self.mayStillBeHeardOf($0.code) }) {
        return list
      }
      guard code == RD_KAFKA_RESP_ERR_NO_ERROR || Self.mayStillBeHeardOf(code) else {
        throw KafkaError(code, operation)
      }
      guard ContinuousClock.now < deadline else {
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(code, operation) }
        return list
      }
      Thread.sleep(forTimeInterval: 0.1)
    }
  }

  private static func mayStillBeHeardOf(_ code: rd_kafka_resp_err_t) -> Bool {
    code == RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION || code == RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC
      || code == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART
  }

  func watermarks(of partitions: [TopicPartition], timeout_ms: Int32) throws(KafkaError) -> [TopicPartition: Watermarks]
  {
    let low = try offsets(at: .earliest, of: partitions, timeout_ms: timeout_ms)
    let high = try offsets(at: .latest, of: partitions, timeout_ms: timeout_ms)
    return low.reduce(into: [:]) { marks, entry in
      if let end = high[entry.key] { marks[entry.key] = Watermarks(low: entry.value, high: end) }
    }
  }

  /// For messages: the first few partitions by name.
  static func list(_ partitions: some Collection<TopicPartition>) -> String {
    let shown = partitions.sorted().prefix(4).map(\.description).joined(separator: ", ")
    return partitions.count > 4 ? "\(shown) and \(partitions.count - 4) more" : shown
  }
}

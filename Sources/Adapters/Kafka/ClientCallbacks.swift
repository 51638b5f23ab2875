internal import CRdKafka

/// Where librdkafka's callbacks leave what they have to say. All but `log` are called inside a poll, a flush or a
/// close, so on the thread of the client's owner; `log` alone is called on librdkafka's threads.
final class ClientCallbacks {
  enum Rebalance {
    case assigned([TopicPartition])
    case revoked([TopicPartition], isLost: Bool)
    case failed(KafkaError)
  }

  let log: @Sendable (KafkaLogLine) -> Void
  var problems: [KafkaError] = []
  var deliveries: [Delivery] = []
  var deliveryCount = 0
  var rebalances: [Rebalance] = []
  var commitFailures: [CommitFailure] = []
  /// What a commit that is waited for came to; set by its own callback.
  var commitResult: rd_kafka_resp_err_t?
  /// While closing, a revocation is granted on the spot: there is no next poll.
  var isClosing = false

  init(log: @escaping @Sendable (KafkaLogLine) -> Void) {
    self.log = log
  }

  private static func of(_ opaque: UnsafeMutableRawPointer?) -> ClientCallbacks? {
    guard let opaque = unsafe opaque else { return nil }
    return unsafe Unmanaged<ClientCallbacks>.fromOpaque(opaque).takeUnretainedValue()
  }

  /// Enters the callbacks every client has into a configuration. `self` must outlive the client made from it.
  func installLog(into configuration: OpaquePointer) {
    unsafe rd_kafka_conf_set_opaque(configuration, Unmanaged.passUnretained(self).toOpaque())
    unsafe rd_kafka_conf_set_log_cb(configuration) { client, level, facility, message in
      guard let client = unsafe client, let callbacks = unsafe ClientCallbacks.of(rd_kafka_opaque(client)) else {
        return
      }
      callbacks.log(
        KafkaLogLine(
          severity: Int(level), facility: unsafe CText.string(facility) ?? "",
          message: unsafe CText.string(message) ?? ""))
    }
  }

  /// Only for clients whose owner polls: errors of others go to the log.
  func installErrors(into configuration: OpaquePointer) {
    unsafe rd_kafka_conf_set_error_cb(configuration) { _, code, reason, opaque in
      guard let callbacks = unsafe ClientCallbacks.of(opaque) else { return }
      // A fatal error is asked for by name at the next call, with its own reason.
      guard code != RD_KAFKA_RESP_ERR__FATAL.rawValue else { return }
      callbacks.problems.append(
        KafkaError(rd_kafka_resp_err_t(code), "client", reason: unsafe CText.string(reason)))
    }
  }

  func installDeliveryReports(into configuration: OpaquePointer) {
    unsafe rd_kafka_conf_set_dr_msg_cb(configuration) { _, message, opaque in
      guard let message = unsafe message?.pointee, let callbacks = unsafe ClientCallbacks.of(opaque) else { return }
      callbacks.deliveries.append(unsafe Delivery(message))
      callbacks.deliveryCount += 1
    }
  }

  func installRebalance(into configuration: OpaquePointer) {
    unsafe rd_kafka_conf_set_rebalance_cb(configuration) { client, code, partitions, opaque in
      guard let client = unsafe client, let callbacks = unsafe ClientCallbacks.of(opaque) else { return }
      let list = unsafe PartitionList.read(partitions).map(\.partition)
      switch code {
      case RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS:
        callbacks.rebalances.append(.assigned(list))
      case RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS:
        callbacks.rebalances.append(.revoked(list, isLost: unsafe rd_kafka_assignment_lost(client) != 0))
        if callbacks.isClosing { _ = unsafe rd_kafka_assign(client, nil) }
      default:
        callbacks.rebalances.append(.failed(KafkaError(code, "rebalance")))
        _ = unsafe rd_kafka_assign(client, nil)
      }
      // The poll returns at once, so that no record of another assignment follows in the same batch.
      unsafe rd_kafka_yield(client)
    }
    unsafe rd_kafka_conf_set_offset_commit_cb(configuration) { _, code, offsets, opaque in
      guard code != RD_KAFKA_RESP_ERR_NO_ERROR, let callbacks = unsafe ClientCallbacks.of(opaque) else { return }
      callbacks.commitFailures.append(
        CommitFailure(
          error: KafkaError(code, "commit"),
          offsets: unsafe Dictionary(
            PartitionList.read(offsets).map { ($0.partition, $0.offset) }, uniquingKeysWith: { $1 })))
    }
  }

  /// For `rd_kafka_commit_queue`, whose opaque is the callbacks object too.
  static let onCommit:
    @convention(c) (
      OpaquePointer?, rd_kafka_resp_err_t, UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?,
      UnsafeMutableRawPointer?
    ) -> Void = { _, code, _, opaque in
      unsafe ClientCallbacks.of(opaque)?.commitResult = code
    }
}

internal import CRdKafka

/// An owned `rd_kafka_t` together with the object its callbacks write to.
@safe
final class ClientHandle {
  enum Kind {
    case consumer, producer, admin
  }

  let pointer: OpaquePointer
  let callbacks: ClientCallbacks

  init(_ kind: Kind, _ properties: KafkaConfiguration.Properties, _ log: @escaping @Sendable (KafkaLogLine) -> Void)
    throws(KafkaError)
  {
    let callbacks = ClientCallbacks(log: log)
    guard let conf = unsafe rd_kafka_conf_new() else { throw .usage("new client", "out of memory") }
    do {
      for (name, value) in properties { try unsafe Self.set(name, value, in: conf) }
    } catch {
      unsafe rd_kafka_conf_destroy(conf)
      throw error
    }
    unsafe callbacks.installLog(into: conf)
    switch kind {
    case .consumer:
      unsafe callbacks.installErrors(into: conf)
      unsafe callbacks.installRebalance(into: conf)
    case .producer:
      unsafe callbacks.installErrors(into: conf)
      unsafe callbacks.installDeliveryReports(into: conf)
    case .admin: break
    }
    let type = kind == .consumer ? RD_KAFKA_CONSUMER : RD_KAFKA_PRODUCER
    var reason = [CChar](repeating: 0, count: 512)
    guard let client = unsafe rd_kafka_new(type, conf, &reason, reason.count) else {
      unsafe rd_kafka_conf_destroy(conf)
      throw .rejected(
        KafkaFault(operation: "new \(kind)", code: "CONFIGURATION", reason: CText.message(reason)))
    }
    unsafe pointer = client
    self.callbacks = callbacks
    if kind == .consumer { _ = unsafe rd_kafka_poll_set_consumer(client) }
  }

  // Blocks until librdkafka's threads have ended, so that none can reach `callbacks` afterwards.
  deinit { unsafe rd_kafka_destroy(pointer) }

  private static func set(_ name: String, _ value: String, in conf: OpaquePointer) throws(KafkaError) {
    var reason = [CChar](repeating: 0, count: 512)
    switch unsafe rd_kafka_conf_set(conf, name, value, &reason, reason.count) {
    case RD_KAFKA_CONF_OK: return
    case RD_KAFKA_CONF_UNKNOWN: throw .configuration(name, "librdkafka knows no such property")
    default: throw .configuration(name, CText.message(reason))
    }
  }

  /// Throws if the client was closed or an error ended it.
  func checkUsable() throws(KafkaError) {
    guard !callbacks.isClosing else { throw .usage("client", "it was closed; make a new one") }
    var reason = [CChar](repeating: 0, count: 512)
    let code = unsafe rd_kafka_fatal_error(pointer, &reason, reason.count)
    guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
    let error = KafkaError(code, "client", reason: CText.message(reason))
    if case .fenced = error { throw error }
    throw .fatal(error.fault)
  }

  /// Errors since the last call, each once.
  func takeProblems() -> [KafkaError] {
    defer { callbacks.problems.removeAll() }
    return callbacks.problems.reduce(into: []) { unique, problem in
      if !unique.contains(problem) { unique.append(problem) }
    }
  }
}

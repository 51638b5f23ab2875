internal import CRdKafka

/// The queue on which one admin request is answered.
@safe
struct AdminQueue: ~Copyable {
  /// An answer, owned.
  @safe
  struct Reply: ~Copyable {
    let pointer: OpaquePointer

    deinit { unsafe rd_kafka_event_destroy(pointer) }
  }

  private let client: ClientHandle
  private let queue: OpaquePointer

  init(_ client: ClientHandle) throws(KafkaError) {
    guard let queue = unsafe rd_kafka_queue_new(client.pointer) else { throw .usage("admin request", "out of memory") }
    self.client = client
    unsafe self.queue = queue
  }

  deinit { unsafe rd_kafka_queue_destroy(queue) }

  /// Sends one request and waits for its answer.
  /// - Parameter send: enqueues the request, given the client, its options and the queue to answer on.
  /// - Throws: the error of the request as a whole; errors of its parts are in the reply.
  borrowing func run(
    _ kind: rd_kafka_admin_op_t, _ operation: String, _ timeout_ms: Int32,
    _ send: (_ client: OpaquePointer, _ options: OpaquePointer, _ queue: OpaquePointer) -> Void
  ) throws(KafkaError) -> Reply {
    guard let options = unsafe rd_kafka_AdminOptions_new(client.pointer, kind) else {
      throw .usage(operation, "librdkafka does not know this request")
    }
    defer { unsafe rd_kafka_AdminOptions_destroy(options) }
    var reason = [CChar](repeating: 0, count: 256)
    let code = unsafe rd_kafka_AdminOptions_set_request_timeout(options, timeout_ms, &reason, reason.count)
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw .usage(operation, CText.message(reason)) }
    unsafe send(client.pointer, options, queue)
    // The request ends by its own timeout; the margin is for the answer's way through the queue.
    guard let event = unsafe rd_kafka_queue_poll(queue, timeout_ms + 1000) else {
      throw KafkaError(RD_KAFKA_RESP_ERR__TIMED_OUT, operation)
    }
    let reply = unsafe Reply(pointer: event)
    let failure = unsafe rd_kafka_event_error(event)
    guard failure == RD_KAFKA_RESP_ERR_NO_ERROR else {
      throw KafkaError(failure, operation, reason: unsafe CText.string(rd_kafka_event_error_string(event)))
    }
    return reply
  }
}

internal import CRdKafka

/// Sends records: idempotent, acknowledged by all in-sync replicas, lz4, in order within a partition.
///
/// One thread at a time; not `Sendable`. Every accepted record ends in exactly one `Delivery`, handed out by `poll`,
/// `flush` or `close`; a record is given up after `message.timeout.ms` (two minutes unless set).
public final class KafkaProducer {
  /// `message.max.bytes` unless set: a tile of 4 MiB with its headers.
  static let defaultRecordLimit_bytes = 4 << 20 + 64 << 10

  private let client: ClientHandle
  private var accepted = 0

  /// A producer. No connection is awaited: without a broker, records wait in its queue.
  /// - Throws: `rejected`, naming the property, if librdkafka refuses the configuration.
  public init(_ configuration: KafkaConfiguration) throws(KafkaError) {
    client = try ClientHandle(.producer, configuration.producerProperties(), configuration.log)
  }

  /// Takes a copy of the record into the queue (64 MiB and 100 000 records unless set). If the queue is full, waits for
  /// room while deliveries come in.
  /// - Parameters:
  ///   - token: comes back with the record's `Delivery`.
  ///   - timeout_ms: how long to wait for room.
  /// - Throws: `retryable` if there was no room in time, `rejected` if the record is too large, the partition does not
  ///   exist or the topic's name is not one, `fatal` if the producer cannot go on. The record is then not accepted and
  ///   has no delivery.
  public func send(_ record: OutgoingRecord, token: UInt64, timeout_ms: Int = 30_000) throws(KafkaError) {
    try client.checkUsable()
    guard !record.topic.isEmpty, !record.topic.utf8.contains(0) else {
      throw .usage("send to \(record.topic)", "not a topic name")
    }
    if let partition = record.partition, partition < 0 {
      throw .usage("send to \(record.topic)/\(partition)", "a partition is at least 0; nil lets the key choose")
    }
    let deadline = ContinuousClock.now + .milliseconds(timeout_ms)
    while true {
      let code = MessageWriter.produce(record, token: token, client: client)
      if code == RD_KAFKA_RESP_ERR_NO_ERROR {
        accepted += 1
        return
      }
      let error = KafkaError(code, "send to \(record.topic)")
      guard code == RD_KAFKA_RESP_ERR__QUEUE_FULL, ContinuousClock.now < deadline else { throw error }
      _ = unsafe rd_kafka_poll(client.pointer, 10)
    }
  }

  /// Hands out the deliveries known by now, each once; waits up to `timeout_ms` for the first.
  public func poll(timeout_ms: Int32 = 0) -> [Delivery] {
    guard !client.callbacks.isClosing else { return [] }
    _ = unsafe rd_kafka_poll(client.pointer, client.callbacks.deliveries.isEmpty ? timeout_ms : 0)
    return takeDeliveries()
  }

  /// Sends all that waits at once and waits until every accepted record is delivered or failed, or the time is over.
  /// - Returns: the deliveries known by now. Fewer than awaited means that time was over: see `pending`.
  public func flush(timeout_ms: Int32) -> [Delivery] {
    guard !client.callbacks.isClosing else { return [] }
    _ = unsafe rd_kafka_flush(client.pointer, timeout_ms)
    return takeDeliveries()
  }

  /// Records accepted of which no call has learnt the delivery yet.
  public var pending: Int { accepted - client.callbacks.deliveryCount }

  /// Trouble noticed since the last call, such as brokers out of reach or refused credentials.
  /// - Throws: `fenced` or `fatal` if this producer cannot go on.
  public func problems() throws(KafkaError) -> [KafkaError] {
    try client.checkUsable()
    return client.takeProblems()
  }

  /// Flushes, gives up what is left, and ends. Every later `send` throws.
  /// - Returns: the last deliveries; what was given up comes as `retryable` with code `_PURGE_QUEUE` or
  ///   `_PURGE_INFLIGHT`.
  public func close(timeout_ms: Int32) -> [Delivery] {
    guard !client.callbacks.isClosing else { return [] }
    var deliveries = flush(timeout_ms: timeout_ms)
    if pending > 0 {
      _ = unsafe rd_kafka_purge(client.pointer, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT)
      deliveries += flush(timeout_ms: 1000)
    }
    client.callbacks.isClosing = true
    return deliveries
  }

  private func takeDeliveries() -> [Delivery] {
    defer { client.callbacks.deliveries.removeAll(keepingCapacity: true) }
    return client.callbacks.deliveries
  }
}

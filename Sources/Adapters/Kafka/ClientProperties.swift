extension KafkaConfiguration {
  /// Properties in the order they are set: the adapter's defaults, then the caller's.
  typealias Properties = [(name: String, value: String)]

  /// What this adapter's way of working depends on; the caller cannot change it.
  private static let owned: [String: String] = [
    "bootstrap.servers": "set `brokers`",
    "metadata.broker.list": "set `brokers`",
    "client.id": "set `clientID`",
    "group.id": "name a ConsumerGroup",
    "group.instance.id": "name a ConsumerGroup with an instanceID",
    "fetch.wait.max.ms": "set `fetchWait_ms`",
    "enable.auto.commit": "offsets are committed by the caller alone",
    "enable.auto.offset.store": "offsets are committed by the caller alone",
    "auto.offset.reset": "a position outside the log is reported, never moved silently",
    "partition.assignment.strategy": "assignment is `range`, so that equal partitions of topics stay together",
    "enable.partition.eof": "ends of partitions are always reported",
    "enable.idempotence": "the producer is always idempotent",
    "acks": "the producer always waits for all in-sync replicas",
    "request.required.acks": "the producer always waits for all in-sync replicas",
    "partitioner": "keys are always spread by murmur2_random, as the Java client does",
    "delivery.report.only.error": "every delivery is reported",
    "transactional.id": "transactions are not used",
  ]

  func clientProperties() throws(KafkaError) -> Properties {
    guard !brokers.isEmpty else { throw .configuration("bootstrap.servers", "no broker named; set `brokers`") }
    for name in properties.keys.sorted() {
      if let remedy = Self.owned[name] { throw .configuration(name, "cannot be set here: \(remedy)") }
    }
    return [
      ("bootstrap.servers", brokers),
      ("client.id", clientID),
      ("socket.keepalive.enable", "true"),
      ("reconnect.backoff.max.ms", "2000"),
    ]
  }

  func consumerProperties(group: ConsumerGroup?) throws(KafkaError) -> Properties {
    var list = try clientProperties()
    // librdkafka wants a group id even for a consumer that is told its partitions; nothing is ever committed to it.
    list.append(("group.id", group?.id ?? clientID))
    if let instanceID = group?.instanceID { list.append(("group.instance.id", instanceID)) }
    list += [
      ("enable.auto.commit", "false"),
      ("enable.auto.offset.store", "false"),
      ("auto.offset.reset", "error"),
      ("partition.assignment.strategy", "range"),
      ("enable.partition.eof", "true"),
      ("check.crcs", "true"),
      ("queued.max.messages.kbytes", "\(fetchAhead_kB)"),
      ("fetch.message.max.bytes", "\(fetchAhead_kB * 1024 / 16)"),
      ("fetch.wait.max.ms", "\(fetchWait_ms)"),
    ]
    return list + extra
  }

  func producerProperties() throws(KafkaError) -> Properties {
    var list = try clientProperties()
    list += [
      ("enable.idempotence", "true"),
      ("acks", "all"),
      ("partitioner", "murmur2_random"),
      ("compression.type", "lz4"),
      ("linger.ms", "5"),
      ("message.max.bytes", "\(KafkaProducer.defaultRecordLimit_bytes)"),
      ("queue.buffering.max.kbytes", "65536"),
      ("message.timeout.ms", "120000"),
    ]
    return list + extra
  }

  func adminProperties() throws(KafkaError) -> Properties {
    try clientProperties() + extra
  }

  private var extra: Properties {
    properties.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
  }
}

/// How to reach a cluster. Plain values; one configuration serves any number of consumers, producers and admins.
public struct KafkaConfiguration: Sendable {
  /// Bootstrap list, `host:port[,host:port…]`.
  public var brokers: String
  /// The name brokers see in their logs and quotas.
  public var clientID: String
  /// How long a broker may hold a fetch that finds nothing, in milliseconds. The embedded broker wakes no waiting
  /// fetch, so there it must be small (see `EmbeddedBroker.configuration`).
  public var fetchWait_ms: Int
  /// How much a consumer fetches ahead, in KiB, at least 16. A fetch asks for a sixteenth of it, so that the queue is filled
  /// again before it has run dry; a larger record still comes.
  public var fetchAhead_kB: Int
  /// Further librdkafka properties by their own names (`security.protocol`, `session.timeout.ms`, `linger.ms` …). They
  /// override the adapter's defaults, except those it depends on, which are refused by name. A property librdkafka does
  /// not know is refused by name; one that belongs to the other kind of client is ignored with a log line.
  public var properties: [String: String]
  /// Receives every log line, on librdkafka's threads: it must return soon and not call back into the client.
  public var log: @Sendable (KafkaLogLine) -> Void

  /// A configuration with the adapter's defaults.
  public init(
    brokers: String, clientID: String = "resurvey", fetchWait_ms: Int = 500, fetchAhead_kB: Int = 8192,
    properties: [String: String] = [:],
    log: @escaping @Sendable (KafkaLogLine) -> Void = KafkaLogLine.toStandardError
  ) {
    self.brokers = brokers
    self.clientID = clientID
    self.fetchWait_ms = fetchWait_ms
    self.fetchAhead_kB = fetchAhead_kB
    self.properties = properties
    self.log = log
  }
}

/// The consumer group a consumer belongs to.
public struct ConsumerGroup: Hashable, Sendable {
  /// `group.id`: members share the partitions, and committed offsets are kept under this name.
  public var id: String
  /// `group.instance.id`: a static member. It keeps its partitions over a restart that is shorter than
  /// `session.timeout.ms`, and for the same reason its partitions wait that long when it leaves for good.
  public var instanceID: String?

  /// A group, with a static member name or without.
  public init(_ id: String, instanceID: String? = nil) {
    self.id = id
    self.instanceID = instanceID
  }
}

internal import CRdKafka

/// librdkafka's mock cluster as a broker in this process: the real protocol on loopback, for a demo without Kafka and
/// for tests that inject faults. Any client can join, kcat too.
///
/// It stands for less than Kafka does:
/// - It keeps at most 5 MiB (compressed) or 100 000 record sets a partition and drops the oldest beyond that, so whoever
///   sends must wait for the reader's lag (`KafkaAdmin.committedOffsets`, `watermarks`).
/// - It wakes no waiting fetch; use `configuration`, which asks with short waits.
/// - Topics unknown to it come into being with 4 partitions when a producer asks for them: call `createTopic` first.
/// - It knows no offsets by time (every time is answered with the end), no topic configuration or deletion, no
///   transactions, no compaction, no retention by time, and nothing outlives it.
/// - A group's first assignment takes 3 s, so `session.timeout.ms` must be longer; a member that joins later waits up to
///   that timeout. Commits are refused (`retryable`) while members come and go, where Kafka would still take them.
///
/// May be used from any thread: librdkafka hands every call to the cluster's own thread or takes its lock, and nothing
/// here changes after the start.
@safe
public final class EmbeddedBroker: @unchecked Sendable {
  /// The bootstrap list, `127.0.0.1:port[,…]`. The ports are chosen by the system.
  public let bootstrap: String

  /// Requests of each kind refused while down. Clients wait 100 ms and more between connections.
  private static let mostRequestsWhileDown = 10_000

  private let client: ClientHandle
  private let cluster: OpaquePointer

  /// Starts it; it runs until it is released.
  /// - Parameters:
  ///   - brokers: how many brokers the cluster shows, 1 to 16; ids count from 1.
  ///   - log: receives what the cluster logs.
  /// - Throws: `rejected` for another number of brokers, `fatal` if no socket can be opened.
  public init(
    brokers: Int32 = 1, log: @escaping @Sendable (KafkaLogLine) -> Void = KafkaLogLine.toStandardError
  ) throws(KafkaError) {
    guard (1...16).contains(brokers) else { throw .usage("embedded broker", "\(brokers) brokers; give 1 to 16") }
    // Warnings and worse: the notice that this client knows no broker to connect to is no news.
    client = try ClientHandle(.admin, [("client.id", "embedded-broker"), ("log_level", "4")], log)
    guard let cluster = unsafe rd_kafka_mock_cluster_new(client.pointer, brokers),
      let bootstrap = unsafe CText.string(rd_kafka_mock_cluster_bootstraps(cluster))
    else {
      throw .fatal(
        KafkaFault(operation: "embedded broker", code: "_FAIL", reason: "no loopback socket could be opened"))
    }
    unsafe self.cluster = cluster
    self.bootstrap = bootstrap
  }

  deinit { unsafe rd_kafka_mock_cluster_destroy(cluster) }

  /// What a client of this broker needs: its address, short fetch waits, the caller's further properties.
  public func configuration(
    clientID: String = "resurvey", properties: [String: String] = [:],
    log: @escaping @Sendable (KafkaLogLine) -> Void = KafkaLogLine.toStandardError
  ) -> KafkaConfiguration {
    KafkaConfiguration(
      brokers: bootstrap, clientID: clientID, fetchWait_ms: 10, properties: properties, log: log)
  }

  /// Creates a topic.
  /// - Throws: `rejected` if it exists already or `partitions` is below 1.
  public func createTopic(_ name: String, partitions: Int32) throws(KafkaError) {
    guard partitions > 0 else { throw .usage("create topic \(name)", "\(partitions) partitions; give at least 1") }
    let code = unsafe rd_kafka_mock_topic_create(cluster, name, partitions, 1)
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(code, "create topic \(name)") }
  }

  /// Says that there is no such topic, as a broker does that has not heard yet of a new one, or no longer says so.
  public func setUnknown(_ topic: String, _ isUnknown: Bool) {
    unsafe rd_kafka_mock_topic_set_error(
      cluster, topic, isUnknown ? RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART : RD_KAFKA_RESP_ERR_NO_ERROR)
  }

  /// Answers the next requests of this kind with these errors, one each, in this order.
  public func fail(_ request: Request, with errors: [InjectedError]) {
    let codes = errors.map(\.code)
    unsafe rd_kafka_mock_push_request_errors_array(cluster, request.rawValue, codes.count, codes)
  }

  /// Takes back what `fail` has left for this kind of request.
  public func clearFailures(of request: Request) {
    unsafe rd_kafka_mock_clear_request_errors(cluster, request.rawValue)
  }

  /// Cuts every connection at its next request and every new one at its first; topics and offsets stay.
  ///
  /// The library's own switch is not used: it closes the listening socket and opens it again at the same port, and
  /// aborts the process where that fails, as it does while a child of this process is between fork and exec and still
  /// holds the old socket.
  public func takeDown() {
    for request in Request.allCases {
      fail(request, with: Array(repeating: .disconnect, count: Self.mostRequestsWhileDown))
    }
  }

  /// Answers again. What `fail` has left is taken back too.
  public func bringUp() {
    for request in Request.allCases { clearFailures(of: request) }
  }

  /// Delays every answer.
  /// - Parameters:
  ///   - roundTrip_ms: the delay, 0 for none.
  ///   - broker: an id from 1, or nil for all.
  public func delay(roundTrip_ms: Int32, broker: Int32? = nil) throws(KafkaError) {
    try check(unsafe rd_kafka_mock_broker_set_rtt(cluster, broker ?? -1, roundTrip_ms), "delay broker")
  }

  private func check(_ code: rd_kafka_resp_err_t, _ operation: String) throws(KafkaError) {
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(code, operation) }
  }
}

extension EmbeddedBroker {
  /// Requests that can be made to fail, by Kafka's API keys.
  public enum Request: Int16, CaseIterable, Sendable {
    /// Records sent.
    case produce = 0
    /// Records read.
    case fetch = 1
    /// Watermarks and offsets by time.
    case listOffsets = 2
    /// Topics and leaders.
    case metadata = 3
    /// Commits.
    case offsetCommit = 8
    /// Committed offsets.
    case offsetFetch = 9
    /// Where a group's coordinator is.
    case findCoordinator = 10
    /// Joining a group.
    case joinGroup = 11
    /// Staying in a group.
    case heartbeat = 12
    /// Receiving a group's assignment.
    case syncGroup = 14
    /// The first request of a connection: what the broker can do.
    case apiVersions = 18
    /// A producer's identity.
    case initProducerID = 22
  }

  /// Errors a broker can be made to answer with.
  public enum InjectedError: CaseIterable, Sendable {
    /// The connection is cut instead of an answer.
    case disconnect
    /// The partition has moved to another leader.
    case notLeader
    /// The request took too long on the broker.
    case requestTimedOut
    /// Too few in-sync replicas.
    case notEnoughReplicas
    /// The group's coordinator is not there yet.
    case coordinatorNotAvailable
    /// The group is rebalancing.
    case rebalanceInProgress
    /// The group does not know this member: its assignment is lost.
    case unknownMember
    /// The record is larger than the topic allows.
    case messageTooLarge
    /// Access to the topic is denied.
    case topicAuthorizationFailed
    /// The position is not in the log.
    case offsetOutOfRange

    var code: rd_kafka_resp_err_t {
      switch self {
      case .disconnect: RD_KAFKA_RESP_ERR__TRANSPORT
      case .notLeader: RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION
      case .requestTimedOut: RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT
      case .notEnoughReplicas: RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS
      case .coordinatorNotAvailable: RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE
      case .rebalanceInProgress: RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS
      case .unknownMember: RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID
      case .messageTooLarge: RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE
      case .topicAuthorizationFailed: RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED
      case .offsetOutOfRange: RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE
      }
    }
  }
}

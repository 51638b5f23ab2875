/// What a consumer reads, and where it stands between being given partitions and giving them back. No client inside:
/// the consumer tells it what happened and asks what may be done.
struct Assignment {
  enum Mode {
    case undecided, subscribed, told
  }

  enum Phase: Equatable {
    /// Nothing assigned.
    case idle
    /// The group gave partitions; the caller has not heard yet.
    case offered([TopicPartition])
    /// The caller has heard and is to say where to start.
    case awaitingStart(Set<TopicPartition>)
    /// Reading `owned`.
    case reading
    /// The group takes back; granted with the next poll.
    case revoked(isLost: Bool)
  }

  private(set) var mode = Mode.undecided
  private(set) var phase = Phase.idle
  /// Where each partition being read was started.
  private(set) var starts: [TopicPartition: Int64] = [:]
  private(set) var paused: Set<TopicPartition> = []

  var untold: [TopicPartition]? {
    if case .offered(let partitions) = phase { partitions } else { nil }
  }

  var isRevoked: Bool {
    if case .revoked = phase { true } else { false }
  }

  /// True while the group waits for an answer to what it assigned or took back.
  var isUnanswered: Bool {
    switch phase {
    case .offered, .awaitingStart, .revoked: true
    case .idle, .reading: false
    }
  }

  mutating func become(_ wanted: Mode) throws(KafkaError) {
    guard mode == .undecided || mode == wanted else {
      throw .usage(
        wanted == .told ? "assign" : "subscribe",
        "a consumer either subscribes or is told its partitions; make a second consumer for the other")
    }
    mode = wanted
  }

  func checkStart(_ partitions: some Collection<TopicPartition>) throws(KafkaError) {
    guard case .awaitingStart(let assigned) = phase else {
      throw .usage("start", "no assignment waits for its start; call it once after each `assigned` event")
    }
    if let stranger = partitions.first(where: { !assigned.contains($0) }) {
      throw .usage("start \(stranger)", "the group did not assign this partition")
    }
  }

  /// - Throws: `fenced` if one of the partitions is not held, so that its offset is another member's business.
  func checkCommit(_ partitions: some Collection<TopicPartition>) throws(KafkaError) {
    let isLost = phase == .revoked(isLost: true)
    if let stranger = partitions.first(where: { isLost || starts[$0] == nil }) {
      throw .fenced(
        KafkaFault(
          operation: "commit \(stranger)", code: "_ASSIGNMENT_LOST",
          reason: "the partition is not assigned to this member; drop what it did since the last commit"))
    }
  }

  mutating func offered(_ partitions: [TopicPartition]) {
    clear()
    phase = .offered(partitions)
  }

  mutating func tellAssigned() {
    if case .offered(let partitions) = phase { phase = .awaitingStart(Set(partitions)) }
  }

  mutating func started(_ offsets: [TopicPartition: Int64]) {
    starts = offsets
    paused = []
    phase = .reading
  }

  mutating func revoked(isLost: Bool) {
    phase = .revoked(isLost: isLost)
  }

  mutating func clear() {
    starts = [:]
    paused = []
    phase = .idle
  }

  /// Those of the partitions that are read and not paused yet; they are from now on.
  mutating func pause(_ partitions: some Sequence<TopicPartition>) -> [TopicPartition] {
    partitions.filter { starts[$0] != nil && paused.insert($0).inserted }
  }

  /// Those of the partitions that are paused; they are no longer.
  mutating func resume(_ partitions: some Sequence<TopicPartition>) -> [TopicPartition] {
    partitions.filter { paused.remove($0) != nil }
  }
}

import Evidence
import MapModel

/// Changes of a tile that some vehicles said and those that passed after them did not: none is told, and a person hears of many at once.
struct TileContest: Hashable, Sendable {
  /// Fewest of them that a person is told of: one or two come of chance.
  static let least: UInt32 = 3
  /// Latest ones that are named.
  static let namedLimit = 64
  /// Span of event time without a further one after which the matter is over, ns.
  static let calm_ns: Int64 = 7 * 86_400_000_000_000

  /// Those that are named, in order.
  private(set) var names: [ChangeName] = []
  /// How many there were, and as many as were told of; 0 before people are.
  private(set) var count: UInt32 = 0
  private(set) var told: UInt32 = 0
  /// Event time of the last, ns since 1970.
  private(set) var last_ns: Int64 = 0
  /// The revision of the alert.
  private(set) var revision: UInt64 = 0

  /// Takes in what came of a traversal.
  /// - Returns: true where people are to be told: once there are enough, and each time there are twice as many.
  mutating func note(_ contested: [ChangeName], time_ns: Int64) -> Bool {
    names = Array((names + contested).suffix(Self.namedLimit))
    count += UInt32(contested.count)
    last_ns = max(last_ns, time_ns)
    guard count >= max(Self.least, 2 * told) else { return false }
    told = count
    revision += 1
    return true
  }

  /// Ends the matter where none has come for long.
  /// - Returns: true where people had been told.
  mutating func settle(time_ns: Int64) -> Bool {
    guard count > 0, time_ns - last_ns >= Self.calm_ns else { return false }
    let wasTold = told > 0
    (names, count, told) = ([], 0, 0)
    if wasTold { revision += 1 }
    return wasTold
  }

  func write(to writer: inout LedgerWriter) {
    writer.list(names) { $1.write(to: &$0) }
    writer.unsigned(count)
    writer.unsigned(told)
    writer.signed(last_ns)
    writer.unsigned(revision)
  }

  init() {}

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    names = try reader.list("contest.names") { (reader: inout LedgerReader) throws(LedgerCorruption) -> ChangeName in
      try ChangeName(from: &reader)
    }
    count = try reader.unsigned("contest.count")
    told = try reader.unsigned("contest.told")
    last_ns = try reader.signed("contest.last_ns")
    revision = try reader.unsigned("contest.revision")
  }
}

extension TileSteps {
  /// Tells people of contested changes: one alert a tile.
  mutating func tell(contested: [ChangeName]) {
    if state.contest.settle(time_ns: cause.time_ns) {
      say(contestAlert(isResolved: true, "No further one has come since."))
    }
    guard !contested.isEmpty, state.contest.note(contested, time_ns: cause.time_ns) else { return }
    say(
      contestAlert(
        isResolved: false,
        "\(state.contest.count) changes so far: fewer vehicles than may lie together say so, and as many pass that do not. "
          + "None is applied. Look at a few of them, and at the vehicles that say so (resurvey explain)."))
  }

  private func contestAlert(isResolved: Bool, _ detail: String) -> Alert {
    Alert(
      alert: "contested-\(tile)", revision: state.contest.revision, severity: isResolved ? .info : .warning, tile: tile,
      changes: state.contest.names.map { $0.id(in: tile) },
      title: isResolved ? "vehicles agree on tile \(tile) again" : "vehicles contradict each other on tile \(tile)",
      detail: detail, isResolved: isResolved, time_ns: cause.time_ns)
  }
}

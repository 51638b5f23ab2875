/// How long it takes until a localizer is right again: from the start of a drive, and from the end of a disturbance.
struct RecoveryTally: Sendable {
  /// Lateral error within which a converged frame is right, m.
  static let right_m = 0.5
  /// A wait that ends with the drive tells something only after this long, s.
  private static let least_s = 20.0

  private var waits = Distribution()
  private var unfinished = 0
  private var since_s: Double?
  private var now_s = 0.0

  /// Starts the clock, if it is not running.
  mutating func begin(time_s: Double) {
    since_s = since_s ?? time_s
    now_s = time_s
  }

  /// Takes in a frame; a right one ends the wait.
  mutating func add(isRight: Bool, time_s: Double) {
    now_s = time_s
    guard isRight, let since = since_s else { return }
    waits.add(time_s - since)
    since_s = nil
  }

  /// The wait is over without an end: the drive is, or another disturbance begins.
  mutating func abandon() {
    if let since = since_s, now_s - since >= Self.least_s { unfinished += 1 }
    since_s = nil
  }

  mutating func merge(_ other: RecoveryTally) {
    waits.merge(other.waits)
    unfinished += other.unfinished
  }

  var report: RecoveryReport {
    RecoveryReport(
      recovered: waits.count, unfinished: unfinished, p50_s: waits.quantile(0.5), p95_s: waits.quantile(0.95))
  }
}

/// Times until a frame is converged and its lateral error within 0.5 m.
public struct RecoveryReport: Hashable, Sendable, Codable {
  /// Waits that ended so.
  public var recovered: Int
  /// Waits of 20 s or more that the end of the drive, or the next disturbance, cut off.
  public var unfinished: Int
  /// Median of the ended ones, s.
  public var p50_s: Double?
  /// Their 95th percentile, s.
  public var p95_s: Double?
}

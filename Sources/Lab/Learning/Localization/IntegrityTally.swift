/// Promised against observed: how often the lateral error is beyond what the localizer says it is within.
struct IntegrityTally: Sendable {
  private let alertLimit_m: Double
  private let promised: Double
  private(set) var frames = 0
  private var abstained = 0
  private var beyondProtection = 0
  private var episodes = 0
  private var beyondAlert = 0
  private var levels = Distribution()
  private var isBeyond = false

  /// Nothing measured yet.
  /// - Parameters:
  ///   - alertLimit_m: lateral error from which on a frame should have abstained, m.
  ///   - promised: probability that the localizer promises a converged frame's lateral error to be beyond its protection level.
  init(alertLimit_m: Double, promised: Double) {
    self.alertLimit_m = alertLimit_m
    self.promised = promised
  }

  /// Takes in a converged frame.
  mutating func add(across_m: Double, _ pose: RunPose) {
    frames += 1
    let isBeyond = abs(across_m) > pose.protectionLevel_m
    if isBeyond { beyondProtection += 1 }
    if isBeyond, !self.isBeyond { episodes += 1 }
    self.isBeyond = isBeyond
    if abs(across_m) > alertLimit_m { beyondAlert += 1 }
    levels.add(pose.protectionLevel_m)
  }

  /// Takes in a frame that promises nothing. An error that goes on behind it is the same one.
  mutating func addAbstention() { abstained += 1 }

  /// The next frame is another drive's.
  mutating func endDrive() { isBeyond = false }

  mutating func merge(_ other: IntegrityTally) {
    frames += other.frames
    abstained += other.abstained
    beyondProtection += other.beyondProtection
    episodes += other.episodes
    beyondAlert += other.beyondAlert
    levels.merge(other.levels)
  }

  var report: IntegrityReport {
    func share(_ part: Double) -> Double? { frames > 0 ? part / Double(frames) : nil }
    let length = episodes > 0 ? Double(beyondProtection) / Double(episodes) : 1
    return IntegrityReport(
      alertLimit_m: alertLimit_m, promised: promised, beyondProtection: share(Double(beyondProtection)),
      beyondProtectionBound: share(length * PoissonBound.upper95(episodes)).map { min($0, 1) }, abstained: abstained,
      beyondAlert: share(Double(beyondAlert)), protectionP50_m: levels.quantile(0.5),
      protectionP95_m: levels.quantile(0.95))
  }
}

/// Lateral errors of converged frames against the protection level.
public struct IntegrityReport: Hashable, Sendable, Codable {
  /// Lateral error from which on a frame should have abstained, m.
  public var alertLimit_m: Double
  /// Probability, as the localizer states it, that a converged frame's lateral error is beyond its protection level.
  public var promised: Double
  /// Share of converged frames where it is.
  public var beyondProtection: Double?
  /// What that share is below with a confidence of 95 %. Frames in a row make the same error, so episodes are what is counted, each as long
  /// as they were on average; where none was seen, as if each lasted one frame.
  public var beyondProtectionBound: Double?
  /// Frames that did not converge and promise nothing.
  public var abstained: Int
  /// Share of converged frames whose lateral error is beyond the alert limit.
  public var beyondAlert: Double?
  /// Median of the protection levels, m.
  public var protectionP50_m: Double?
  /// 95th percentile of the protection levels, m.
  public var protectionP95_m: Double?
}

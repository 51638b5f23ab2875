import Foundation

/// Promised against observed: how often the lateral error is beyond what the localizer says it is within.
struct IntegrityTally: Sendable {
  private let alertLimit_m: Double
  private let protectionFactor: Double
  private(set) var frames = 0
  private var beyondProtection = 0
  private var beyondAlert = 0
  private var promised = 0.0
  private var levels = Distribution()

  /// Nothing measured yet.
  /// - Parameters:
  ///   - alertLimit_m: lateral error from which on a frame should have abstained, m.
  ///   - protectionFactor: standard deviations that make the protection level.
  init(alertLimit_m: Double, protectionFactor: Double) {
    self.alertLimit_m = alertLimit_m
    self.protectionFactor = protectionFactor
  }

  /// Takes in a converged frame.
  mutating func add(across_m: Double, _ pose: RunPose) {
    frames += 1
    if abs(across_m) > pose.protectionLevel_m { beyondProtection += 1 }
    if abs(across_m) > alertLimit_m { beyondAlert += 1 }
    // Right lane and beyond so many standard deviations, or another lane.
    let within = erfc(protectionFactor / 2.0.squareRoot())
    promised += within + (1 - within) * pose.otherLaneProbability
    levels.add(pose.protectionLevel_m)
  }

  mutating func merge(_ other: IntegrityTally) {
    frames += other.frames
    beyondProtection += other.beyondProtection
    beyondAlert += other.beyondAlert
    promised += other.promised
    levels.merge(other.levels)
  }

  var report: IntegrityReport {
    func share(_ part: Double) -> Double? { frames > 0 ? part / Double(frames) : nil }
    return IntegrityReport(
      alertLimit_m: alertLimit_m, promised: share(promised), beyondProtection: share(Double(beyondProtection)),
      beyondAlert: share(Double(beyondAlert)), protectionP50_m: levels.quantile(0.5),
      protectionP95_m: levels.quantile(0.95))
  }
}

/// Lateral errors of converged frames against the protection level.
public struct IntegrityReport: Hashable, Sendable, Codable {
  /// Lateral error from which on a frame should have abstained, m.
  public var alertLimit_m: Double
  /// Mean probability, as the localizer has it, that a converged frame's lateral error is beyond its protection level.
  public var promised: Double?
  /// Share of converged frames where it is.
  public var beyondProtection: Double?
  /// Share of converged frames whose lateral error is beyond the alert limit.
  public var beyondAlert: Double?
  /// Median of the protection levels, m.
  public var protectionP50_m: Double?
  /// 95th percentile of the protection levels, m.
  public var protectionP95_m: Double?
}

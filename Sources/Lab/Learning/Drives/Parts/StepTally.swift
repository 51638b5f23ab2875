import Geometry

/// Steps of the localized pose that the vehicle's own estimate does not make.
struct StepTally: Sendable {
  /// What counts as a step, and as a jump of the reported pose, m.
  static let step_m = 0.5

  private var converged = 0
  private var convergedSteps = 0
  private var all = 0
  private var allSteps = 0
  private var reportedJumps = 0

  /// Takes in two on-map frames in sequence, and the reported pose before them.
  mutating func add(reported: (Pose2, Pose2), reportedBefore: Pose2?, localized: (RunPose?, RunPose?)) {
    if let before = reportedBefore {
      let change =
        (reported.1.position - reported.0.position) - (reported.0.position - before.position)
      if change.length > Self.step_m {
        reportedJumps += 1
        return
      }
    }
    guard let first = localized.0, let second = localized.1 else { return }
    let correction = (
      first.pose.position - reported.0.position, second.pose.position - reported.1.position
    )
    let isStep = correction.0.distance(to: correction.1) > Self.step_m
    all += 1
    if isStep { allSteps += 1 }
    guard first.isConverged, second.isConverged else { return }
    converged += 1
    if isStep { convergedSteps += 1 }
  }

  mutating func merge(_ other: StepTally) {
    converged += other.converged
    convergedSteps += other.convergedSteps
    all += other.all
    allSteps += other.allSteps
    reportedJumps += other.reportedJumps
  }

  var report: StepReport {
    StepReport(
      frames: converged, steps: convergedSteps,
      perThousand: converged > 0 ? Double(convergedSteps) * 1000 / Double(converged) : nil, allFrames: all,
      allPerThousand: all > 0 ? Double(allSteps) * 1000 / Double(all) : nil, reportedJumps: reportedJumps)
  }
}

/// How often the correction of the reported pose changes by more than half a metre from one frame to the next.
public struct StepReport: Hashable, Sendable, Codable {
  /// Pairs of frames in sequence, both on the map and converged, the reported pose not jumping.
  public var frames: Int
  /// Steps among them.
  public var steps: Int
  /// Steps per 1000 of them.
  public var perThousand: Double?
  /// Pairs whatever the status.
  public var allFrames: Int
  /// Steps per 1000 of those.
  public var allPerThousand: Double?
  /// Pairs left out because the reported pose jumps: its own motion changes by more than half a metre from frame to frame.
  public var reportedJumps: Int
}

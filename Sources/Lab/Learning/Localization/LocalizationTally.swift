import Geometry
import Localization

/// What was measured on some drives of a scenario; tallies of several drives add up, in order.
public struct LocalizationTally: Sendable {
  let scenario: LocalizationScenario
  var drives = 0
  var driven_m = 0.0
  var frames = 0
  var statuses: [String: Int] = [:]
  var disturbedFrames = 0
  var disturbedStatuses: [String: Int] = [:]
  var across = Distribution()
  var along = Distribution()
  var alongAll = Distribution()
  var yaw = Distribution()
  var acrossDisturbed = Distribution()
  var slips = SlipTally()
  var consistency = ConsistencyTally()
  var integrity: IntegrityTally
  var start = RecoveryTally()
  var recovery = RecoveryTally()
  private var last: Vector2?
  private var wasDisturbed = false

  /// Nothing measured yet.
  public init(_ scenario: LocalizationScenario, options: LocalizationBenchOptions) {
    self.scenario = scenario
    integrity = IntegrityTally(
      alertLimit_m: options.alertLimit_m, promised: options.localization.protectionRisk)
  }

  /// Takes in the next frame of a drive.
  mutating func add(
    _ pose: RunPose?, truth: Pose2, time_s: Double, hasTwoLandmarks: Bool, isDisturbed: Bool
  ) {
    if last == nil { start.begin(time_s: time_s) }
    driven_m += last.map { $0.distance(to: truth.position) } ?? 0
    last = truth.position
    let status = pose?.status.name ?? "none"
    let error = pose.map { PoseError(of: $0.pose, truth: truth) }
    let isRight = pose?.isConverged == true && abs(error?.across_m ?? .infinity) <= RecoveryTally.right_m
    start.add(isRight: isRight, time_s: time_s)
    if isDisturbed {
      recovery.abandon()
    } else {
      if wasDisturbed { recovery.begin(time_s: time_s) }
      recovery.add(isRight: isRight, time_s: time_s)
    }
    wasDisturbed = isDisturbed
    if isDisturbed {
      disturbedFrames += 1
      disturbedStatuses[status, default: 0] += 1
      if let pose, let error, pose.isConverged { acrossDisturbed.add(abs(error.across_m)) }
      return
    }
    frames += 1
    statuses[status, default: 0] += 1
    guard let pose, let error, pose.isConverged else {
      integrity.addAbstention()
      return
    }
    across.add(abs(error.across_m))
    alongAll.add(abs(error.along_m))
    if hasTwoLandmarks { along.add(abs(error.along_m)) }
    yaw.add(abs(error.yaw_rad))
    slips.add(across_m: error.across_m)
    consistency.add(error, covariance: pose.covariance, time_s: time_s)
    integrity.add(across_m: error.across_m, pose)
  }

  /// The drive is over.
  mutating func endDrive() {
    drives += 1
    start.abandon()
    recovery.abandon()
    slips.endDrive()
    consistency.endDrive()
    integrity.endDrive()
    last = nil
    wasDisturbed = false
  }

  /// Adds what was measured on other drives of the scenario.
  public mutating func merge(_ other: LocalizationTally) {
    drives += other.drives
    driven_m += other.driven_m
    frames += other.frames
    statuses.merge(other.statuses) { $0 + $1 }
    disturbedFrames += other.disturbedFrames
    disturbedStatuses.merge(other.disturbedStatuses) { $0 + $1 }
    across.merge(other.across)
    along.merge(other.along)
    alongAll.merge(other.alongAll)
    yaw.merge(other.yaw)
    acrossDisturbed.merge(other.acrossDisturbed)
    slips.merge(other.slips)
    consistency.merge(other.consistency)
    integrity.merge(other.integrity)
    start.merge(other.start)
    recovery.merge(other.recovery)
  }
}

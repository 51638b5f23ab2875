import Geometry

/// How far a localized pose is off, in the vehicle's own axes.
struct PoseError: Hashable, Sendable {
  /// Forward, m.
  var along_m: Double
  /// To the left, m.
  var across_m: Double
  /// Turned left, radians.
  var yaw_rad: Double

  init(of pose: Pose2, truth: Pose2) {
    let gap = truth.local(pose)
    along_m = gap.position.x
    across_m = gap.position.y
    yaw_rad = gap.yaw_rad.wrappedAngle_rad
  }
}

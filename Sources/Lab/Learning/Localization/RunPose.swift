import Geometry
import Localization

/// What localization said of one frame of a run.
public struct RunPose: Sendable {
  /// The vehicle in the run's frame.
  public var pose: Pose2
  /// How far it can be trusted.
  public var status: LocalizedFrame.Status
  /// What a camera's lateral coordinate is to be multiplied with.
  public var lateralScale: Double
  /// Bound on the lateral error, m.
  public var protectionLevel_m: Double
  /// Covariance of the errors forward (m), left (m) and of the yaw (rad).
  public var covariance: Covariance3

  /// Whether the pose can be relied on.
  public var isConverged: Bool { status == .converged }

  /// A pose of its parts.
  public init(
    pose: Pose2, status: LocalizedFrame.Status, lateralScale: Double = 1, protectionLevel_m: Double,
    covariance: Covariance3
  ) {
    self.pose = pose
    self.status = status
    self.lateralScale = lateralScale
    self.protectionLevel_m = protectionLevel_m
    self.covariance = covariance
  }

  init(_ localized: LocalizedFrame, frameFromRegion: Pose2) {
    let forward = localized.mapFromVehicle.rotate(Vector2(1, 0))
    let left = forward.leftNormal
    let forms = [
      SIMD4(forward.x, forward.y, 0, 0), SIMD4(left.x, left.y, 0, 0), SIMD4(0, 0, 1, 0),
    ]
    func entry(_ a: Int, _ b: Int) -> Double { localized.covariance.covariance(forms[a], forms[b]) }
    self.init(
      pose: frameFromRegion * localized.mapFromVehicle, status: localized.status, lateralScale: localized.lateralScale,
      protectionLevel_m: localized.protectionLevel_m,
      covariance: Covariance3(
        xx: entry(0, 0), xy: entry(0, 1), xz: entry(0, 2), yy: entry(1, 1), yz: entry(1, 2), zz: entry(2, 2)))
  }

  /// The same pose moved to the left, m.
  func moved(left_m: Double) -> RunPose {
    var moved = self
    moved.pose.position = pose.position + pose.rotate(Vector2(0, left_m))
    return moved
  }
}

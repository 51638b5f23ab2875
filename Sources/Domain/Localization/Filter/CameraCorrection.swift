import Geometry

/// What takes a camera's systematic error away: its detections seen as they would be by a camera that sits as its calibration says.
/// Each part is small, so their order does not matter.
public struct CameraCorrection: Hashable, Sendable {
  /// What a lateral coordinate is to be multiplied with.
  public var lateralScale: Double
  /// How far a direction is to be turned to the left, radians: the error of the mounting's yaw.
  public var yaw_rad: Double
  /// Growth of a ground distance with itself, 1/m: the mounting's pitch over the camera's height.
  public var stretch_pm: Double
  /// How far all is to be moved to the left, m.
  public var lateral_m: Double

  /// A correction of its parts.
  public init(lateralScale: Double = 1, yaw_rad: Double = 0, stretch_pm: Double = 0, lateral_m: Double = 0) {
    self.lateralScale = lateralScale
    self.yaw_rad = yaw_rad
    self.stretch_pm = stretch_pm
    self.lateral_m = lateral_m
  }

  /// Changes nothing.
  public static let none = CameraCorrection()

  /// Where something on the ground is that was seen at `p` in the vehicle frame.
  @inlinable public func ground(_ p: Vector2) -> Vector2 {
    let range = p.length
    return raised(p * (1 + stretch_pm * range))
  }

  /// Where something is whose distance does not come from the ground.
  @inlinable public func raised(_ p: Vector2) -> Vector2 {
    let y = p.y * lateralScale + lateral_m
    return Vector2(p.x - yaw_rad * y, y + yaw_rad * p.x)
  }
}

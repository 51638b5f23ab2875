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
  @inlinable public func ground(_ p: Vector2) -> Vector2 { raised(seen(p).grown) }

  /// Where something on the ground seen at `p` is but for the other parts, and the derivative of that by the stretch. Ground ranges are
  /// reckoned from the camera. The tangent of the angle below the horizon is height over range, so an error of the pitch adds to the
  /// reciprocal of the range: to first order in the pitch, but at any range.
  @inlinable func seen(_ p: Vector2) -> (grown: Vector2, slope: Vector2) {
    let ray = Vector2(p.x - Self.forward_m, p.y)
    let range = ray.length
    let growth = 1 / max(1 - stretch_pm * range, Self.leastReciprocal)
    return (Vector2(Self.forward_m + ray.x * growth, ray.y * growth), ray * (range * growth * growth))
  }

  /// How far ahead of the rear axle a camera behind the windscreen sits, m.
  @usableFromInline static let forward_m = 1.6
  /// Near the horizon a reckoned range runs away; nothing is taken for more than twice as far as it was seen.
  @usableFromInline static let leastReciprocal = 0.5

  /// Where something is whose distance does not come from the ground.
  @inlinable public func raised(_ p: Vector2) -> Vector2 {
    let y = p.y * lateralScale + lateral_m
    return Vector2(p.x - yaw_rad * y, y + yaw_rad * p.x)
  }
}

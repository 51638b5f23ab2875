/// A rigid motion with its sine and cosine at hand, for moving many points.
public struct Motion2: Sendable {
  /// Where the inner frame's origin lies in the outer frame, m.
  public let origin: Vector2
  /// The inner frame's first axis in the outer frame.
  public let axis: Vector2

  /// The motion of a pose.
  public init(_ pose: Pose2) {
    origin = pose.position
    axis = Vector2(angle_rad: pose.yaw_rad)
  }

  /// A direction of the inner frame, in the outer frame.
  @inlinable public func rotate(_ d: Vector2) -> Vector2 {
    Vector2(axis.x * d.x - axis.y * d.y, axis.y * d.x + axis.x * d.y)
  }

  /// A point of the inner frame, in the outer frame.
  @inlinable public func transform(_ p: Vector2) -> Vector2 {
    Vector2(origin.x + axis.x * p.x - axis.y * p.y, origin.y + axis.y * p.x + axis.x * p.y)
  }

  /// A point of the outer frame, in the inner frame.
  @inlinable public func back(_ p: Vector2) -> Vector2 {
    let d = Vector2(p.x - origin.x, p.y - origin.y)
    return Vector2(axis.x * d.x + axis.y * d.y, axis.x * d.y - axis.y * d.x)
  }
}

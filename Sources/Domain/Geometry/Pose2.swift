/// A rigid motion of the plane, SE(2). Named by its frames: `mapFromVehicle` takes vehicle coordinates to map coordinates.
public struct Pose2: Hashable, Sendable {
  /// Where the inner frame's origin lies in the outer frame, m.
  public var position: Vector2
  /// Direction of the inner frame's first axis in the outer frame, counter-clockwise, radians.
  public var yaw_rad: Double

  /// A pose of position and direction.
  public init(_ position: Vector2, yaw_rad: Double) {
    self.position = position
    self.yaw_rad = yaw_rad
  }

  /// The motion that changes nothing.
  public static let identity = Pose2(.zero, yaw_rad: 0)

  /// A point of the inner frame, in the outer frame.
  public func transform(_ point: Vector2) -> Vector2 { position + rotate(point) }

  /// A direction of the inner frame, in the outer frame.
  public func rotate(_ direction: Vector2) -> Vector2 {
    let c = yaw_rad.cosine
    let s = yaw_rad.sine
    return Vector2(c * direction.x - s * direction.y, s * direction.x + c * direction.y)
  }

  /// The inverse motion.
  public var inverse: Pose2 {
    let back = Pose2(.zero, yaw_rad: -yaw_rad)
    return Pose2(-back.rotate(position), yaw_rad: -yaw_rad)
  }

  /// First `inner`, then self: `aFromB * bFromC` is `aFromC`.
  public static func * (outer: Pose2, inner: Pose2) -> Pose2 {
    Pose2(outer.transform(inner.position), yaw_rad: (outer.yaw_rad + inner.yaw_rad).wrappedAngle_rad)
  }

  /// The pose of `other` seen from self: `self * self.local(other) == other`.
  public func local(_ other: Pose2) -> Pose2 { inverse * other }
}

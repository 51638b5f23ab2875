/// A point or displacement in a plane, in metres unless a name says otherwise.
public struct Vector2: Hashable, Sendable {
  /// First component: east in a map frame, forward in the vehicle frame.
  public var x: Double
  /// Second component: north in a map frame, left in the vehicle frame.
  public var y: Double

  /// A vector of its two components.
  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  /// The origin.
  public static let zero = Vector2(0, 0)

  /// The unit vector at an angle counter-clockwise from the first axis.
  public init(angle_rad: Double) {
    self.init(angle_rad.cosine, angle_rad.sine)
  }

  /// Euclidean length.
  public var length: Double { squaredLength.squareRoot() }
  /// Squared Euclidean length.
  public var squaredLength: Double { x * x + y * y }
  /// The vector turned left by a right angle.
  public var leftNormal: Vector2 { Vector2(-y, x) }
  /// Angle counter-clockwise from the first axis, in (−π, π].
  public var angle_rad: Double { arctangent(y, x) }
  /// The vector of length one in the same direction; the zero vector stays zero.
  public var normalized: Vector2 {
    let length = self.length
    return length > 0 ? Vector2(x / length, y / length) : .zero
  }

  /// Scalar product.
  public func dot(_ other: Vector2) -> Double { x * other.x + y * other.y }
  /// Third component of the vector product: positive where `other` lies to the left.
  public func cross(_ other: Vector2) -> Double { x * other.y - y * other.x }
  /// Euclidean distance.
  public func distance(to other: Vector2) -> Double { (other - self).length }
  /// Linear interpolation: 0 gives self, 1 gives `other`.
  public func lerp(_ other: Vector2, _ t: Double) -> Vector2 {
    Vector2(x + (other.x - x) * t, y + (other.y - y) * t)
  }

  /// Componentwise sum.
  public static func + (a: Vector2, b: Vector2) -> Vector2 { Vector2(a.x + b.x, a.y + b.y) }
  /// Componentwise difference.
  public static func - (a: Vector2, b: Vector2) -> Vector2 { Vector2(a.x - b.x, a.y - b.y) }
  /// Scaling.
  public static func * (a: Vector2, k: Double) -> Vector2 { Vector2(a.x * k, a.y * k) }
  /// The opposite vector.
  public static prefix func - (a: Vector2) -> Vector2 { Vector2(-a.x, -a.y) }
}

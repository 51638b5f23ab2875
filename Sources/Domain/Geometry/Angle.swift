import Foundation

extension Double {
  /// Sine of an angle in radians.
  @inlinable public var sine: Double { sin(self) }
  /// Cosine of an angle in radians.
  @inlinable public var cosine: Double { cos(self) }
  /// The same angle in [−π, π].
  @inlinable public var wrappedAngle_rad: Double { remainder(dividingBy: 2 * .pi) }
  /// Degrees to radians.
  @inlinable public var degreesAsRadians: Double { self * (.pi / 180) }
  /// Radians to degrees.
  @inlinable public var radiansAsDegrees: Double { self * (180 / .pi) }
}

/// Angle of the vector (x, y) counter-clockwise from the first axis, in (−π, π].
@inlinable public func arctangent(_ y: Double, _ x: Double) -> Double { atan2(y, x) }

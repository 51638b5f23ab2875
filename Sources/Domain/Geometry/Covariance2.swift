/// A symmetric 2 × 2 covariance, m².
public struct Covariance2: Hashable, Sendable {
  /// Variance along the first axis.
  public var xx: Double
  /// Covariance of both axes.
  public var xy: Double
  /// Variance along the second axis.
  public var yy: Double

  /// A covariance of its three distinct entries.
  public init(xx: Double, xy: Double = 0, yy: Double) {
    self.xx = xx
    self.xy = xy
    self.yy = yy
  }

  /// The same variance in every direction.
  public init(isotropicSigma_m sigma: Double) { self.init(xx: sigma * sigma, yy: sigma * sigma) }

  /// Sum of the covariances of independent errors.
  public static func + (a: Covariance2, b: Covariance2) -> Covariance2 {
    Covariance2(xx: a.xx + b.xx, xy: a.xy + b.xy, yy: a.yy + b.yy)
  }

  /// Product of the two eigenvalues; positive for a proper covariance.
  public var determinant: Double { xx * yy - xy * xy }

  /// Squared Mahalanobis length of `d`; infinite where the covariance is singular.
  public func mahalanobisSquared(_ d: Vector2) -> Double {
    let det = determinant
    guard det > 0 else { return .infinity }
    return (yy * d.x * d.x - 2 * xy * d.x * d.y + xx * d.y * d.y) / det
  }

  /// Variance along the unit vector `n`.
  public func variance(along n: Vector2) -> Double { xx * n.x * n.x + 2 * xy * n.x * n.y + yy * n.y * n.y }

  /// The covariance of the same error in a frame turned by `yaw_rad`.
  public func rotated(by yaw_rad: Double) -> Covariance2 {
    let c = yaw_rad.cosine
    let s = yaw_rad.sine
    return Covariance2(
      xx: c * c * xx - 2 * c * s * xy + s * s * yy,
      xy: c * s * (xx - yy) + (c * c - s * s) * xy,
      yy: s * s * xx + 2 * c * s * xy + c * c * yy)
  }
}

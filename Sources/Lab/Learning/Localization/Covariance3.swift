/// A symmetric 3 × 3 covariance.
public struct Covariance3: Hashable, Sendable {
  /// The distinct entries, row by row.
  public var xx, xy, xz, yy, yz, zz: Double

  /// A covariance of its distinct entries.
  public init(xx: Double, xy: Double = 0, xz: Double = 0, yy: Double, yz: Double = 0, zz: Double) {
    self.xx = xx
    self.xy = xy
    self.xz = xz
    self.yy = yy
    self.yz = yz
    self.zz = zz
  }

  /// Squared Mahalanobis length of an error, by Cholesky's factors; nil where the covariance is not positive definite.
  public func mahalanobisSquared(_ x: Double, _ y: Double, _ z: Double) -> Double? {
    guard xx > 0 else { return nil }
    let a = xx.squareRoot()
    let b = xy / a
    let c = xz / a
    let dd = yy - b * b
    guard dd > 0 else { return nil }
    let d = dd.squareRoot()
    let e = (yz - b * c) / d
    let ff = zz - c * c - e * e
    guard ff > 0 else { return nil }
    let u = x / a
    let v = (y - b * u) / d
    let w = (z - c * u - e * v) / ff.squareRoot()
    return u * u + v * v + w * w
  }
}

import Geometry

/// What lanes in doubt leave of the place: the mean square of where else the vehicle may be, in the map frame. Where else stays put in the
/// world while the road turns, so a bend makes of a doubt across the road one along it, and once the lane is sure again only something
/// that tells the place along the road ends that.
struct LaneDoubt: Sendable {
  /// Mean square of the places, m².
  private(set) var spread = Covariance2(isotropicSigma_m: 0)

  /// Its part along a direction, m².
  func variance(along axis: Vector2) -> Double { max(spread.variance(along: axis), 0) }

  /// States what the lanes of now leave across the road, m²; what earlier ones left along it stays.
  mutating func state(across normal: Vector2, variance_m2: Double) {
    let old = spread.variance(along: normal)
    compose(
      normal, variance_m2, both: old > 1e-9 ? both(normal) * (variance_m2 / old).squareRoot() : 0,
      along: variance(along: normal.leftNormal))
  }

  /// The place along a direction is known.
  mutating func end(along axis: Vector2) { ease(along: axis, to: 0) }

  /// The other places along a direction have become less likely.
  /// - Parameter share: what is left of their probability, 0 … 1.
  mutating func ease(along axis: Vector2, to share: Double) {
    let normal = axis.leftNormal
    compose(
      normal, variance(along: normal), both: both(normal) * share.squareRoot(), along: variance(along: axis) * share)
  }

  /// The same in a frame turned by `turn_rad`.
  mutating func rebase(turn_rad: Double) { spread = spread.rotated(by: turn_rad) }

  /// Mean product of the places along a direction and along its left, m².
  private func both(_ n: Vector2) -> Double {
    let a = n.leftNormal
    return spread.xx * n.x * a.x + spread.xy * (n.x * a.y + n.y * a.x) + spread.yy * n.y * a.y
  }

  private mutating func compose(_ n: Vector2, _ across: Double, both: Double, along: Double) {
    let a = n.leftNormal
    spread = Covariance2(
      xx: across * n.x * n.x + 2 * both * n.x * a.x + along * a.x * a.x,
      xy: across * n.x * n.y + both * (n.x * a.y + n.y * a.x) + along * a.x * a.y,
      yy: across * n.y * n.y + 2 * both * n.y * a.y + along * a.y * a.y)
  }
}

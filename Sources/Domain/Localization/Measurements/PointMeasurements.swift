import Geometry
import MapModel
import Observations

/// Finds what detected points and areas say of the errors: each belongs to the mapped point that fits clearly best, if one does.
struct PointMeasurements {
  let region: MapRegion
  let frame: ObservationFrame
  let configuration: LocalizationConfiguration
  /// Seconds since the frame before.
  let seconds: Double

  /// χ² of two degrees beyond which it is another point: 99 % lie within.
  private static let gate = 9.2
  /// How much better than the second the best must fit.
  private static let lead = 3.0
  private static let farthest_m = 15.0

  /// How many landmarks could be compared with the map, having a mapped point of their class around, and how many lie on one.
  struct Tally {
    var compared = 0
    var found = 0
  }

  /// Appends the measurements of all landmarks at the filter's pose.
  func gather(_ filter: PoseFilter, into out: inout [MapMeasurement]) -> Tally {
    let pose = Motion2(filter.pose)
    var tally = Tally()
    Landmark.forEach(in: frame, camera: filter.camera, areaSigma_m: configuration.areaSigma_m) { landmark in
      let isFound = add(landmark, filter, pose, into: &out)
      guard isFound || isMapped(landmark, pose) else { return }
      tally.compared += 1
      if isFound { tally.found += 1 }
    }
    return tally
  }

  private func isMapped(_ landmark: Landmark, _ pose: Motion2) -> Bool {
    var isMapped = false
    let point = pose.transform(landmark.corrected)
    region.points.grid.forEach(in: Bounds2(centre: point, radius_m: Self.farthest_m)) { p in
      if landmark.label.probability(of: region.points.elementClass[p]) > 0.3 { isMapped = true }
    }
    return isMapped
  }

  /// True where the map has a counterpart, even if not which one.
  private func add(
    _ landmark: Landmark, _ filter: PoseFilter, _ pose: Motion2, into out: inout [MapMeasurement]
  ) -> Bool {
    let arm = pose.rotate(landmark.corrected)
    let point = pose.origin + arm
    let jacobian = PlaceJacobian(
      landmark.raw, arm: arm, pose: pose, camera: landmark.camera, isOnGround: landmark.isOnGround)
    let floor = configuration.mapSigma_m * configuration.mapSigma_m
    let look = landmark.covariance.rotated(by: filter.pose.yaw_rad) + Covariance2(xx: floor, yy: floor)
    let east = jacobian.form(along: Vector2(1, 0))
    let north = jacobian.form(along: Vector2(0, 1))
    let gain = filter.gain(east)
    let prior = Covariance2(xx: (gain * east).sum(), xy: (gain * north).sum(), yy: filter.variance(of: north))
    let found = nearest(point, landmark.label, look + prior)
    // Two counterparts that fit about as well say nothing certain.
    guard found.index >= 0 else { return false }
    guard found.second - found.cost > Self.lead else { return true }
    let residual = region.points.position[found.index] - point
    let piece = Int(region.points.piece[found.index])
    let temper = max(configuration.pointCorrelation_s / seconds, 1)
    // Whitened by the Cholesky factor of the detection's covariance, so that both rows are independent.
    let a = look.xx.squareRoot()
    let b = look.xy / a
    let c = max(look.yy - b * b, 1e-6).squareRoot()
    out.append(
      MapMeasurement(form: east * (1 / a), residual: residual.x / a, variance: temper, lookVariance: 1, piece: piece))
    out.append(
      MapMeasurement(
        form: north * (1 / c) - east * (b / (a * c)), residual: (residual.y - b / a * residual.x) / c, variance: temper,
        lookVariance: 1, piece: piece))
    return true
  }

  private func nearest(_ point: Vector2, _ label: Label, _ spread: Covariance2)
    -> (index: Int, cost: Double, second: Double)
  {
    var best = (index: -1, cost: Self.gate, second: Double.infinity)
    let reach = min(3.1 * max(spread.xx, spread.yy).squareRoot(), Self.farthest_m)
    region.points.grid.forEach(in: Bounds2(centre: point, radius_m: reach)) { p in
      let probability = label.probability(of: region.points.elementClass[p])
      guard probability > 0.05 else { return }
      let cost = spread.mahalanobisSquared(region.points.position[p] - point) + (1 - probability)
      if cost < best.cost {
        best = (p, cost, best.index >= 0 ? best.cost : best.second)
      } else {
        best.second = min(best.second, cost)
      }
    }
    return best
  }
}

import Foundation
import Geometry
import MapModel
import Observations

/// By how much the pose would have to be moved in one direction for something seen to lie on the map.
struct MapOffsets {
  let region: MapRegion
  /// The direction, a unit vector of the map frame.
  let direction: Vector2
  /// Farthest offset that is looked at, m.
  let reach_m: Double

  /// The offset at which a point lies on a segment, m; nil where it passes beside it or runs along it.
  func crossing(_ point: Vector2, _ s: Int, leastSine: Double) -> Double? {
    let segments = region.segments
    let d = segments.direction[s]
    let sine = direction.cross(d)
    guard abs(sine) > leastSine else { return nil }
    let offset = -(point - segments.start[s]).cross(d) / sine
    let station = (point + direction * offset - segments.start[s]).dot(d)
    return station >= -0.5 && station <= segments.length_m[s] + 0.5 ? offset : nil
  }

  /// Raises bins at the offsets that take a landmark at a point to mapped ones of its class; false where there is none.
  /// - Parameters:
  ///   - sigma_m: standard deviation in the direction.
  ///   - asideVariance_m2: variance across the direction.
  func raise(
    _ bins: inout [Double], _ landmark: Landmark, at point: Vector2, held_m: Double, sigma_m: Double,
    asideVariance_m2: Double, leastWeight: Double
  ) -> Bool {
    let across = direction.leftNormal
    var any = false
    region.points.grid.forEach(in: Bounds2(centre: point, radius_m: reach_m)) { p in
      let weight = landmark.label.probability(of: region.points.elementClass[p])
      guard weight > leastWeight else { return }
      let d = region.points.position[p] - point
      let aside = d.dot(across)
      guard aside * aside < 9 * asideVariance_m2 else { return }
      any = true
      OffsetBins.raise(
        &bins, at: held_m + d.dot(direction), flat_m: OffsetBins.step_m / 2, fall_m: sigma_m,
        to: weight * exp(-0.5 * aside * aside / asideVariance_m2))
    }
    return any
  }
}

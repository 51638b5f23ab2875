import Foundation
import Geometry

/// The likeliest place of a grid: all displacements in the lane of the best one, however far along the road.
struct PlacePosterior {
  /// The middle of the place, a displacement of the grid.
  let mean: Vector2
  /// How far it reaches about the middle, m².
  let covariance: Covariance2
  /// Its probability.
  let probability: Double

  /// - Parameters:
  ///   - prior: covariance of the place about where the filter is.
  ///   - normal: the unit vector to the vehicle's left.
  init(of grid: PlaceGrid, prior: Covariance2, normal: Vector2, configuration: LocalizationConfiguration) {
    var logs = grid.fit(configuration)
    var best = 0
    for cell in logs.indices {
      logs[cell] -= Float(0.5 * prior.mahalanobisSquared(grid.displacement(cell) - grid.held))
      if logs[cell] > logs[best] { best = cell }
    }
    let top = grid.displacement(best)
    var total = 0.0
    var there = 0.0
    var sum = Vector2.zero
    var (xx, xy, yy) = (0.0, 0.0, 0.0)
    for cell in logs.indices where logs[cell] > logs[best] - Self.negligible {
      let weight = Double(exp(logs[cell] - logs[best]))
      total += weight
      let d = grid.displacement(cell) - top
      guard abs(d.dot(normal)) < LaneHistogram.basinHalfWidth_m else { continue }
      there += weight
      sum = sum + d * weight
      xx += weight * d.x * d.x
      xy += weight * d.x * d.y
      yy += weight * d.y * d.y
    }
    let middle = sum * (1 / there)
    mean = top + middle
    covariance = Covariance2(
      xx: xx / there - middle.x * middle.x, xy: xy / there - middle.x * middle.y,
      yy: yy / there - middle.y * middle.y)
    probability = there / total
  }

  /// Cells that are less likely than the best one by this are left out, natural logarithm.
  private static let negligible: Float = 20
}

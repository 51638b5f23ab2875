import Geometry
import Localization
import MapModel

/// The mapped lines of one class in a region.
struct MappedLines: Sendable {
  let region: MapRegion
  let elementClass: ElementClass

  /// Distance from a point of the region's frame to the nearest line, m; `reach_m` where none is nearer.
  func distance_m(from point: Vector2, reach_m: Double) -> Double {
    let segments = region.segments
    var best = reach_m
    segments.grid.forEach(in: Bounds2(centre: point, radius_m: reach_m)) { s in
      guard segments.elementClass[s] == elementClass else { return }
      let offset = point - segments.start[s]
      let along = min(max(offset.dot(segments.direction[s]), 0), segments.length_m[s])
      best = min(best, (offset - segments.direction[s] * along).length)
    }
    return best
  }
}

import Geometry

/// The height of the road.
extension MapRegion {
  /// Farthest line that tells the height of a place, m.
  private static let heightReach_m = 12.0

  /// Height of the road at a place, m above the ellipsoid: of the lines around it, the near ones counting most; nil where none has one.
  public func height_m(at place: Vector2) -> Double? {
    guard !segments.height_m.isEmpty else { return nil }
    var weights = 0.0
    var sum = 0.0
    segments.grid.forEach(in: Bounds2(centre: place, radius_m: Self.heightReach_m)) { s in
      guard segments.height_m[s].isFinite else { return }
      let station = min(max((place - segments.start[s]).dot(segments.direction[s]), 0), segments.length_m[s])
      let nearest = segments.start[s] + segments.direction[s] * station
      let squared = (place - nearest).squaredLength
      guard squared < Self.heightReach_m * Self.heightReach_m else { return }
      let weight = 1 / (1 + squared)
      weights += weight
      sum += weight * (Double(segments.height_m[s]) + Double(segments.slope[s]) * station)
    }
    return weights > 0 ? sum / weights : nil
  }
}

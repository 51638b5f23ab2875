import MapModel

/// The upright box around some vertices: what lies outside of it by more than a distance is farther than that from all of them and from all that lies
/// between them.
struct VertexBox: Hashable, Sendable {
  private let low: TilePoint
  private let high: TilePoint

  /// Nil of no vertices.
  init?(_ points: [TilePoint]) {
    guard var low = points.first else { return nil }
    var high = low
    for point in points {
      low = TilePoint(x_cm: min(low.x_cm, point.x_cm), y_cm: min(low.y_cm, point.y_cm))
      high = TilePoint(x_cm: max(high.x_cm, point.x_cm), y_cm: max(high.y_cm, point.y_cm))
    }
    self.low = low
    self.high = high
  }

  /// True where a place is more than a distance, in cm, off to one of the four sides.
  func isBeyond(_ distance_cm: Int64, of place: TilePoint) -> Bool {
    Int64(place.x_cm) - Int64(high.x_cm) > distance_cm || Int64(low.x_cm) - Int64(place.x_cm) > distance_cm
      || Int64(place.y_cm) - Int64(high.y_cm) > distance_cm || Int64(low.y_cm) - Int64(place.y_cm) > distance_cm
  }
}

/// A chain of straight segments with the distance along it, m.
public struct Polyline: Hashable, Sendable {
  /// Vertices, in order; at least one.
  public let points: [Vector2]
  /// Distance along the line to each vertex; starts at zero, never falls.
  public let stations_m: [Double]

  /// A line through its vertices.
  /// - Precondition: `points` is not empty.
  public init(_ points: [Vector2]) {
    precondition(!points.isEmpty, "a polyline has at least one vertex")
    self.points = points
    var station = 0.0
    var stations = [0.0]
    stations.reserveCapacity(points.count)
    for i in 1..<max(points.count, 1) {
      station += points[i].distance(to: points[i - 1])
      stations.append(station)
    }
    self.stations_m = stations
  }

  /// Length of the whole chain.
  public var length_m: Double { stations_m[stations_m.count - 1] }

  /// Index of the segment that holds a station, clamped to the line.
  private func segment(at station_m: Double) -> Int {
    var low = 0
    var high = max(points.count - 2, 0)
    while low < high {
      let middle = (low + high + 1) / 2
      if stations_m[middle] <= station_m { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// The point at a distance along the line, clamped to its ends. O(log n).
  public func point(at station_m: Double) -> Vector2 {
    guard points.count > 1 else { return points[0] }
    let i = segment(at: station_m)
    let span = stations_m[i + 1] - stations_m[i]
    let t = span > 0 ? min(max((station_m - stations_m[i]) / span, 0), 1) : 0
    return points[i].lerp(points[i + 1], t)
  }

  /// Unit direction of the line at a station; zero for a single vertex.
  public func tangent(at station_m: Double) -> Vector2 {
    guard points.count > 1 else { return .zero }
    let i = segment(at: station_m)
    return (points[i + 1] - points[i]).normalized
  }

  /// Where a point projects on the line. O(n).
  public func project(_ point: Vector2) -> LineProjection {
    guard points.count > 1 else {
      return LineProjection(
        station_m: 0, foot: points[0], lateral_m: 0, distance_m: point.distance(to: points[0]), beyondEnd: true)
    }
    var best = LineProjection(station_m: 0, foot: points[0], lateral_m: 0, distance_m: .infinity, beyondEnd: true)
    for i in 0..<(points.count - 1) {
      let a = points[i]
      let d = points[i + 1] - a
      let squared = d.squaredLength
      guard squared > 0 else { continue }
      let raw = (point - a).dot(d) / squared
      let t = min(max(raw, 0), 1)
      let foot = a + d * t
      let distance = point.distance(to: foot)
      guard distance < best.distance_m else { continue }
      let beyond = (i == 0 && raw < 0) || (i == points.count - 2 && raw > 1)
      best = LineProjection(
        station_m: stations_m[i] + t * squared.squareRoot(), foot: foot,
        lateral_m: d.normalized.cross(point - a), distance_m: distance, beyondEnd: beyond)
    }
    return best
  }

  /// The part of the line between two stations, with the vertices between them.
  public func slice(from start_m: Double, to end_m: Double) -> Polyline {
    let a = min(max(start_m, 0), length_m)
    let b = min(max(end_m, a), length_m)
    var slice = [point(at: a)]
    for i in points.indices where stations_m[i] > a && stations_m[i] < b { slice.append(points[i]) }
    if b > a { slice.append(point(at: b)) }
    return Polyline(slice)
  }

  /// Points at most `spacing_m` apart, evenly spread, both ends included.
  public func resampled(spacing_m: Double) -> [Vector2] {
    let count = max(Int((length_m / spacing_m).rounded(.up)), 1)
    return (0...count).map { point(at: length_m * Double($0) / Double(count)) }
  }
}

/// The foot of a point on a line.
public struct LineProjection: Hashable, Sendable {
  /// Distance along the line to the foot, m.
  public let station_m: Double
  /// The nearest point of the line.
  public let foot: Vector2
  /// Signed distance from the supporting line, left positive, m.
  public let lateral_m: Double
  /// Distance from the foot, m.
  public let distance_m: Double
  /// True where the point lies past an end of the line.
  public let beyondEnd: Bool
}

import MapModel

extension LineInterval {
  /// Length of a chain of vertices, cm, the same on every machine.
  public static func length_cm(of points: [TilePoint]) -> Int {
    Int(FixedPoint.divide(LineMeasure(points).length, by: LineMeasure.unitsPerCentimetre))
  }

  /// Number of intervals a piece is judged in: one for points and polygons.
  public static func count(of element: MapElement) -> Int {
    element.kind == .line ? count(lineLength_cm: length_cm(of: element.points)) : 1
  }

  /// The same of the piece at a place of a tile: a packed one tells it without its geometry.
  public static func count(at index: Int, in tile: MapTile) -> Int {
    tile.packed.map { Int($0.digests[index].intervals) } ?? count(of: tile.element(at: index))
  }

  /// The part of a line of some length that an interval covers, cm from its start; the last one runs to the end.
  public static func range_cm(of interval: Int, lineLength_cm: Int) -> Range<Int> {
    let start = min(interval * length_cm, lineLength_cm)
    let isLast = interval + 1 >= count(lineLength_cm: lineLength_cm)
    return start..<(isLast ? lineLength_cm : min(start + length_cm, lineLength_cm))
  }
}

/// A chain of vertices with the distance along it in hundredths of a centimetre.
public struct LineMeasure: Sendable {
  /// Units of `stations` in a centimetre.
  public static let unitsPerCentimetre: Int64 = 100
  /// Vertices, in order.
  public let points: [TilePoint]
  /// Distance along the line to each vertex.
  public let stations: [Int64]

  /// The measure of a line.
  public init(_ points: [TilePoint]) {
    self.points = points
    var stations: [Int64] = []
    stations.reserveCapacity(points.count)
    var station: Int64 = 0
    for (index, point) in points.enumerated() {
      if index > 0 {
        let dx = Int64(point.x_cm) - Int64(points[index - 1].x_cm)
        let dy = Int64(point.y_cm) - Int64(points[index - 1].y_cm)
        station += FixedPoint.length(dx * Self.unitsPerCentimetre, dy * Self.unitsPerCentimetre)
      }
      stations.append(station)
    }
    self.stations = stations
  }

  /// Length of the whole chain, in hundredths of a centimetre.
  public var length: Int64 { stations.last ?? 0 }

  /// The point at a distance along the line, cm, clamped to its ends, and the index of the vertex at or before it.
  public func point(at station_cm: Int) -> (point: TilePoint, after: Int) {
    let station = Int64(station_cm) * Self.unitsPerCentimetre
    guard points.count > 1, station > 0 else { return (points[0], 0) }
    guard station < length else { return (points[points.count - 1], points.count - 1) }
    var low = 0
    var high = points.count - 2
    while low < high {
      let middle = (low + high + 1) / 2
      if stations[middle] <= station { low = middle } else { high = middle - 1 }
    }
    let span = stations[low + 1] - stations[low]
    guard span > 0 else { return (points[low], low) }
    func between(_ a: Int32, _ b: Int32) -> Int32 {
      Int32(Int64(a) + FixedPoint.divide((Int64(b) - Int64(a)) * (station - stations[low]), by: span))
    }
    return (
      TilePoint(
        x_cm: between(points[low].x_cm, points[low + 1].x_cm), y_cm: between(points[low].y_cm, points[low + 1].y_cm)),
      low
    )
  }

  /// The part of the line between two distances along it, cm, with the vertices between.
  public func slice(_ range_cm: Range<Int>) -> [TilePoint] {
    var slice = [point(at: range_cm.lowerBound).point]
    for index in points.indices
    where stations[index] > Int64(range_cm.lowerBound) * Self.unitsPerCentimetre
      && stations[index] < Int64(range_cm.upperBound) * Self.unitsPerCentimetre
    {
      if points[index] != slice[slice.count - 1] { slice.append(points[index]) }
    }
    let end = point(at: range_cm.upperBound).point
    if end != slice[slice.count - 1] { slice.append(end) }
    return slice
  }

  /// The place of the line that lies nearest to a point.
  public func nearest(to point: TilePoint) -> LineFoot {
    func start() -> LineFoot {
      LineFoot(distance_cm: points[0].distance_cm(to: point), station_cm: 0, isLeft: false)
    }
    guard points.count > 1 else { return start() }
    var best: (distance: Int64, station: Int64, isLeft: Bool) = (.max, 0, false)
    for index in 0..<(points.count - 1) {
      let a = points[index]
      let (ux, uy) = (Int64(points[index + 1].x_cm) - Int64(a.x_cm), Int64(points[index + 1].y_cm) - Int64(a.y_cm))
      let (px, py) = (Int64(point.x_cm) - Int64(a.x_cm), Int64(point.y_cm) - Int64(a.y_cm))
      let squared = ux * ux + uy * uy
      guard squared > 0 else { continue }
      let along = min(max(px * ux + py * uy, 0), squared)
      let foot = TilePoint(
        x_cm: Int32(Int64(a.x_cm) + FixedPoint.divide(ux * (along >> 8), by: max(squared >> 8, 1))),
        y_cm: Int32(Int64(a.y_cm) + FixedPoint.divide(uy * (along >> 8), by: max(squared >> 8, 1))))
      let distance = foot.distance_cm(to: point)
      guard distance < best.distance else { continue }
      let span = stations[index + 1] - stations[index]
      best = (
        distance, stations[index] + FixedPoint.divide(span * (along >> 8), by: max(squared >> 8, 1)),
        ux * py - uy * px > 0
      )
    }
    guard best.distance < .max else { return start() }
    return LineFoot(
      distance_cm: best.distance, station_cm: Int(best.station / Self.unitsPerCentimetre), isLeft: best.isLeft)
  }

  /// True where a point lies beside the line, not before its beginning or behind its end.
  func isBeside(_ foot: LineFoot) -> Bool {
    foot.station_cm > 0 && Int64(foot.station_cm) * Self.unitsPerCentimetre < length - Self.unitsPerCentimetre
  }

  /// How far left of the line the middle vertex of another lies, cm; negative to the right.
  func left_cm(of other: [TilePoint]) -> Int64 { nearest(to: other[other.count / 2]).left_cm }
}

extension TilePoint {
  /// Distance, cm, rounded down.
  public func distance_cm(to other: TilePoint) -> Int64 {
    FixedPoint.length(Int64(other.x_cm) - Int64(x_cm), Int64(other.y_cm) - Int64(y_cm))
  }
}

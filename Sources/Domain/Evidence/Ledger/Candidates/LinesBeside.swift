import MapModel

/// The mapped lines on either side of something seen, where that may be one of them in another place.
struct LinesBeside {
  let tile: MapTile
  let elementClass: ElementClass

  /// One of them.
  struct Line {
    /// Its place in the tile.
    let index: Int
    /// Where it lies nearest.
    let foot: LineFoot
  }

  /// Two lanes of 3 m, cm: where as much lies between two lines, what is seen beyond a narrow lane from one of them may well be a third.
  private static let lanes_cm: Int64 = 600

  /// On either side the nearest of some lines of a tile: one within a lane, or, between two that are less than two lanes apart, both. What a vehicle
  /// saw there that took one of these for the other lies anywhere between.
  func of(_ centre: TilePoint, among indices: some Sequence<Int>) -> [Line] {
    var beside: [(line: Line, way: (x: Int64, y: Int64))] = []
    for index in indices where tile.elementClass(at: index) == elementClass && tile.kind(at: index) == .line {
      let points = tile.element(at: index).points
      guard let box = VertexBox(points), !box.isBeyond(RivalLine.reach_cm.upperBound, of: centre) else { continue }
      let course = LineMeasure(points)
      let foot = course.nearest(to: centre)
      guard foot.distance_cm <= RivalLine.reach_cm.upperBound, course.isBeside(foot) else { continue }
      beside.append((Line(index: index, foot: foot), centre.vector_cm(to: course.point(at: foot.station_cm).point)))
    }
    beside.sort { ($0.line.foot.distance_cm, $0.line.index) < ($1.line.foot.distance_cm, $1.line.index) }
    guard let nearest = beside.first else { return [] }
    let across = beside.first { $0.way.x * nearest.way.x + $0.way.y * nearest.way.y < 0 }?.line
    let gap_cm = across.map { nearest.line.foot.distance_cm + $0.foot.distance_cm } ?? .max
    return [nearest.line, across].compactMap { $0 }.filter {
      RivalLine.reach_cm.contains($0.foot.distance_cm)
        && ($0.foot.distance_cm <= RivalLine.lane_cm || gap_cm <= Self.lanes_cm)
    }
  }
}

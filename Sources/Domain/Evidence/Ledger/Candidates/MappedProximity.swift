import MapModel

/// Whether something seen lies where the current version of the map holds something like it. Evidence matched with an older version cannot know.
struct MappedProximity {
  let tile: MapTile
  let gate_cm: Int64

  /// True of a sighting of something that the map holds.
  func explains(_ sighting: CandidateSighting) -> Bool {
    guard let centre = sighting.points.isEmpty ? nil : sighting.centre else { return true }
    // By index: an element is dear to copy.
    let elements = tile.elements
    return elements.indices.contains { index in
      guard elements[index].elementClass == sighting.elementClass,
        let box = VertexBox(elements[index].points), !box.isBeyond(gate_cm * 2, of: centre)
      else { return false }
      let element = elements[index]
      switch element.kind {
      case .line: return LineMeasure(element.points).nearest(to: centre).distance_cm <= gate_cm
      case .point, .polygon: return element.centre.distance_cm(to: centre) <= gate_cm * 2
      }
    }
  }

  /// True where a line of its class lies within the gate of a cluster's centre.
  func hasLine(near cluster: CandidateCluster) -> Bool {
    let centre = cluster.centre
    return (0..<tile.count).contains { index in
      guard tile.elementClass(at: index) == cluster.elementClass, tile.kind(at: index) == .line else { return false }
      let points = tile.element(at: index).points
      guard let box = VertexBox(points), !box.isBeyond(gate_cm, of: centre) else { return false }
      return LineMeasure(points).nearest(to: centre).distance_cm <= gate_cm
    }
  }
}

extension CandidateSighting {
  /// The mean vertex of a polygon, the middle vertex of a line, or the point.
  var centre: TilePoint { kind == .line ? points[points.count / 2] : points.meanVertex }
}

extension MapElement {
  /// The mean vertex of a polygon, the middle vertex of a line, or the point.
  public var centre: TilePoint { kind == .line ? points[points.count / 2] : points.meanVertex }
}

extension [TilePoint] {
  /// The mean of the vertices; the frame's origin of none.
  public var meanVertex: TilePoint {
    guard count > 1 else { return first ?? TilePoint(x_cm: 0, y_cm: 0) }
    let x = reduce(Int64(0)) { $0 + Int64($1.x_cm) }
    let y = reduce(Int64(0)) { $0 + Int64($1.y_cm) }
    return TilePoint(
      x_cm: Int32(FixedPoint.divide(x, by: Int64(count))), y_cm: Int32(FixedPoint.divide(y, by: Int64(count))))
  }
}

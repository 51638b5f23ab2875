import Geometry

/// Cuts lines at tile borders. Both sides of a cut hold the border vertex, each on its own grid.
struct LineCutter {
  private var grid = TileGrid()

  /// The pieces of a line in order along it, each with its tile.
  ///
  /// Vertices are put on their tile's grid first and the cuts are made on what stands there, so that cutting what `TileJoiner`
  /// made of the pieces gives the same pieces again.
  mutating func cut(_ element: GeodeticElement, firstPart: UInt32) throws(TileCutError) -> [(TileID, MapElement)] {
    var pieces: [(TileID, MapElement)] = []
    var tile = TileID(element.vertices[0])
    var points: [TilePoint] = []
    var heights: [Int32] = []
    var last: Geodetic?

    func close() throws(TileCutError) {
      let (offset, overflow) = PieceID.step.multipliedReportingOverflow(by: UInt32(clamping: pieces.count))
      let (part, overflowToo) = firstPart.addingReportingOverflow(offset)
      if overflow || overflowToo { throw .pieces(element.id) }
      pieces.append(
        (
          tile,
          MapElement(
            piece: PieceID(element.id, part: part), elementClass: element.elementClass, kind: .line, points: points,
            elevations_cm: heights, attributes: element.attributes, references: element.references)
        ))
    }

    for (index, vertex) in element.vertices.enumerated() {
      let home = TileID(vertex)
      let snapped = grid.pointInside(vertex, home)
      let height_cm = Self.centimetres(vertex.height_m)
      let place = grid.place(of: snapped, in: home, height_m: Double(height_cm) / 100)
      if let last {
        let length_m = grid.frame(TileID(last)).local(place).distance(to: grid.frame(TileID(last)).local(last))
        guard length_m <= TileLimits.segment_m else {
          throw .segment(element.id, vertex: index - 1, length_m: length_m)
        }
        let crossings = home == tile ? [] : BorderCrossing.crossings(from: last, to: place)
        for crossing in crossings {
          let height = last.height_m + (place.height_m - last.height_m) * crossing.fraction
          points.append(grid.point(of: crossing.place, in: tile))
          if element.hasElevations { heights.append(Self.centimetres(height)) }
          try close()
          tile = crossing.next
          points = [grid.point(of: crossing.place, in: tile)]
          heights = element.hasElevations ? [Self.centimetres(height)] : []
        }
      }
      points.append(tile == home ? snapped : grid.point(of: place, in: tile))
      if element.hasElevations { heights.append(height_cm) }
      last = place
    }
    try close()
    return pieces
  }

  /// A point or polygon, whole, in the tile of its first vertex.
  mutating func whole(_ element: GeodeticElement, part: UInt32) throws(TileCutError) -> (TileID, MapElement) {
    let tile = TileID(element.vertices[0])
    var points: [TilePoint] = []
    for (index, vertex) in element.vertices.enumerated() {
      let point = index == 0 ? grid.pointInside(vertex, tile) : grid.point(of: vertex, in: tile)
      guard max(point.x_cm.magnitude, point.y_cm.magnitude) <= TileLimits.reach_cm.magnitude else {
        throw .reach(element.id, vertex: index)
      }
      points.append(point)
    }
    let heights = element.hasElevations ? element.vertices.map { Self.centimetres($0.height_m) } : []
    return (
      tile,
      MapElement(
        piece: PieceID(element.id, part: part), elementClass: element.elementClass, kind: element.kind, points: points,
        elevations_cm: heights, attributes: element.attributes, references: element.references)
    )
  }

  private static func centimetres(_ height_m: Double) -> Int32 {
    Int32(min(max((height_m * 100).rounded(), -2e9), 2e9))
  }
}

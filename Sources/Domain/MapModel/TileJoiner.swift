import Geometry

/// The inverse of `TileCutter`: pieces of many tiles into whole elements.
///
/// Consecutive pieces of a line that touch and agree in all but geometry become one line again, without the vertices the cutter
/// put on borders. Where a piece between is gone, or the pieces no longer agree, the element comes out as several stretches with the
/// same id and different `part`.
public enum TileJoiner {
  /// Ends of two pieces are one vertex within this distance, m: twice the rounding of the grid.
  static let touch_m = 0.02
  /// A border vertex this near to the straight line between its neighbours tells nothing, m.
  static let straight_m = 0.01

  /// The elements of some tiles, ordered by id and part. Each tile must be there at most once.
  public static func elements(of tiles: [MapTile]) -> [GeodeticElement] {
    var pieces: [(tile: TileID, piece: MapElement)] = []
    for tile in tiles { pieces += tile.elements.map { (tile.id, $0) } }
    pieces.sort { ($0.piece.piece, $0.tile) < ($1.piece.piece, $1.tile) }

    var grid = TileGrid()
    var elements: [GeodeticElement] = []
    var stretch: Stretch?
    for (tile, piece) in pieces {
      let vertices = piece.points.enumerated().map { index, point in
        grid.place(
          of: point, in: tile,
          height_m: piece.elevations_cm.isEmpty ? 0 : Double(piece.elevations_cm[index]) / 100)
      }
      if stretch?.append(vertices, of: piece, in: tile) == true { continue }
      if let done = stretch { elements.append(done.element) }
      stretch = Stretch(vertices, of: piece, in: tile)
    }
    if let done = stretch { elements.append(done.element) }
    return elements
  }
}

/// A line in the making, with the places where pieces met.
private struct Stretch {
  private let first: MapElement
  private var vertices: [Geodetic]
  private var isCut: [Bool]
  private var lastTile: TileID

  init(_ vertices: [Geodetic], of piece: MapElement, in tile: TileID) {
    first = piece
    self.vertices = vertices
    isCut = Array(repeating: false, count: vertices.count)
    lastTile = tile
  }

  /// Adds the next piece; false where it belongs to another stretch.
  mutating func append(_ next: [Geodetic], of piece: MapElement, in tile: TileID) -> Bool {
    guard piece.piece.element == first.piece.element, piece.kind == .line, first.kind == .line,
      piece.elementClass == first.elementClass, piece.attributes == first.attributes,
      piece.references == first.references, piece.elevations_cm.isEmpty == first.elevations_cm.isEmpty
    else { return false }
    let end = vertices[vertices.count - 1]
    let frame = ENUFrame(origin: end)
    guard frame.local(next[0]).length <= TileJoiner.touch_m else { return false }
    // The tile of the lower id owns the vertex.
    if tile < lastTile { vertices[vertices.count - 1] = next[0] }
    isCut[isCut.count - 1] = true
    vertices += next.dropFirst()
    isCut += Array(repeating: false, count: next.count - 1)
    lastTile = tile
    return true
  }

  var element: GeodeticElement {
    var kept: [Geodetic] = []
    var index = 0
    while index < vertices.count {
      var end = index + 1
      while end < vertices.count - 1 && isCut[end] { end += 1 }
      kept.append(vertices[index])
      if end < vertices.count { kept += bends(between: index, and: end) }
      index = end
    }
    return GeodeticElement(
      id: first.piece.element, part: first.piece.part, elementClass: first.elementClass, kind: first.kind,
      vertices: kept, hasElevations: !first.elevations_cm.isEmpty, attributes: first.attributes,
      references: first.references)
  }

  /// The border vertices strictly between two others that do not lie on the straight line between them.
  private func bends(between start: Int, and end: Int) -> [Geodetic] {
    guard end > start + 1 else { return [] }
    let frame = ENUFrame(
      origin: vertices[start].onGround)
    func local(_ index: Int) -> Vector2 {
      frame.local(
        vertices[index].onGround)
    }
    let chord = Polyline([local(start), local(end)])
    let distances = ((start + 1)..<end).map { ($0, chord.project(local($0)).distance_m) }
    guard let farthest = distances.max(by: { $0.1 < $1.1 }), farthest.1 > TileJoiner.straight_m else { return [] }
    return bends(between: start, and: farthest.0) + [vertices[farthest.0]] + bends(between: farthest.0, and: end)
  }
}

import Geometry

/// Elements into tiles: lines are cut at tile borders, points and polygons go whole to the tile of their first vertex.
public enum TileCutter {
  /// The tiles of some elements, ordered by id; pieces of a line are numbered along it in steps of `PieceID.step`.
  /// - Throws: `TileCutError` naming the element and the limit. Nothing is left out.
  public static func tiles(
    of elements: [GeodeticElement], version: UInt64 = 1
  ) throws(TileCutError) -> [MapTile] {
    var cutter = LineCutter()
    var tiles: [TileID: [MapElement]] = [:]
    var last: PieceID?
    var nextPart: UInt32 = 0
    for element in elements.sorted(by: { $0.piece < $1.piece }) {
      try check(element)
      if element.piece == last { throw .duplicate(element.id, part: element.part) }
      // A stretch that grew since its element came apart may need numbers the next stretch had.
      let part = last?.element == element.id ? max(element.part, nextPart) : element.part
      last = element.piece
      let pieces =
        element.kind == .line ? try cutter.cut(element, firstPart: part) : [try cutter.whole(element, part: part)]
      for (tile, piece) in pieces {
        tiles[tile, default: []].append(piece)
        let (next, overflow) = piece.piece.part.addingReportingOverflow(PieceID.step)
        nextPart = overflow ? .max : next
      }
    }
    return tiles.map { MapTile(id: $0.key, version: version, elements: $0.value) }.sorted { $0.id < $1.id }
  }

  /// Web-Mercator ends here, degrees.
  private static let latitudeBound_deg = 85.05

  private static func check(_ element: GeodeticElement) throws(TileCutError) {
    let count = element.vertices.count
    let fits =
      switch element.kind {
      case .point: count == 1
      case .line: count >= 2
      case .polygon: count >= 3
      }
    guard fits && count <= TileLimits.vertices else { throw .vertexCount(element.id, element.kind, count: count) }
    for (index, vertex) in element.vertices.enumerated() {
      // Comparisons with NaN are false, so it does not pass.
      guard abs(vertex.latitude_deg) <= latitudeBound_deg, abs(vertex.longitude_deg) <= 180,
        abs(vertex.height_m) <= 20_000
      else { throw .coordinate(element.id, vertex: index) }
    }
  }
}

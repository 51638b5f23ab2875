/// Why an element cannot be put into tiles.
public enum TileCutError: Error, Hashable, Sendable {
  /// A coordinate is no finite number or lies outside the Web-Mercator square.
  case coordinate(ElementID, vertex: Int)
  /// Fewer vertices than its shape needs, or more than `TileLimits.vertices`.
  case vertexCount(ElementID, ShapeKind, count: Int)
  /// Two neighbours on a line are more than `TileLimits.segment_m` apart.
  case segment(ElementID, vertex: Int, length_m: Double)
  /// A polygon reaches more than `TileLimits.reach_cm` beyond its tile.
  case reach(ElementID, vertex: Int)
  /// The same stretch of the same element twice.
  case duplicate(ElementID, part: UInt32)
  /// A line crosses so many tiles that its pieces cannot be numbered.
  case pieces(ElementID)
}

extension TileCutError: CustomStringConvertible {
  /// One line with the element and the limit.
  public var description: String {
    switch self {
    case .coordinate(let id, let vertex):
      "element \(id.value), vertex \(vertex): latitude must be within ±85.05°, longitude within ±180°, all finite"
    case .vertexCount(let id, let kind, let count):
      "element \(id.value): a \(kind) of \(count) vertices (at most \(TileLimits.vertices); a point has 1, a line at least 2, "
        + "a polygon at least 3)"
    case .segment(let id, let vertex, let length_m):
      "element \(id.value): \(Int(length_m)) m from vertex \(vertex) to the next, at most \(Int(TileLimits.segment_m)) m"
    case .reach(let id, let vertex):
      "element \(id.value), vertex \(vertex): more than \(TileLimits.reach_cm / 100_000) km from its first vertex's tile"
    case .duplicate(let id, let part): "element \(id.value), part \(part), is there twice"
    case .pieces(let id): "element \(id.value) crosses too many tiles; split it"
    }
  }
}

import Evidence
import MapModel

/// Shapes have the vertices their kind needs, some extent, and lie in their tile.
enum SizeGate {
  private static let leastLine_cm = 100
  private static let margin_cm: Int32 = 5000

  static func check(_ context: PatchContext) -> GateFailure? {
    let extent = TileExtent(context.after.id)
    for element in context.reshaped {
      let name = "piece \(element.piece.element.value)/\(element.piece.part)"
      let least =
        switch element.kind {
        case .point: 1
        case .line: 2
        case .polygon: 3
        }
      guard element.points.count >= least, element.points.count <= TileLimits.vertices else {
        return GateFailure(gate: "size", detail: "\(name) has \(element.points.count) vertices")
      }
      if element.kind == .line, LineInterval.length_cm(of: element.points) < leastLine_cm {
        return GateFailure(gate: "size", detail: "\(name) is shorter than \(leastLine_cm) cm")
      }
      // Polygons reach beyond their tile: they are kept whole where their first vertex lies.
      let inside = element.kind == .polygon ? Array(element.points.prefix(1)) : element.points
      guard inside.allSatisfy({ extent.holds($0, margin_cm: margin_cm) }) else {
        return GateFailure(gate: "size", detail: "\(name) leaves its tile by more than \(margin_cm / 100) m")
      }
    }
    guard context.after.elements.count <= TileLimits.pieces else {
      return GateFailure(gate: "size", detail: "the tile would hold more than \(TileLimits.pieces) pieces")
    }
    return nil
  }
}

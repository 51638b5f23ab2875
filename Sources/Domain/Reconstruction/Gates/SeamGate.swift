import Evidence
import MapModel

/// What touches the border still does, in the same place, unless it is gone or the neighbour is told.
enum SeamGate {
  static func check(_ context: PatchContext) -> GateFailure? {
    guard let piece = context.result.pieceBefore, let old = context.before[piece], old.kind == .line else { return nil }
    // A removal takes its border vertex along; what is left has to keep its own.
    let isShift = context.result.pieceAfter == piece
    guard isShift, let new = context.after[piece] else { return nil }
    let extent = TileExtent(context.after.id)
    for (before, after, isEnd) in [
      (old.points[0], new.points[0], false), (old.points[old.points.count - 1], new.points[new.points.count - 1], true),
    ] where before != after && extent.side(of: before) != nil {
      // The neighbour's piece begins where this one ends.
      guard extent.side(of: after) == extent.side(of: before),
        context.result.borderEdits.contains(where: { $0.isEnd != isEnd })
      else {
        return GateFailure(
          gate: "seam", detail: "piece \(piece.element.value)/\(piece.part) would leave its border vertex")
      }
    }
    return nil
  }
}

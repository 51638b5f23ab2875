import MapModel

/// A line or outline that did not cross itself does not begin to.
enum SelfIntersectionGate {
  static func check(_ context: PatchContext) -> GateFailure? {
    for element in context.reshaped where element.kind != .point && crossesItself(element) {
      if let old = context.before[element.piece], crossesItself(old) { continue }
      return GateFailure(
        gate: "self-intersection", detail: "piece \(element.piece.element.value)/\(element.piece.part) crosses itself")
    }
    return nil
  }

  static func crossesItself(_ element: MapElement) -> Bool {
    var ring = element.points
    if element.kind == .polygon, let first = ring.first { ring.append(first) }
    guard ring.count > 3 else { return false }
    for i in 0..<(ring.count - 3) {
      for j in (i + 2)..<(ring.count - 1) {
        // The first and last side of an outline share its first vertex.
        if element.kind == .polygon && i == 0 && j == ring.count - 2 { continue }
        if cross(ring[i], ring[i + 1], ring[j], ring[j + 1]) { return true }
      }
    }
    return false
  }

  /// True where two segments cross at a point inside both.
  private static func cross(_ a: TilePoint, _ b: TilePoint, _ c: TilePoint, _ d: TilePoint) -> Bool {
    let (abc, abd) = (turn(a, b, c), turn(a, b, d))
    let (cda, cdb) = (turn(c, d, a), turn(c, d, b))
    return abc * abd < 0 && cda * cdb < 0
  }

  private static func turn(_ a: TilePoint, _ b: TilePoint, _ c: TilePoint) -> Int64 {
    let x = (Int64(b.x_cm) - Int64(a.x_cm), Int64(b.y_cm) - Int64(a.y_cm))
    let y = (Int64(c.x_cm) - Int64(a.x_cm), Int64(c.y_cm) - Int64(a.y_cm))
    return (x.0 * y.1 - x.1 * y.0).signum()
  }
}

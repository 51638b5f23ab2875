import Evidence
import MapModel

/// Nothing new lies where something of its class lies already.
enum DuplicateGate {
  private static let point_cm: Int64 = 100
  private static let line_cm: Int64 = 50
  private static let spacing_cm = 200

  static func check(_ context: PatchContext) -> GateFailure? {
    for element in context.reshaped where element.elementClass.entry.matchKind != .none {
      for other in context.after.elements
      where other.elementClass == element.elementClass && other.piece.element != element.piece.element {
        guard coincide(element, other) else { continue }
        // What lay together before may go on doing so.
        if let old = context.before[element.piece], let oldOther = context.before[other.piece], coincide(old, oldOther)
        {
          continue
        }
        return GateFailure(
          gate: "duplicate",
          detail: "piece \(element.piece.element.value)/\(element.piece.part) lies on piece "
            + "\(other.piece.element.value)/\(other.piece.part)")
      }
    }
    return nil
  }

  private static func coincide(_ a: MapElement, _ b: MapElement) -> Bool {
    if a.kind == .line && b.kind == .line {
      let course = LineMeasure(a.points)
      let other = LineMeasure(b.points)
      let stations = Array(
        stride(from: 0, through: Int(course.length / LineMeasure.unitsPerCentimetre), by: spacing_cm))
      let near = stations.count { other.nearest(to: course.point(at: $0).point).distance_cm <= line_cm }
      return near * 2 > stations.count
    }
    guard a.kind != .line && b.kind != .line else { return false }
    return a.centre.distance_cm(to: b.centre) <= point_cm
  }
}

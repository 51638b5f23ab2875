import MapModel

/// What lanes of the tile refer to, and what was there, still is.
enum ReferenceGate {
  static func check(_ context: PatchContext) -> GateFailure? {
    let before = Set(context.before.elements.map(\.piece.element))
    let after = Set(context.after.elements.map(\.piece.element))
    for element in context.after.elements {
      for reference in element.references where before.contains(reference.element) && !after.contains(reference.element)
      {
        return GateFailure(
          gate: "reference",
          detail: "piece \(element.piece.element.value)/\(element.piece.part) refers to \(reference.element.value), "
            + "which would be gone")
      }
    }
    return nil
  }
}

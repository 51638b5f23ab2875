import Evidence
import MapModel

/// What the gates look at: a tile before and after one change.
public struct PatchContext: Sendable {
  /// Before.
  public let before: MapTile
  /// After.
  public let after: MapTile
  /// What the change did.
  public let result: EditResult
  /// Pieces of `after` that are new or different.
  public let changed: [MapElement]

  /// The context of a change.
  public init(before: MapTile, after: MapTile, result: EditResult) {
    self.before = before
    self.after = after
    self.result = result
    changed = after.elements(differingFrom: before)
  }

  /// Pieces of lines and points whose shape is new or different.
  var reshaped: [MapElement] {
    changed.filter { before[$0.piece]?.points != $0.points }
  }
}

/// Every gate a change has to pass, each in a file of its own.
public enum PatchGates {
  /// The first failure, or nil.
  /// - Parameter isApproved: True where a person has looked; what looks odd is let through then, what would break a reader is not.
  public static func firstFailure(_ context: PatchContext, isApproved: Bool = false) -> GateFailure? {
    let broken = SizeGate.check(context) ?? SeamGate.check(context) ?? ReferenceGate.check(context)
    if broken != nil || isApproved { return broken }
    return SelfIntersectionGate.check(context) ?? DuplicateGate.check(context)
  }
}

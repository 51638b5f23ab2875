import Evidence
import MapModel

/// From confirmed changes to the next version of a tile: each change is applied and has to pass the gates by itself; what fails is held,
/// the rest goes on.
public struct TileRebuild: Sendable {
  /// What became of one change.
  public enum Outcome: Hashable, Sendable {
    /// It is in the next version.
    case applied(EditResult)
    /// It is not, and why.
    case held(GateFailure)
  }

  /// The tile as it was.
  public let base: MapTile
  private var editor: TileEditor
  private var changes: [String] = []

  /// A rebuild of a tile.
  public init(_ packed: MapTile) {
    let base = packed.unpacked
    self.base = base
    editor = TileEditor(base)
  }

  /// Applies a change if it passes the gates.
  /// - Parameter isApproved: True where a person has looked: only gates that no tile may fail are asked then.
  public mutating func apply(_ proposal: ChangeProposal, name: ChangeName, isApproved: Bool = false) -> Outcome {
    var attempt = editor
    do throws(GateFailure) {
      var result = try attempt.apply(
        proposal.edit, elementClass: proposal.elementClass, kind: proposal.shapeKind,
        newElement: .added(by: name, in: base.id))
      let context = PatchContext(before: editor.tile, after: attempt.tile, result: result)
      if let failure = PatchGates.firstFailure(context, isApproved: isApproved) { return .held(failure) }
      result.undo = TileUndo(from: attempt.tile, to: editor.tile)
      editor = attempt
      changes.append(name.id(in: base.id))
      return .applied(result)
    } catch {
      return .held(error)
    }
  }

  /// Takes a change back.
  /// - Returns: what the neighbours have to follow; nil where another change has touched since what it did.
  public mutating func restore(_ undo: TileUndo, name: ChangeName) -> [BorderEdit]? {
    guard let borderEdits = editor.restore(undo) else { return nil }
    changes.append(name.id(in: base.id))
    return borderEdits
  }

  /// Follows a neighbour's border edit; false where there is nothing to follow.
  public mutating func follow(_ edit: BorderEdit) -> Bool { editor.follow(edit) }

  /// The next version with its patch; nil where nothing changed. Elements that were not touched are the same, bit for bit.
  /// - Parameter time_ns: Event time of the record that caused it.
  public func version(time_ns: Int64) -> TileVersion? {
    let edited = editor.tile
    let upserted = edited.elements(differingFrom: base)
    let removed = base.pieces(lackingIn: edited)
    guard !upserted.isEmpty || !removed.isEmpty else { return nil }
    let patch = TilePatch(
      tile: base.id, baseVersion: base.version, baseHash: base.contentHash, removed: removed, upserted: upserted,
      changes: changes)
    let next = patch.applied(to: base)
    return TileVersion(tile: next, contentHash: next.contentHash, patch: patch, time_ns: time_ns)
  }
}

import Evidence
import MapModel

/// What an edit did to a tile.
public struct EditResult: Hashable, Sendable {
  /// The piece before; nil for an addition.
  public var pieceBefore: PieceID?
  /// The piece after; nil where nothing of what changed is left.
  public var pieceAfter: PieceID?
  /// Geometry before; of a line the stretch that changed.
  public var before: [TilePoint] = []
  /// Geometry after; of a line the stretch that changed.
  public var after: [TilePoint] = []
  /// Attributes before.
  public var attributesBefore = Attributes()
  /// Attributes after.
  public var attributesAfter = Attributes()
  /// What the neighbours have to follow.
  public var borderEdits: [BorderEdit] = []
  /// What takes it back.
  public var undo = TileUndo()

  /// Nothing yet.
  public init() {}
}

/// Why a tile cannot be edited or a patch does not pass.
public struct GateFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The gate.
  public let gate: String
  /// What is wrong with which piece.
  public let detail: String

  /// A failure at a gate.
  public init(gate: String, detail: String) {
    self.gate = gate
    self.detail = detail
  }

  /// Gate and detail.
  public var description: String { "\(gate): \(detail)" }
}

import MapModel

/// What brings a tile back to before one change: the pieces as they were, and those the change made.
public struct TileUndo: Hashable, Sendable {
  /// A piece the change made or changed.
  public struct Made: Hashable, Sendable {
    /// The piece.
    public var piece: PieceID
    /// Its content hash as the change left it.
    public var contentHash: UInt64

    /// A piece with its hash.
    public init(piece: PieceID, contentHash: UInt64) {
      self.piece = piece
      self.contentHash = contentHash
    }
  }

  /// Pieces as they were, ordered.
  public var restored: [MapElement]
  /// Pieces that go, or go back to what they were.
  public var made: [Made]

  /// An undo of its parts.
  public init(restored: [MapElement] = [], made: [Made] = []) {
    self.restored = restored
    self.made = made
  }

  /// What takes a tile from `after` back to `before`.
  public init(from after: MapTile, to before: MapTile) {
    restored = before.elements(differingFrom: after)
    made = after.elements(differingFrom: before).map {
      Made(piece: $0.piece, contentHash: $0.contentHash)
    }
  }

  /// True where nothing has touched since what the change did.
  public func isPossible(in tile: MapTile) -> Bool {
    made.allSatisfy { tile[$0.piece]?.contentHash == $0.contentHash }
      && restored.allSatisfy { element in
        tile[element.piece] == nil || made.contains { $0.piece == element.piece }
      }
  }
}

/// What is kept of a piece beside a packed tile: all that a fold asks of every piece it has votes on.
public struct PieceDigest: Hashable, Sendable {
  /// Which piece.
  public let piece: PieceID
  /// Low 32 bits of its content hash.
  public let evidenceHash: UInt32
  /// Intervals it is judged in, as whoever packed the tile counts them.
  public let intervals: UInt32
  /// Place of its attributes among those of the tile.
  let attributes: UInt32
  /// Where its bytes begin in the tile's content.
  let start: UInt32
  /// What it is.
  public let elementClass: ElementClass
  /// How its vertices are to be read.
  public let kind: ShapeKind
}

extension MapElement {
  /// The low 32 bits of the content hash, as votes name the content they were cast on.
  public var evidenceHash: UInt32 { UInt32(truncatingIfNeeded: contentHash) }
}

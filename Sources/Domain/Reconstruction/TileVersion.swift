import MapModel

/// What changed from one version of a tile to the next.
public struct TilePatch: Hashable, Sendable {
  /// The tile.
  public var tile: TileID
  /// The version it applies to.
  public var baseVersion: UInt64
  /// SHA-256 of that version's canonical bytes.
  public var baseHash: [UInt8]
  /// Pieces that are gone, ordered.
  public var removed: [PieceID]
  /// Pieces that are new or different, ordered by piece.
  public var upserted: [MapElement]
  /// Ids of the changes it applies, in order of decision.
  public var changes: [String]

  /// A patch of its parts.
  public init(
    tile: TileID, baseVersion: UInt64, baseHash: [UInt8], removed: [PieceID], upserted: [MapElement], changes: [String]
  ) {
    self.tile = tile
    self.baseVersion = baseVersion
    self.baseHash = baseHash
    self.removed = removed
    self.upserted = upserted
    self.changes = changes
  }

  /// The tile with the patch applied; its version is one more.
  public func applied(to base: MapTile) -> MapTile {
    let gone = Set(removed).union(upserted.map(\.piece))
    return MapTile(
      id: base.id, version: base.version + 1, elements: base.elements.filter { !gone.contains($0.piece) } + upserted)
  }
}

/// A published version of a tile, whole, with the patch that made it.
public struct TileVersion: Hashable, Sendable {
  /// The tile.
  public var tile: MapTile
  /// SHA-256 of its canonical bytes.
  public var contentHash: [UInt8]
  /// What changed from the version before; nil for an import.
  public var patch: TilePatch?
  /// Event time of the record that made it, ns since 1970.
  public var time_ns: Int64

  /// A version of its parts.
  public init(tile: MapTile, contentHash: [UInt8], patch: TilePatch?, time_ns: Int64) {
    self.tile = tile
    self.contentHash = contentHash
    self.patch = patch
    self.time_ns = time_ns
  }
}

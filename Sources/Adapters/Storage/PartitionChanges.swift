import MapModel

/// Which packed block of a tile's ledgers.
public struct LedgerBlockKey: Hashable, Comparable, Sendable {
  /// The tile.
  public let tile: TileID
  /// The block in the tile.
  public let block: UInt32

  /// A block of a tile.
  public init(_ tile: TileID, block: UInt32) {
    self.tile = tile
    self.block = block
  }

  /// By tile, then block.
  public static func < (a: LedgerBlockKey, b: LedgerBlockKey) -> Bool { (a.tile, a.block) < (b.tile, b.block) }

  var rowID: Int64 { Int64(bitPattern: UInt64(tile.quadkey) << 32 | UInt64(block)) }
}

/// Whose traversals of a tile counted in a batch: one row, for a row a traversal is dear to write.
public struct TraversalMarks: Hashable, Sendable {
  /// When the last of them may be forgotten, event time, ns since 1970.
  public let expires_ns: Int64
  /// The marks.
  public let blob: [UInt8]

  /// Marks of their parts.
  public init(expires_ns: Int64, blob: [UInt8]) {
    self.expires_ns = expires_ns
    self.blob = blob
  }
}

/// The tile's geometry the fold works on.
public struct TileGeometry: Hashable, Sendable {
  /// The tile's version.
  public let version: UInt64
  /// The packed tile.
  public let blob: [UInt8]

  /// A geometry of its parts.
  public init(version: UInt64, blob: [UInt8]) {
    self.version = version
    self.blob = blob
  }
}

/// All a fold keeps of one tile, as bytes.
public struct PartitionTileState: Hashable, Sendable {
  /// The tile.
  public let tile: TileID
  /// Its geometry; nil before its base map.
  public let geometry: TileGeometry?
  /// Its candidates; nil where it has none.
  public let candidates: [UInt8]?
  /// Its ledger blocks by number.
  public let ledgerBlocks: [UInt32: [UInt8]]
  /// Its traversal marks, in the order in which they were set: later ones take the place of earlier ones.
  public let marks: [TraversalMarks]
}

/// Something of a tile's log that is kept.
public struct KeptRecord: Hashable, Sendable {
  /// Offset in the log.
  public let offset: Int64
  /// The bytes.
  public let blob: [UInt8]

  /// A record of its parts.
  public init(offset: Int64, blob: [UInt8]) {
    self.offset = offset
    self.blob = blob
  }
}

/// What is kept of a tile's log from now on, and what no longer is. Kept first, then dropped.
public struct KeptChanges: Hashable, Sendable {
  /// New checkpoints.
  public var checkpoints: [KeptRecord] = []
  /// New records.
  public var records: [KeptRecord] = []
  /// Versions of the tile that were replaced.
  public var geometries: [TileGeometry] = []
  /// Versions before this one go; nil where none does.
  public var geometriesFrom: UInt64?
  /// Everything before this offset goes; nil where nothing does.
  public var keptFrom: Int64?
  /// Checkpoints that go.
  public var droppedCheckpoints: [Int64] = []
  /// Records that go.
  public var droppedRecords: [Int64] = []

  /// Nothing.
  public init() {}
}

/// What one batch changes. A nil value removes.
public struct PartitionChanges: Sendable {
  /// Named values of the whole partition: fold version, policy, event time.
  public var meta: [String: [UInt8]?] = [:]
  /// Ledger blocks.
  public var ledgerBlocks: [LedgerBlockKey: [UInt8]?] = [:]
  /// Candidates by tile.
  public var candidates: [TileID: [UInt8]?] = [:]
  /// Geometry by tile.
  public var geometry: [TileID: TileGeometry?] = [:]
  /// What is kept of tiles' logs.
  public var kept: [TileID: KeptChanges] = [:]
  /// Marks to set, by tile.
  public var marks: [TileID: TraversalMarks] = [:]
  /// Marks set together that have all expired before this event time are forgotten, ns since 1970.
  public var forgetMarksBefore_ns: Int64?
  /// Records to send, each topic's in order.
  public var outbox: [OutboxRecord] = []

  /// No change.
  public init() {}
}

import Evidence
import MapModel

/// What a tile's state is as bytes: the parts a partition file stores apart.
public struct StoredTile: Hashable, Sendable {
  /// Version of the geometry.
  public var version: UInt64
  /// The packed tile.
  public var geometry: [UInt8]
  /// Candidates, zones, held changes: all that is neither geometry, ledger nor mark.
  public var summary: [UInt8]
  /// Ledger blocks by number; a missing one holds nothing.
  public var blocks: [UInt32: [UInt8]]
  /// Marks of trips.
  public var marks: [(trip: VisitMarks.Trip, mark: VisitMarks.Mark)]
  /// What is kept of its log; nil where that was not loaded, because nobody asks for it yet.
  public var archive: EvidenceArchive.Bodies?

  /// A stored tile of its parts.
  public init(
    version: UInt64, geometry: [UInt8], summary: [UInt8], blocks: [UInt32: [UInt8]],
    marks: [(trip: VisitMarks.Trip, mark: VisitMarks.Mark)], archive: EvidenceArchive.Bodies? = nil
  ) {
    self.version = version
    self.geometry = geometry
    self.summary = summary
    self.blocks = blocks
    self.marks = marks
    self.archive = archive
  }

  /// By all parts.
  public static func == (a: StoredTile, b: StoredTile) -> Bool {
    a.version == b.version && a.geometry == b.geometry && a.summary == b.summary && a.blocks == b.blocks
      && a.marks.elementsEqual(b.marks) { $0 == $1 } && a.archive == b.archive
  }

  /// Of all parts.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(version)
    hasher.combine(geometry)
    hasher.combine(summary)
    hasher.combine(blocks)
    hasher.combine(archive)
    for (trip, mark) in marks {
      hasher.combine(trip)
      hasher.combine(mark)
    }
  }
}

/// What a batch changed of a tile.
public struct StoredTileChanges: Sendable {
  /// The tile.
  public var tile: TileID
  /// Version and packed tile, where there is a new one.
  public var geometry: (version: UInt64, bytes: [UInt8])?
  /// The new summary.
  public var summary: [UInt8]
  /// Changed ledger blocks by number; nil removes one.
  public var blocks: [UInt32: [UInt8]?]
  /// Changed marks.
  public var marks: [(trip: VisitMarks.Trip, mark: VisitMarks.Mark)]
  /// What is kept of its log from now on, and what no longer is.
  public var archive: EvidenceArchive.Pending
}

extension TileState {
  /// The state a partition file holds.
  /// - Throws: `LedgerCorruption` where the parts are not ones the fold wrote, or do not belong together.
  public init(_ stored: StoredTile) throws(LedgerCorruption) {
    let tile: MapTile
    do { tile = MapTile(try PackedTile(stored.geometry)) } catch { throw LedgerCorruption("geometry: \(error)") }
    self.init(restoring: tile)
    var reader = LedgerReader(stored.summary)
    guard try reader.byte("tile.format") == 5 else { throw LedgerCorruption("tile.format") }
    isOpen = try reader.flag("tile.is_open")
    baseVersion = try reader.unsigned("tile.base_version")
    baseHash = try reader.blob("tile.base_hash")
    try evidence.restore(from: &reader)
    held = try reader.list("tile.held") { (reader: inout LedgerReader) throws(LedgerCorruption) -> HeldChange in
      try HeldChange(from: &reader)
    }
    book = try ChangeBook(from: &reader)
    borderVersions = try reader.list("tile.borders") {
      (reader: inout LedgerReader) throws(LedgerCorruption) -> BorderVersion in
      BorderVersion(
        owner: TileID(quadkey: try reader.unsigned("tile.border_owner")),
        version: try reader.unsigned("tile.border_version"))
    }
    storms = try reader.list("tile.storms") { (reader: inout LedgerReader) throws(LedgerCorruption) -> String in
      try reader.text("tile.storm")
    }
    contest = try TileContest(from: &reader)
    archive = try EvidenceArchive(from: &reader)
    if let bodies = stored.archive { archive.load(bodies) }
    guard reader.isAtEnd else { throw LedgerCorruption("tile.end") }
    for (number, block) in stored.blocks.sorted(by: { $0.key < $1.key }) {
      try evidence.ledger.restore(block, block: Int(number))
    }
    for (trip, mark) in stored.marks { evidence.marks.restore(trip, mark) }
    storedBlocks = evidence.ledger.blockCount
    isChanged = false
    isGeometryChanged = false
  }

  private init(restoring tile: MapTile) {
    self.tile = tile
    evidence = TileEvidence(tile)
    baseVersion = 0
    baseHash = []
  }

  private func summary() throws(FoldRefusal) -> [UInt8] {
    var writer = LedgerWriter()
    writer.byte(5)
    writer.flag(isOpen)
    writer.unsigned(baseVersion)
    writer.blob(baseHash)
    evidence.write(to: &writer)
    writer.list(held) { $1.write(to: &$0) }
    do { try book.write(to: &writer) } catch { throw .oversized(tile: tile.id, reason: "\(error)") }
    writer.list(borderVersions) { writer, border in
      writer.unsigned(border.owner.quadkey)
      writer.unsigned(border.version)
    }
    writer.list(storms) { $0.text($1) }
    contest.write(to: &writer)
    archive.write(to: &writer)
    return writer.bytes
  }

  /// The whole state as bytes.
  /// - Throws: `FoldRefusal.oversized` where the tile does not fit its encoding.
  public func stored() throws(FoldRefusal) -> StoredTile {
    var blocks: [UInt32: [UInt8]] = [:]
    for index in 0..<evidence.ledger.blockCount { blocks[UInt32(index)] = evidence.ledger.block(index) }
    return StoredTile(
      version: tile.version, geometry: try packed().bytes, summary: try summary(), blocks: blocks,
      marks: evidence.marks.all,
      archive: archive.bodies)
  }

  /// What changed since the state was loaded or last taken, and takes it for stored; nil where nothing did.
  /// - Throws: `FoldRefusal.oversized` where the tile does not fit its encoding.
  public mutating func takeChanges() throws(FoldRefusal) -> StoredTileChanges? {
    guard isChanged else { return nil }
    var blocks: [UInt32: [UInt8]?] = [:]
    for index in evidence.ledger.changedBlocks { blocks[UInt32(index)] = evidence.ledger.block(index) }
    for index in evidence.ledger.blockCount..<max(storedBlocks, evidence.ledger.blockCount) {
      blocks.updateValue(nil, forKey: UInt32(index))
    }
    var geometry: (version: UInt64, bytes: [UInt8])?
    if isGeometryChanged {
      let packed = try packed()
      geometry = (packed.version, packed.bytes)
      // From here on it is as if it were loaded.
      tile = MapTile(packed)
    }
    let changes = StoredTileChanges(
      tile: tile.id, geometry: geometry, summary: try summary(), blocks: blocks, marks: evidence.marks.changed,
      archive: archive.takePending())
    evidence.ledger.markStored()
    evidence.marks.markStored()
    storedBlocks = evidence.ledger.blockCount
    isChanged = false
    isGeometryChanged = false
    return changes
  }

  /// The tile packed: what is known of a piece that has ledgers is taken from them.
  private func packed() throws(FoldRefusal) -> PackedTile {
    let places = evidence.ledger.places
    var next = 0
    do {
      return try PackedTile.pack(tile) { index, element in
        // Both are in the order of pieces, and pieces are asked for in order.
        if next < places.count, places[next].element == index {
          defer { next += 1 }
          return PackedTile.Known(evidenceHash: places[next].pieceHash, intervals: places[next].entries.count)
        }
        return PackedTile.Known(evidenceHash: element.evidenceHash, intervals: LineInterval.count(of: element))
      }
    } catch { throw .oversized(tile: tile.id, reason: "\(error)") }
  }

  /// Keeps the tile as it is for what may have to be folded again from before it is replaced.
  mutating func keepGeometry() {
    // A version that does not fit its encoding is refused when it is stored.
    guard archive.begins(with: tile.version), let packed = try? packed() else { return }
    archive.keep(EvidenceArchive.Geometry(version: tile.version, bytes: packed.bytes))
  }
}

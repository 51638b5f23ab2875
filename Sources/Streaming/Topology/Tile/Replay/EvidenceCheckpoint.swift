import Evidence
import MapModel

/// What was known of a tile at one place of its log: its map and its evidence, without marks. The map is not in its bytes: the archive keeps it
/// once it is replaced, until then it is the tile's own.
struct EvidenceCheckpoint {
  let tile: MapTile
  var evidence: TileEvidence

  /// Most bytes of one, unpacked.
  private static let mostBytes = 64 << 20

  /// The bytes of a tile's evidence. A block of ledgers that nobody has said anything about takes one byte.
  static func bytes(_ evidence: TileEvidence) -> [UInt8] {
    var writer = LedgerWriter(capacity: evidence.ledger.entries.count * 48)
    evidence.write(to: &writer)
    writer.list(0..<evidence.ledger.blockCount) { writer, index in
      writer.blob(evidence.ledger.isUntouched(block: index) ? [] : evidence.ledger.block(index))
    }
    return writer.bytes
  }

  /// Reads one as the archive holds it.
  /// - Parameter tile: The version it was made on.
  init(packed bytes: [UInt8], tile: MapTile) throws(LedgerCorruption) {
    let plain: [UInt8]
    do { plain = try LZ4Frame.decompress(bytes, maximumBytes: Self.mostBytes) } catch {
      throw LedgerCorruption("checkpoint.frame")
    }
    var reader = LedgerReader(plain)
    self.tile = tile
    evidence = TileEvidence(tile)
    try evidence.restore(from: &reader)
    let blocks = try reader.list("checkpoint.blocks") {
      (reader: inout LedgerReader) throws(LedgerCorruption) -> [UInt8] in try reader.blob("checkpoint.block")
    }
    guard blocks.count == evidence.ledger.blockCount else { throw LedgerCorruption("checkpoint.blocks") }
    for (index, block) in blocks.enumerated() where !block.isEmpty {
      try evidence.ledger.restore(block, block: index)
    }
    guard reader.isAtEnd else { throw LedgerCorruption("checkpoint.end") }
  }
}

extension TileState {
  /// The oldest checkpoint that is kept.
  /// - Throws: where what is kept is not what the fold wrote.
  func oldestCheckpoint() throws(LedgerCorruption) -> EvidenceCheckpoint {
    guard let bodies = archive.bodies, let first = bodies.checkpoints.first, let span = archive.spans.first else {
      throw LedgerCorruption("archive.bodies")
    }
    if span.version == tile.version { return try EvidenceCheckpoint(packed: first.bytes, tile: tile) }
    guard let geometry = bodies.geometries.first(where: { $0.version == span.version }) else {
      throw LedgerCorruption("archive.geometry")
    }
    let packed: PackedTile
    do { packed = try PackedTile(geometry.bytes) } catch { throw LedgerCorruption("archive.geometry: \(error)") }
    return try EvidenceCheckpoint(packed: first.bytes, tile: MapTile(packed))
  }
}

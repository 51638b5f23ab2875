import Evidence
import MapModel

/// What was known of a tile at one place of its log: its map and its evidence, without marks.
struct EvidenceCheckpoint {
  var tile: MapTile
  var evidence: TileEvidence

  /// Most bytes of one, unpacked.
  private static let mostBytes = 64 << 20

  /// The bytes of a tile and its evidence; none where the tile does not fit its encoding, and then nothing can be folded again from here.
  static func bytes(_ tile: MapTile, _ evidence: TileEvidence) -> [UInt8] {
    guard let geometry = try? TileCodec.encode(tile) else { return [] }
    var writer = LedgerWriter()
    writer.blob(geometry)
    evidence.write(to: &writer)
    writer.list(0..<evidence.ledger.blockCount) { $0.blob(evidence.ledger.block($1)) }
    return writer.bytes
  }

  /// Reads one as the archive holds it.
  init(packed bytes: [UInt8]) throws(LedgerCorruption) {
    let plain: [UInt8]
    do { plain = try LZ4Frame.decompress(bytes, maximumBytes: Self.mostBytes) } catch {
      throw LedgerCorruption("checkpoint.frame")
    }
    var reader = LedgerReader(plain)
    do { tile = try TileCodec.decode(try reader.blob("checkpoint.tile")) } catch {
      throw LedgerCorruption("checkpoint.tile")
    }
    evidence = TileEvidence(tile)
    try evidence.restore(from: &reader)
    let blocks = try reader.list("checkpoint.blocks") {
      (reader: inout LedgerReader) throws(LedgerCorruption) -> [UInt8] in try reader.blob("checkpoint.block")
    }
    for (index, block) in blocks.enumerated() { try evidence.ledger.restore(block, block: index) }
    guard reader.isAtEnd else { throw LedgerCorruption("checkpoint.end") }
  }
}

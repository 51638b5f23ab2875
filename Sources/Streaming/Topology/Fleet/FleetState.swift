import Contracts
import Evidence

/// What FLEET knows besides the tiles.
public struct FleetState: Hashable, Sendable {
  /// Offset after the last record folded.
  public internal(set) var nextOffset: Int64
  /// What was met so far.
  public internal(set) var counts = FleetCounts()
  var health = FleetHealth()
  /// The last offset of each partition of the tile log that a report spoke of.
  var lastOffsets: [UInt32: Int64] = [:]
  /// The number of each topic's last record.
  var sequences = TopicSequences()

  /// A fleet of which nothing is known.
  public init(nextOffset: Int64 = 0) { self.nextOffset = nextOffset }

  /// The stored form.
  public var bytes: [UInt8] {
    var writer = LedgerWriter()
    writer.byte(4)
    writer.signed(nextOffset)
    counts.write(to: &writer)
    health.write(to: &writer)
    writer.list(lastOffsets.sorted { $0.key < $1.key }) { writer, entry in
      writer.unsigned(entry.key)
      writer.signed(entry.value)
    }
    sequences.write(to: &writer)
    return writer.bytes
  }

  /// Reads the stored form.
  /// - Throws: `LedgerCorruption` where the bytes are not one.
  public init(_ bytes: [UInt8]) throws(LedgerCorruption) {
    var reader = LedgerReader(bytes)
    guard try reader.byte("fleet.version") == 4 else { throw LedgerCorruption("fleet.version") }
    nextOffset = try reader.signed("fleet.next_offset")
    counts = try FleetCounts(from: &reader)
    health = try FleetHealth(from: &reader)
    let offsets = try reader.list("fleet.offsets") {
      (reader: inout LedgerReader) throws(LedgerCorruption) -> (UInt32, Int64) in
      (try reader.unsigned("fleet.partition"), try reader.signed("fleet.offset"))
    }
    lastOffsets = Dictionary(offsets, uniquingKeysWith: { $1 })
    sequences = try TopicSequences(from: &reader)
    guard reader.isAtEnd else { throw LedgerCorruption("fleet.end") }
  }
}

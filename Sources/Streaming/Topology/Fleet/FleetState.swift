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
  var sequences: [Topic: UInt64] = [:]

  /// A fleet of which nothing is known.
  public init(nextOffset: Int64 = 0) { self.nextOffset = nextOffset }

  mutating func nextSequence(_ topic: Topic) -> UInt64 {
    sequences[topic, default: 0] += 1
    return sequences[topic, default: 0]
  }

  /// The stored form.
  public var bytes: [UInt8] {
    var writer = LedgerWriter()
    writer.byte(1)
    writer.signed(nextOffset)
    counts.write(to: &writer)
    health.write(to: &writer)
    writer.list(lastOffsets.sorted { $0.key < $1.key }) { writer, entry in
      writer.unsigned(entry.key)
      writer.signed(entry.value)
    }
    writer.list(Topic.allCases) { $0.unsigned(sequences[$1, default: 0]) }
    return writer.bytes
  }

  /// Reads the stored form.
  /// - Throws: `LedgerCorruption` where the bytes are not one.
  public init(_ bytes: [UInt8]) throws(LedgerCorruption) {
    var reader = LedgerReader(bytes)
    guard try reader.byte("fleet.version") == 1 else { throw LedgerCorruption("fleet.version") }
    nextOffset = try reader.signed("fleet.next_offset")
    counts = try FleetCounts(from: &reader)
    health = try FleetHealth(from: &reader)
    let offsets = try reader.list("fleet.offsets") {
      (reader: inout LedgerReader) throws(LedgerCorruption) -> (UInt32, Int64) in
      (try reader.unsigned("fleet.partition"), try reader.signed("fleet.offset"))
    }
    lastOffsets = Dictionary(offsets, uniquingKeysWith: { $1 })
    let numbers = try reader.list("fleet.sequences") {
      (reader: inout LedgerReader) throws(LedgerCorruption) -> UInt64 in try reader.unsigned("fleet.sequence")
    }
    guard numbers.count == Topic.allCases.count else { throw LedgerCorruption("fleet.sequences") }
    for (topic, number) in zip(Topic.allCases, numbers) where number > 0 { sequences[topic] = number }
    guard reader.isAtEnd else { throw LedgerCorruption("fleet.end") }
  }
}

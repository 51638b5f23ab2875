import MapModel

/// How often which attributes were read; few different ones are told apart.
public struct LabelTally: Hashable, Sendable {
  private static let limit = 4
  private struct Count: Hashable, Sendable {
    var reading: Attributes
    var number: UInt32
  }
  private var counts: [Count] = []

  /// Nothing read yet.
  public init() {}

  /// What was read most, the earliest among equals; no attributes where nothing was read.
  public var leading: Attributes {
    var best: Count?
    for count in counts where count.number > best?.number ?? 0 { best = count }
    return best?.reading ?? Attributes()
  }

  mutating func add(_ reading: Attributes, times: UInt32 = 1) {
    if let index = counts.firstIndex(where: { $0.reading == reading }) {
      counts[index].number += times
    } else if counts.count < Self.limit {
      counts.append(Count(reading: reading, number: times))
    }
  }

  mutating func add(_ other: LabelTally) {
    for count in other.counts { add(count.reading, times: count.number) }
  }

  func write(to writer: inout LedgerWriter) {
    writer.list(counts) { writer, count in
      writer.attributes(count.reading)
      writer.unsigned(count.number)
    }
  }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    counts = try reader.list("labels") { (reader: inout LedgerReader) throws(LedgerCorruption) -> Count in
      Count(reading: try reader.attributes("labels.reading"), number: try reader.unsigned("labels.number"))
    }
  }
}

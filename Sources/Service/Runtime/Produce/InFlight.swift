/// Frames sent and not yet read, by partition: what a broker with little memory must still hold.
public struct InFlight: Sendable {
  private struct Sent {
    var offset: Int64
    var bytes: Int
  }

  private var sent: [Int32: ArraySlice<Sent>] = [:]
  private var bytes: [Int32: Int] = [:]

  /// Nothing sent yet.
  public init() {}

  /// Bytes of the partition that holds the most.
  public var largest_bytes: Int { bytes.values.max() ?? 0 }

  /// Notes a delivered record. Offsets of a partition rise.
  public mutating func delivered(partition: Int32, offset: Int64, bytes count: Int) {
    sent[partition, default: []].append(Sent(offset: offset, bytes: count))
    bytes[partition, default: 0] += count
  }

  /// Forgets what readers are past: `positions` holds the next offset to be read.
  public mutating func read(upTo positions: [Int32: Int64]) {
    for (partition, position) in positions {
      while let first = sent[partition]?.first, first.offset < position {
        sent[partition]?.removeFirst()
        bytes[partition, default: 0] -= first.bytes
      }
    }
  }
}

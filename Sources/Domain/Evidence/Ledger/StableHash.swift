/// FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo), 64 bit: the same on every machine and in every run, unlike `Hasher`.
public struct StableHash: Sendable {
  private var state: UInt64 = 0xcbf2_9ce4_8422_2325

  /// The hash of nothing.
  public init() {}

  /// Adds bytes.
  public mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }

  /// Adds a text and its end, so that "ab", "c" differs from "a", "bc".
  public mutating func add(_ text: String) {
    add(text.utf8)
    add(CollectionOfOne(0))
  }

  /// Adds the eight bytes of a number.
  public mutating func add(_ number: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      add(CollectionOfOne(UInt8(truncatingIfNeeded: number >> shift)))
    }
  }

  /// The hash so far.
  public var value: UInt64 { state }
  /// Both halves of the hash, folded.
  public var folded: UInt32 { UInt32(truncatingIfNeeded: state ^ (state >> 32)) }
}

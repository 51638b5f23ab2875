/// Bytes in the making: fixed numbers most significant byte first, and base-128 varints.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  mutating func byte(_ value: UInt8) { bytes.append(value) }

  mutating func raw(_ values: some Sequence<UInt8>) { bytes.append(contentsOf: values) }

  mutating func fixed(_ value: some FixedWidthInteger & UnsignedInteger) {
    for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func count(_ value: Int) { varint(UInt64(value)) }

  /// Zigzag: small numbers of either sign take few bytes.
  mutating func signed(_ value: Int64) {
    varint(UInt64(bitPattern: value &<< 1 ^ value &>> 63))
  }

  mutating func text(_ utf8: [UInt8]) {
    count(utf8.count)
    raw(utf8)
  }
}

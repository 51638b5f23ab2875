/// Reads what `ByteWriter` wrote, and nothing else: every number in its shortest form, every count within its limit.
struct ByteReader {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  var remaining: Int { bytes.endIndex - position }

  mutating func byte(_ field: StaticString) throws(TileCodecError) -> UInt8 {
    guard position < bytes.endIndex else { throw .truncated(field: "\(field)") }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func fixed<T: FixedWidthInteger & UnsignedInteger>(_ field: StaticString) throws(TileCodecError) -> T {
    var value: T = 0
    for _ in 0..<(T.bitWidth / 8) { value = value << 8 | T(truncatingIfNeeded: try byte(field)) }
    return value
  }

  mutating func varint(_ field: StaticString) throws(TileCodecError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      let next = try byte(field)
      if shift == 63 && next > 1 { throw .malformed(field: "\(field)") }
      value |= UInt64(next & 0x7F) << UInt64(shift)
      if next & 0x80 == 0 {
        // A zero last byte would be a second spelling of the same number.
        if next == 0 && shift > 0 { throw .malformed(field: "\(field)") }
        return value
      }
    }
    throw .malformed(field: "\(field)")
  }

  mutating func signed(_ field: StaticString) throws(TileCodecError) -> Int64 {
    let raw = try varint(field)
    return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
  }

  /// A count of things that take at least `bytesEach` bytes, so that a lie is found before anything is allocated.
  mutating func count(
    _ field: StaticString, limit: Int, bytesEach: Int
  ) throws(TileCodecError) -> Int {
    let value = try varint(field)
    guard value <= UInt64(limit) else {
      throw .limitExceeded(field: "\(field)", value: value, limit: UInt64(limit))
    }
    guard Int(value) * bytesEach <= remaining else { throw .truncated(field: "\(field)") }
    return Int(value)
  }

  mutating func text(_ field: StaticString, limit_bytes: Int) throws(TileCodecError) -> ArraySlice<UInt8> {
    let length = try count(field, limit: limit_bytes, bytesEach: 1)
    defer { position += length }
    return bytes[position..<(position + length)]
  }

  func finish(_ field: StaticString) throws(TileCodecError) {
    guard remaining == 0 else { throw .malformed(field: "\(field)") }
  }
}

/// Protobuf bytes written by hand, for messages no codec would write.
enum Proto {
  static func varint(_ value: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7f) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  static func tag(_ field: UInt64, _ wireType: UInt64) -> [UInt8] { varint(field << 3 | wireType) }
  static func number(_ field: UInt64, _ value: UInt64) -> [UInt8] { tag(field, 0) + varint(value) }
  static func bytes(_ field: UInt64, _ value: [UInt8]) -> [UInt8] {
    tag(field, 2) + varint(UInt64(value.count)) + value
  }
  static func text(_ field: UInt64, _ value: String) -> [UInt8] { bytes(field, Array(value.utf8)) }
  static func repeated(_ piece: [UInt8], _ count: Int) -> [UInt8] {
    [UInt8]([[UInt8]](repeating: piece, count: count).joined())
  }
}

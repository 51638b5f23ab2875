import Observations

/// The prefix of producers that use a schema registry: a zero byte, the schema's id (4 bytes), and the message's place in the schema
/// (a zigzag count and that many zigzag indexes; a single zero stands for the first message). Protobuf itself never starts with a zero.
enum ConfluentFraming {
  private static let mostIndexes = 8

  /// Where the message starts: 0 for bytes without the prefix.
  static func payloadStart(of bytes: [UInt8]) throws(Rejection) -> Int {
    guard bytes.first == 0 else { return 0 }
    var at = 5
    let count = try varint(bytes, &at)
    guard count & 1 == 0, count >> 1 <= mostIndexes else {
      throw Rejection(
        .badFraming, field: "message indexes", value: "\(count >> 1)", limit: "0 to \(mostIndexes) indexes")
    }
    for _ in 0..<(count >> 1) { _ = try varint(bytes, &at) }
    return at
  }

  private static func varint(_ bytes: [UInt8], _ at: inout Int) throws(Rejection) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 35, by: 7) {
      guard at < bytes.count else { break }
      let byte = bytes[at]
      at += 1
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
    }
    throw Rejection(
      .badFraming, value: "\(bytes.count) bytes", limit: "a zero byte, a schema id of 4 bytes and message indexes")
  }
}

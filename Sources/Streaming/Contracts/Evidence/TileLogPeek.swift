import MapModel
import Observations

extension TileLogCodec {
  /// The tile that a traversal's record names, found in its first few fields; nil where the bytes are not plainly a traversal's. Whether they
  /// are one at all is for `decode` to say: a record that it opens is of this tile.
  public static func tile(ofTraversal bytes: [UInt8]) -> TileID? {
    guard var at = try? ConfluentFraming.payloadStart(of: bytes) else { return nil }
    return unsafe bytes.withUnsafeBufferPointer { bytes in
      func number() -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 63, by: 7) {
          guard at < bytes.count else { return nil }
          let byte = unsafe bytes[at]
          at += 1
          value |= UInt64(byte & 0x7f) << shift
          if byte < 0x80 { return value }
        }
        return nil
      }
      guard number() == traversalTag, let length = number(), length == UInt64(bytes.count - at) else { return nil }
      while let tag = number() {
        switch (tag, tag & 7) {
        case (tileTag, _): return number().flatMap { UInt32(exactly: $0) }.map { TileID(quadkey: $0) }
        case (_, 0): _ = number()
        case (_, 2):
          guard let skipped = number(), skipped <= UInt64(bytes.count - at) else { return nil }
          at += Int(skipped)
        default: return nil
        }
      }
      return nil
    }
  }

  /// Field 1 of the record, a message; field 4 of the traversal, a number. See `tile_log_record.proto`.
  private static let traversalTag: UInt64 = 1 << 3 | 2
  private static let tileTag: UInt64 = 4 << 3
}

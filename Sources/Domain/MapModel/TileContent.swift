/// The content of an encoded tile: a table of strings and the pieces behind it, which are read all at once or one at a time.
struct TileContent {
  private let bytes: [UInt8]
  private let table: [String]
  private let count: Int
  /// Where the first piece begins.
  private let start: Int

  /// - Throws: `TileCodecError` where the table of strings is not one.
  init(_ bytes: [UInt8]) throws(TileCodecError) {
    self.bytes = bytes
    var reader = ByteReader(bytes[...])
    var table: [String] = []
    var last: ArraySlice<UInt8> = []
    for _ in 0..<(try reader.count("strings", limit: bytes.count, bytesEach: 2)) {
      let utf8 = try reader.text("strings", limit_bytes: TileLimits.attributeValue_bytes)
      guard last.lexicographicallyPrecedes(utf8), let text = String(validating: utf8, as: UTF8.self) else {
        throw .malformed(field: "strings")
      }
      table.append(text)
      last = utf8
    }
    self.table = table
    count = try reader.count("elements", limit: TileLimits.pieces, bytesEach: ElementCodec.leastBytes)
    start = bytes.count - reader.remaining
  }

  /// All pieces.
  /// - Throws: `TileCodecError` for all bytes that `TileCodec` did not write.
  func elements() throws(TileCodecError) -> [MapElement] {
    var reader = ByteReader(bytes[start...])
    var elements: [MapElement] = []
    elements.reserveCapacity(count)
    var attributes = AttributePool()
    for _ in 0..<count {
      let element = try ElementCodec.read(from: &reader, table: table, attributes: &attributes)
      if !elements.isEmpty, elements[elements.count - 1].piece >= element.piece {
        throw .malformed(field: "element.id")
      }
      elements.append(element)
    }
    try reader.finish("content")
    return elements
  }

  /// The piece whose bytes begin at a place.
  func element(at start: Int) throws(TileCodecError) -> MapElement {
    guard start < bytes.count else { throw .truncated(field: "element") }
    var reader = ByteReader(bytes[start...])
    var attributes = AttributePool()
    return try ElementCodec.read(from: &reader, table: table, attributes: &attributes)
  }
}

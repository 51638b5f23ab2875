/// Tiles as bytes: a fixed head, the LZ4-framed content, and a checksum over both. One tile has one content, so equal tiles have
/// equal bytes and equal hashes (the compressed bytes as long as the lz4 library is the same).
///
/// Layout: `RSVT`, format version (1 byte), tile id (4), tile version (8), LZ4 frame, first 8 bytes of the SHA-256 of all before.
/// Numbers of fixed width have their most significant byte first. The content is a table of strings (ordered by their bytes, each
/// once) and the pieces (ordered by id), coordinates as zigzag varints of centimetre differences.
public enum TileCodec {
  /// The format this code writes, and the only one it reads.
  public static let formatVersion: UInt8 = 1
  private static let magic = Array("RSVT".utf8)
  private static let head_bytes = 4 + 1 + 4 + 8
  private static let checksum_bytes = 8

  /// The bytes of a tile.
  /// - Throws: `TileCodecError` for a tile beyond `TileLimits`, or one no import makes: a piece twice, a shape with too few vertices,
  ///   elevations of another count than vertices.
  public static func encode(_ tile: MapTile) throws(TileCodecError) -> [UInt8] {
    let content = try content(of: tile)
    guard content.count <= TileLimits.content_bytes else {
      throw .limitExceeded(
        field: "content", value: UInt64(content.count), limit: UInt64(TileLimits.content_bytes))
    }
    var writer = ByteWriter()
    writer.raw(magic)
    writer.byte(formatVersion)
    writer.fixed(tile.id.quadkey)
    writer.fixed(tile.version)
    writer.raw(LZ4Frame.compress(content))
    writer.fixed(SHA256.prefix64(writer.bytes))
    guard writer.bytes.count <= TileLimits.encoded_bytes else {
      throw .limitExceeded(
        field: "tile", value: UInt64(writer.bytes.count), limit: UInt64(TileLimits.encoded_bytes))
    }
    return writer.bytes
  }

  /// The tile of some bytes.
  /// - Throws: `TileCodecError` for all bytes that `encode` did not write.
  public static func decode(_ bytes: [UInt8]) throws(TileCodecError) -> MapTile {
    guard bytes.count <= TileLimits.encoded_bytes else {
      throw .limitExceeded(field: "tile", value: UInt64(bytes.count), limit: UInt64(TileLimits.encoded_bytes))
    }
    guard bytes.prefix(magic.count) == magic[...] else { throw .wrongMagic }
    var head = ByteReader(bytes[magic.count...])
    let format = try head.byte("format version")
    guard format == formatVersion else { throw .unsupportedVersion(format) }
    let id = TileID(quadkey: try head.fixed("tile id"))
    let version: UInt64 = try head.fixed("tile version")
    let end = bytes.count - checksum_bytes
    guard end > head_bytes else { throw .truncated(field: "content") }
    var tail = ByteReader(bytes[end...])
    guard try tail.fixed("checksum") == SHA256.prefix64(Array(bytes[..<end])) else { throw .checksum }

    let content: [UInt8]
    do {
      content = try LZ4Frame.decompress(
        Array(bytes[head_bytes..<end]), maximumBytes: TileLimits.content_bytes)
    } catch { throw .compression(error) }
    return MapTile(id: id, version: version, elements: try elements(of: content))
  }

  static func content(of tile: MapTile) throws(TileCodecError) -> [UInt8] {
    guard tile.elements.count <= TileLimits.pieces else {
      throw .limitExceeded(
        field: "elements", value: UInt64(tile.elements.count), limit: UInt64(TileLimits.pieces))
    }
    // Keyed by bytes: strings that are only canonically equal must not be taken for each other.
    var values = Set<[UInt8]>()
    for (index, element) in tile.elements.enumerated() {
      try ElementCodec.check(element)
      if index > 0 && tile.elements[index - 1].piece == element.piece { throw .malformed(field: "element.id") }
      for entry in element.attributes.entries { values.insert(Array(entry.value.utf8)) }
    }
    let table = values.sorted { $0.lexicographicallyPrecedes($1) }
    let places = Dictionary(uniqueKeysWithValues: table.enumerated().map { ($1, $0) })

    var writer = ByteWriter()
    writer.count(table.count)
    for value in table { writer.text(value) }
    writer.count(tile.elements.count)
    for element in tile.elements { ElementCodec.write(element, to: &writer, table: places) }
    return writer.bytes
  }

  private static func elements(of content: [UInt8]) throws(TileCodecError) -> [MapElement] {
    var reader = ByteReader(content[...])
    var table: [String] = []
    var last: ArraySlice<UInt8> = []
    for _ in 0..<(try reader.count("strings", limit: content.count, bytesEach: 2)) {
      let utf8 = try reader.text("strings", limit_bytes: TileLimits.attributeValue_bytes)
      guard last.lexicographicallyPrecedes(utf8), let text = String(validating: utf8, as: UTF8.self) else {
        throw .malformed(field: "strings")
      }
      table.append(text)
      last = utf8
    }
    let count = try reader.count("elements", limit: TileLimits.pieces, bytesEach: ElementCodec.leastBytes)
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
}

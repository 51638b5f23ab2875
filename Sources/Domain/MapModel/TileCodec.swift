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
    if let packed = tile.packed { return packed.encoded }
    var starts: [Int] = []
    return try encode(tile, starts: &starts)
  }

  /// - Parameter starts: Gets the places at which the pieces begin in the content.
  static func encode(_ tile: MapTile, starts: inout [Int]) throws(TileCodecError) -> [UInt8] {
    let content = try content(of: tile, starts: &starts)
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
    let (id, version) = try head(of: bytes[...])
    let end = bytes.count - checksum_bytes
    guard end > head_bytes else { throw .truncated(field: "content") }
    var tail = ByteReader(bytes[end...])
    guard try tail.fixed("checksum") == SHA256.prefix64(bytes[..<end]) else { throw .checksum }

    return MapTile(id: id, version: version, elements: try TileContent(unpack(bytes[...])).elements())
  }

  /// Id and version that an encoded tile begins with.
  static func head(of encoded: ArraySlice<UInt8>) throws(TileCodecError) -> (id: TileID, version: UInt64) {
    guard encoded.prefix(magic.count) == magic[...] else { throw .wrongMagic }
    var head = ByteReader(encoded.dropFirst(magic.count))
    let format = try head.byte("format version")
    guard format == formatVersion else { throw .unsupportedVersion(format) }
    return (TileID(quadkey: try head.fixed("tile id")), try head.fixed("tile version"))
  }

  /// The content of an encoded tile whose checksum is right.
  static func unpack(_ encoded: ArraySlice<UInt8>) throws(TileCodecError) -> [UInt8] {
    do {
      return try LZ4Frame.decompress(
        Array(encoded.dropFirst(head_bytes).dropLast(checksum_bytes)), maximumBytes: TileLimits.content_bytes)
    } catch { throw .compression(error) }
  }

  static func content(of tile: MapTile) throws(TileCodecError) -> [UInt8] {
    var starts: [Int] = []
    return try content(of: tile, starts: &starts)
  }

  private static func content(of tile: MapTile, starts: inout [Int]) throws(TileCodecError) -> [UInt8] {
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
    starts.reserveCapacity(tile.elements.count)
    for element in tile.elements {
      starts.append(writer.bytes.count)
      ElementCodec.write(element, to: &writer, table: places)
    }
    return writer.bytes
  }
}

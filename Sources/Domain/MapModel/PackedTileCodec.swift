/// The stored form of a packed tile: `RSVK`, format version (1 byte), the encoded tile with its length, the attributes of its pieces (each
/// set once), a digest of each piece, and the first 8 bytes of the SHA-256 of all before.
extension PackedTile {
  /// The format this code writes, and the only one it reads.
  public static let formatVersion: UInt8 = 1
  private static let magic = Array("RSVK".utf8)
  private static let checksum_bytes = 8
  /// Least bytes of a digest: id, part, class, shape, attributes, hash, intervals, length.
  private static let leastDigest_bytes = 11

  /// What is known of a piece before it is packed.
  public struct Known: Sendable {
    /// Low 32 bits of its content hash.
    public let evidenceHash: UInt32
    /// Intervals it is judged in.
    public let intervals: Int

    /// What is known of a piece.
    public init(evidenceHash: UInt32, intervals: Int) {
      self.evidenceHash = evidenceHash
      self.intervals = intervals
    }
  }

  /// Packs a tile; one that is packed stays as it is.
  /// - Parameter known: Hash and intervals of the piece at a place in their order.
  /// - Throws: `TileCodecError` where `TileCodec` cannot encode the tile.
  public static func pack(_ tile: MapTile, known: (Int, MapElement) -> Known) throws(TileCodecError) -> PackedTile {
    if let packed = tile.packed { return packed }
    let elements = tile.elements
    var starts: [Int] = []
    let encoded = try TileCodec.encode(tile, starts: &starts)
    var sets = AttributeSets()
    let digests = elements.indices.map { index in
      let known = known(index, elements[index])
      return PieceDigest(
        piece: elements[index].piece, evidenceHash: known.evidenceHash, intervals: UInt32(known.intervals),
        attributes: sets.place(of: elements[index].attributes), start: UInt32(starts[index]),
        elementClass: elements[index].elementClass, kind: elements[index].kind)
    }
    var writer = ByteWriter(capacity: encoded.count + digests.count * 16)
    writer.raw(magic)
    writer.byte(formatVersion)
    writer.count(encoded.count)
    let first = writer.bytes.count
    writer.raw(encoded)
    writer.count(sets.all.count)
    for attributes in sets.all {
      writer.count(attributes.entries.count)
      for entry in attributes.entries {
        writer.byte(entry.key.rawValue)
        writer.text(Array(entry.value.utf8))
      }
    }
    writer.count(digests.count)
    var last = PieceDigest.before
    for digest in digests {
      write(digest, after: last, to: &writer)
      last = digest
    }
    writer.fixed(SHA256.prefix64(writer.bytes))
    return PackedTile(
      id: tile.id, version: tile.version, bytes: writer.bytes, digests: digests, pool: sets.all,
      tileBytes: first..<(first + encoded.count))
  }

  private static func write(_ digest: PieceDigest, after last: PieceDigest, to writer: inout ByteWriter) {
    writer.varint(digest.piece.element.value - last.piece.element.value)
    writer.varint(UInt64(digest.piece.part))
    writer.byte(digest.elementClass.rawValue)
    writer.byte(digest.kind.rawValue)
    writer.varint(UInt64(digest.attributes))
    writer.fixed(digest.evidenceHash)
    writer.varint(UInt64(digest.intervals))
    writer.varint(UInt64(digest.start - last.start))
  }

  /// Opens the stored form; the encoded tile in it stays as it is.
  /// - Throws: `TileCodecError` for all bytes that `pack` did not write.
  public convenience init(_ bytes: [UInt8]) throws(TileCodecError) {
    let end = bytes.count - Self.checksum_bytes
    guard bytes.prefix(Self.magic.count) == Self.magic[...] else { throw .wrongMagic }
    guard end > Self.magic.count + 1 else { throw .truncated(field: "packed tile") }
    guard bytes[Self.magic.count] == Self.formatVersion else { throw .unsupportedVersion(bytes[Self.magic.count]) }
    var tail = ByteReader(bytes[end...])
    guard try tail.fixed("checksum") == SHA256.prefix64(bytes[..<end]) else { throw .checksum }
    var reader = ByteReader(bytes[(Self.magic.count + 1)..<end])
    let encoded = try reader.text("tile", limit_bytes: TileLimits.encoded_bytes)
    let (id, version) = try TileCodec.head(of: encoded)
    var pool: [Attributes] = []
    for _ in 0..<(try reader.count("attributes", limit: TileLimits.pieces, bytesEach: 1)) {
      pool.append(try Self.attributes(from: &reader))
    }
    let count = try reader.count("digests", limit: TileLimits.pieces, bytesEach: Self.leastDigest_bytes)
    var digests: [PieceDigest] = []
    digests.reserveCapacity(count)
    var last = PieceDigest.before
    for _ in 0..<count {
      let digest = try Self.digest(after: last, from: &reader, sets: pool.count)
      digests.append(digest)
      last = digest
    }
    try reader.finish("digests")
    self.init(
      id: id, version: version, bytes: bytes, digests: digests, pool: pool,
      tileBytes: encoded.startIndex..<encoded.endIndex)
  }

  private static func attributes(from reader: inout ByteReader) throws(TileCodecError) -> Attributes {
    var entries: [Attributes.Entry] = []
    for _ in 0..<(try reader.count("attributes", limit: TileLimits.attributes, bytesEach: 2)) {
      guard let key = AttributeKey(rawValue: try reader.byte("attributes.key")),
        let value = String(
          validating: try reader.text("attributes.value", limit_bytes: TileLimits.attributeValue_bytes), as: UTF8.self)
      else { throw .malformed(field: "attributes") }
      entries.append(Attributes.Entry(key, value))
    }
    return Attributes(entries)
  }

  private static func digest(
    after last: PieceDigest, from reader: inout ByteReader, sets: Int
  ) throws(TileCodecError) -> PieceDigest {
    let (element, overflow) = last.piece.element.value.addingReportingOverflow(try reader.varint("digest.id"))
    guard !overflow, let part = UInt32(exactly: try reader.varint("digest.part")) else {
      throw .malformed(field: "digest.id")
    }
    let piece = PieceID(ElementID(element), part: part)
    guard last.piece < piece || last.piece.element.value == 0,
      let elementClass = ElementClass(rawValue: try reader.byte("digest.class")),
      let kind = ShapeKind(rawValue: try reader.byte("digest.kind"))
    else { throw .malformed(field: "digest") }
    let attributes = try reader.varint("digest.attributes")
    let hash: UInt32 = try reader.fixed("digest.hash")
    guard attributes < UInt64(sets), let intervals = UInt32(exactly: try reader.varint("digest.intervals")),
      let step = UInt32(exactly: try reader.varint("digest.start")),
      case let (start, isBeyond) = last.start.addingReportingOverflow(step), !isBeyond
    else { throw .malformed(field: "digest") }
    return PieceDigest(
      piece: piece, evidenceHash: hash, intervals: intervals, attributes: UInt32(attributes), start: start,
      elementClass: elementClass, kind: kind)
  }
}

extension PieceDigest {
  /// What the first digest is told against.
  fileprivate static let before = PieceDigest(
    piece: PieceID(ElementID(0)), evidenceHash: 0, intervals: 0, attributes: 0, start: 0, elementClass: .trafficSign,
    kind: .point)
}

/// The different attributes of a tile's pieces, in order of first appearance; those that are only canonically equal are different.
private struct AttributeSets {
  private(set) var all: [Attributes] = []
  private var places: [[UInt8]: UInt32] = [:]
  private var key: [UInt8] = []

  mutating func place(of attributes: Attributes) -> UInt32 {
    key.removeAll(keepingCapacity: true)
    for entry in attributes.entries {
      key.append(entry.key.rawValue)
      key.append(contentsOf: entry.value.utf8)
      // No UTF-8 has this byte.
      key.append(0xFF)
    }
    if let place = places[key] { return place }
    places[Array(key[...])] = UInt32(all.count)
    all.append(attributes)
    return UInt32(all.count - 1)
  }
}

import Foundation

/// A tile as bytes, with a digest of every piece beside them, so that a fold that has votes on a few of thousands of pieces neither
/// unpacks nor hashes the others.
///
/// The digests are made from the pieces themselves when the tile is packed, and one checksum covers both: bytes whose digests are
/// of other pieces do not open. How far it is unpacked shows in nothing but the time it takes.
public final class PackedTile: @unchecked Sendable {
  /// Which square.
  public let id: TileID
  /// The tile's version.
  public let version: UInt64
  /// The stored form.
  public let bytes: [UInt8]
  /// Digests of all pieces, ordered by piece.
  public let digests: [PieceDigest]
  private let pool: [Attributes]
  /// Where in the bytes the encoded tile lies.
  let tileBytes: Range<Int>
  /// Behind the lock: a version is read by more than one thread.
  private var unpacked = Unpacked()
  private let lock = NSLock()

  /// How far it has been unpacked.
  private struct Unpacked {
    var content: TileContent?
    var elements: [MapElement]?
    /// Pieces asked for one by one.
    var asked = 0
  }

  /// One piece in so many is unpacked by itself; whoever asks for more is given all of them.
  private static let alone = 8

  init(
    id: TileID, version: UInt64, bytes: [UInt8], digests: [PieceDigest], pool: [Attributes], tileBytes: Range<Int>
  ) {
    self.id = id
    self.version = version
    self.bytes = bytes
    self.digests = digests
    self.pool = pool
    self.tileBytes = tileBytes
  }

  /// The tile as `TileCodec` encodes it.
  public var encoded: [UInt8] { Array(bytes[tileBytes]) }

  /// All pieces, unpacked at the first call and kept.
  public var elements: [MapElement] { lock.withLock { all() } }

  /// The piece at a place: the same as that of `elements`.
  public func element(at index: Int) -> MapElement {
    lock.withLock {
      if let elements = unpacked.elements { return elements[index] }
      unpacked.asked += 1
      if unpacked.asked > digests.count / Self.alone { return all()[index] }
      return Self.sound { () throws(TileCodecError) in
        try content().element(at: Int(digests[index].start))
      }
    }
  }

  /// Attributes of the piece at a place.
  public func attributes(at index: Int) -> Attributes { pool[Int(digests[index].attributes)] }

  private func content() throws(TileCodecError) -> TileContent {
    if let content = unpacked.content { return content }
    let content = try TileContent(TileCodec.unpack(bytes[tileBytes]))
    unpacked.content = content
    return content
  }

  private func all() -> [MapElement] {
    if let elements = unpacked.elements { return elements }
    let elements = Self.sound { () throws(TileCodecError) in try content().elements() }
    unpacked.elements = elements
    unpacked.content = nil
    return elements
  }

  /// The checksum was right when the bytes were opened: what this code packed, this code unpacks.
  private static func sound<T>(_ body: () throws(TileCodecError) -> T) -> T {
    do { return try body() } catch { preconditionFailure("a tile whose checksum is right does not open: \(error)") }
  }
}

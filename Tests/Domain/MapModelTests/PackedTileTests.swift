import TestSupport
import Testing

@testable import MapModel

@Suite struct PackedTileTests {
  /// A tile with its pieces packed as a fold packs them; intervals as a hash of the id, so that they tell pieces apart.
  private static func pack(_ tile: MapTile) throws -> PackedTile {
    try PackedTile.pack(tile) { index, element in
      #expect(element == tile.elements[index])
      return PackedTile.Known(evidenceHash: element.evidenceHash, intervals: intervals(of: element))
    }
  }

  private static func intervals(of element: MapElement) -> Int { Int(element.piece.element.value % 1000) }

  @Test func whatIsToldOfAPieceIsTheSamePackedAndUnpacked() throws {
    var random = Seeded(1)
    for _ in 0..<200 {
      let tile = random.tile()
      let bytes = try Self.pack(tile).bytes
      for packed in [try Self.pack(tile), try PackedTile(bytes)] {
        #expect(packed.bytes == bytes)
        #expect(packed.digests.map { Int($0.intervals) } == tile.elements.map(Self.intervals))
        let other = MapTile(packed)
        #expect(other.count == tile.count && other.id == tile.id && other.version == tile.version)
        for index in tile.elements.indices {
          #expect(other.piece(at: index) == tile.piece(at: index))
          #expect(other.elementClass(at: index) == tile.elementClass(at: index))
          #expect(other.kind(at: index) == tile.kind(at: index))
          #expect(other.attributes(at: index) == tile.attributes(at: index))
          #expect(other.evidenceHash(at: index) == UInt32(truncatingIfNeeded: tile.elements[index].contentHash))
          #expect(other.firstIndex(notBelow: tile.piece(at: index)) == index)
        }
        #expect(packed.encoded == (try TileCodec.encode(tile)))
        #expect(try TileCodec.encode(other) == packed.encoded)
      }
    }
  }

  @Test func piecesUnpackedAloneInAnyOrderAreThoseUnpackedTogether() throws {
    var random = Seeded(2)
    for _ in 0..<200 {
      let tile = random.tile()
      let bytes = try Self.pack(tile).bytes
      // From a few, which are unpacked alone, to all of them, which are not.
      let most = Int.random(in: 0...tile.count, using: &random)
      let lazy = MapTile(try PackedTile(bytes))
      for index in tile.elements.indices.shuffled(using: &random).prefix(most) {
        #expect(lazy.element(at: index) == tile.elements[index])
        #expect(lazy[tile.elements[index].piece] == tile.elements[index])
      }
      #expect(lazy.elements == tile.elements)
      #expect(lazy == tile && tile == lazy)
      #expect(Set([lazy, tile]).count == 1)
      #expect(lazy.contentHash == tile.contentHash)
    }
  }

  @Test func anotherTileIsNotEqual() throws {
    var random = Seeded(3)
    let tile = random.tile()
    let other = MapTile(id: tile.id, version: tile.version, elements: Array(tile.elements.dropLast()))
    #expect(MapTile(try Self.pack(tile)) != MapTile(try Self.pack(other)))
    #expect(MapTile(try Self.pack(tile)) != other)
  }

  @Test func damagedBytesNeverPass() throws {
    var random = Seeded(4)
    let bytes = try Self.pack(random.tile()).bytes
    for _ in 0..<4000 {
      var damaged = bytes
      switch Int.random(in: 0..<3, using: &random) {
      case 0: damaged[.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1: damaged.removeLast(.random(in: 1...bytes.count, using: &random))
      default: damaged.append(.random(in: 0...255, using: &random))
      }
      #expect(throws: TileCodecError.self) { try PackedTile(damaged) }
    }
  }

  /// Neither part of one tile opens with the other part of another.
  @Test func digestsOpenWithTheirOwnTileAlone() throws {
    var random = Seeded(5)
    let (one, two) = (try Self.pack(random.tile()), try Self.pack(random.tile()))
    let mixed = Array(one.bytes[..<one.tileBytes.upperBound] + two.bytes[two.tileBytes.upperBound...])
    #expect(throws: TileCodecError.checksum) { try PackedTile(mixed) }
    #expect(throws: TileCodecError.wrongMagic) { try PackedTile(one.encoded) }
  }
}

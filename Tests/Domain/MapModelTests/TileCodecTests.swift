import TestSupport
import Testing

@testable import MapModel

@Suite struct TileCodecTests {
  @Test func decodingGivesTheTileAndEncodingItAgainTheBytes() throws {
    var random = Seeded(1)
    for _ in 0..<200 {
      let tile = random.tile()
      let bytes = try TileCodec.encode(tile)
      let back = try TileCodec.decode(bytes)
      #expect(back == tile)
      #expect(try TileCodec.encode(back) == bytes)
      #expect(back.contentHash == tile.contentHash)
      #expect(back.elements.map(\.contentHash) == tile.elements.map(\.contentHash))
    }
  }

  @Test func damagedBytesNeverPass() throws {
    var random = Seeded(2)
    let bytes = try TileCodec.encode(random.tile())
    for _ in 0..<4000 {
      var damaged = bytes
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        damaged[.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1: damaged.removeLast(.random(in: 1...bytes.count, using: &random))
      case 2: damaged.append(.random(in: 0...255, using: &random))
      default:
        let start = Int.random(in: 0..<bytes.count, using: &random)
        for index in start..<min(start + 16, bytes.count) { damaged[index] = ~damaged[index] }
      }
      #expect(throws: TileCodecError.self) { try TileCodec.decode(damaged) }
    }
  }

  /// A writer with a right checksum and wrong content: what only the fields' own checks can find.
  @Test func malformedContentUnderARightChecksumIsRefusedOrCanonical() throws {
    var random = Seeded(3)
    var refused = 0
    for _ in 0..<600 {
      let tile = random.tile()
      var content = try TileCodec.content(of: tile)
      for _ in 0...Int.random(in: 0..<3, using: &random) {
        content[.random(in: 0..<content.count, using: &random)] = .random(in: 0...255, using: &random)
      }
      let bytes = Self.seal(content, id: tile.id, version: tile.version)
      do {
        let other = try TileCodec.decode(bytes)
        #expect(try TileCodec.decode(try TileCodec.encode(other)) == other)
      } catch { refused += 1 }
    }
    #expect(refused > 200)
  }

  private static func seal(_ content: [UInt8], id: TileID, version: UInt64) -> [UInt8] {
    var writer = ByteWriter()
    writer.raw("RSVT".utf8)
    writer.byte(TileCodec.formatVersion)
    writer.fixed(id.quadkey)
    writer.fixed(version)
    writer.raw(LZ4Frame.compress(content))
    writer.fixed(SHA256.prefix64(writer.bytes))
    return writer.bytes
  }

  @Test func eachDamageHasItsName() throws {
    var random = Seeded(4)
    let bytes = try TileCodec.encode(random.tile())
    func changed(_ place: Int, _ value: UInt8) -> [UInt8] {
      var copy = bytes
      copy[place] = value
      return copy
    }
    #expect(throws: TileCodecError.wrongMagic) { try TileCodec.decode(changed(0, 0)) }
    #expect(throws: TileCodecError.wrongMagic) { try TileCodec.decode([]) }
    #expect(throws: TileCodecError.unsupportedVersion(9)) { try TileCodec.decode(changed(4, 9)) }
    #expect(throws: TileCodecError.checksum) { try TileCodec.decode(changed(6, ~bytes[6])) }
    #expect(throws: TileCodecError.truncated(field: "tile version")) { try TileCodec.decode(Array(bytes[..<12])) }
    #expect(throws: TileCodecError.truncated(field: "content")) { try TileCodec.decode(Array(bytes[..<20])) }
    let bomb = Self.seal([UInt8](repeating: 0, count: TileLimits.content_bytes + 1), id: TileID(quadkey: 1), version: 1)
    #expect(
      throws: TileCodecError.compression(
        .tooLarge(bytes: UInt64(TileLimits.content_bytes + 1), maximum: TileLimits.content_bytes))
    ) { try TileCodec.decode(bomb) }
    #expect(throws: TileCodecError.malformed(field: "content")) {
      try TileCodec.decode(Self.seal([0, 0, 0], id: TileID(quadkey: 1), version: 1))
    }
    #expect(throws: TileCodecError.truncated(field: "elements")) {
      try TileCodec.decode(Self.seal([0, 100], id: TileID(quadkey: 1), version: 1))
    }
  }

  @Test func aTileBeyondTheLimitIsNotEncoded() throws {
    var random = Seeded(5)
    let elements = (1...18).map { id in
      MapElement(
        piece: PieceID(ElementID(id)), elementClass: .laneBoundary, kind: .line,
        points: (0..<TileLimits.vertices).map { _ in
          TilePoint(
            x_cm: .random(in: -30_000...30_000, using: &random), y_cm: .random(in: -30_000...30_000, using: &random))
        })
    }
    let tile = MapTile(id: TileID(quadkey: 1), version: 1, elements: elements)
    let error = #expect(throws: TileCodecError.self) { try TileCodec.encode(tile) }
    guard case .limitExceeded(field: "tile", _, limit: 4_194_304) = error else {
      Issue.record("refused for another reason: \(String(describing: error))")
      return
    }
  }

  @Test func whatNoImportMakesIsNotEncoded() {
    func encode(_ change: (inout MapElement) -> Void) throws {
      var element = MapElement(
        piece: PieceID(ElementID(1)), elementClass: .pole, kind: .point, points: [TilePoint(x_cm: 1, y_cm: 2)])
      change(&element)
      _ = try TileCodec.encode(MapTile(id: TileID(quadkey: 1), version: 1, elements: [element]))
    }
    #expect(throws: Never.self) { try encode { _ in } }
    #expect(throws: TileCodecError.malformed(field: "element.points")) { try encode { $0.points = [] } }
    #expect(throws: TileCodecError.malformed(field: "element.points")) { try encode { $0.kind = .line } }
    #expect(throws: TileCodecError.malformed(field: "element.elevations")) { try encode { $0.elevations_cm = [1, 2] } }
    #expect(throws: TileCodecError.malformed(field: "element.id")) { try encode { $0.piece = PieceID(ElementID(0)) } }
    #expect(
      throws: TileCodecError.limitExceeded(field: "element.attributes.width", value: 1025, limit: 1024)
    ) { try encode { $0.attributes[.width] = String(repeating: "1", count: 1025) } }
    let twice = MapElement(
      piece: PieceID(ElementID(1)), elementClass: .pole, kind: .point, points: [TilePoint(x_cm: 1, y_cm: 2)])
    #expect(throws: TileCodecError.malformed(field: "element.id")) {
      try TileCodec.encode(MapTile(id: TileID(quadkey: 1), version: 1, elements: [twice, twice]))
    }
  }
}

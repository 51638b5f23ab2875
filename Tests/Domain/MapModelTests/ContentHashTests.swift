import MapModel
import Testing

@Suite struct ContentHashTests {
  private let element = MapElement(
    piece: PieceID(ElementID(7), part: 65536), elementClass: .laneBoundary, kind: .line,
    points: [TilePoint(x_cm: -5, y_cm: 10), TilePoint(x_cm: 300, y_cm: -400)], elevations_cm: [11_000, 11_010],
    attributes: Attributes([.init(.style, "dashed"), .init(.colour, "white")]),
    references: [Reference(.regulation, ElementID(9))])

  /// Frozen: evidence in logs carries these hashes, so they may never change for the same piece.
  @Test func theHashOfAKnownPieceStandsForever() {
    #expect(String(element.contentHash, radix: 16) == "e3696f322087450d")
    let tile = MapTile(id: TileID(quadkey: 0xD0A1_B2C3), version: 5, elements: [element])
    #expect(tile.contentHash.prefix(8).map { String($0, radix: 16) }.joined(separator: " ") == "3d e3 2 2f e4 71 f c0")
  }

  @Test func everyFieldIsInTheHash() {
    let changes: [(inout MapElement) -> Void] = [
      { $0.piece = PieceID(ElementID(8), part: 65536) }, { $0.piece = PieceID(ElementID(7)) },
      { $0.elementClass = .roadEdge }, { $0.kind = .polygon }, { $0.points[1].y_cm += 1 },
      { $0.points.append(TilePoint(x_cm: 0, y_cm: 0)) }, { $0.elevations_cm[0] += 1 }, { $0.elevations_cm = [] },
      { $0.attributes[.style] = "solid" }, { $0.attributes[.width] = "1" },
      { $0.references = [Reference(.regulation, ElementID(9), isReversed: true)] }, { $0.references = [] },
    ]
    var hashes: Set<UInt64> = [element.contentHash]
    for change in changes {
      var copy = element
      change(&copy)
      hashes.insert(copy.contentHash)
    }
    #expect(hashes.count == changes.count + 1)
  }

  @Test func aTilesHashIsOfItsContentAndNotOfItsVersion() {
    let tile = MapTile(id: TileID(quadkey: 1), version: 1, elements: [element])
    #expect(MapTile(id: TileID(quadkey: 1), version: 2, elements: [element]).contentHash == tile.contentHash)
    #expect(MapTile(id: TileID(quadkey: 2), version: 1, elements: [element]).contentHash != tile.contentHash)
    #expect(MapTile(id: TileID(quadkey: 1), version: 1, elements: []).contentHash != tile.contentHash)
    #expect(tile.contentHash.count == 32)
  }
}

import Geometry
import MapModel
import TestSupport
import Testing

@Suite struct TileIDTests {
  @Test func columnRowAndQuadkeyAreInverse() {
    var random = Seeded(1)
    for _ in 0..<2000 {
      let x = Int.random(in: 0..<65536, using: &random)
      let y = Int.random(in: 0..<65536, using: &random)
      let tile = TileID(x: x, y: y)
      #expect(tile.x == x)
      #expect(tile.y == y)
      #expect(TileID(quadkey: tile.quadkey) == tile)
      #expect(TileID(tile.place(u: 0.5, v: 0.5)) == tile)
      #expect(TileID(tile.place(u: 0.001, v: 0.999)) == tile)
    }
  }

  @Test func theQuadkeyIsTheOneOfWebMaps() {
    // The worked example of the Bing Maps tile system: level 3, column 3, row 5 is "213".
    let tile = TileID(x: 3 << 13, y: 5 << 13)
    #expect(tile.digits == "213" + String(repeating: "0", count: 13))
    #expect(tile.digits.reduce(0) { $0 * 4 + UInt32($1.wholeNumberValue ?? 9) } == tile.quadkey)
  }

  @Test func everyNeighbourTouches() {
    let tile = TileID(Geodetic(latitude_deg: 49, longitude_deg: 8.4))
    let neighbours = tile.neighbourhood
    #expect(Set(neighbours).count == 9)
    #expect(neighbours.contains(tile))
    #expect(neighbours.allSatisfy { abs($0.x - tile.x) <= 1 && abs($0.y - tile.y) <= 1 })
    #expect(TileID(x: 0, y: 0).neighbourhood.count == 6)
  }

  @Test func centimetresFitSixteenBitsInATile() {
    let corner = TileID(x: 32768, y: 32768).frame.local(TileID(x: 32768, y: 32768).place(u: 1, v: 1))
    #expect(max(abs(corner.x), abs(corner.y)) < 327.67)
  }
}

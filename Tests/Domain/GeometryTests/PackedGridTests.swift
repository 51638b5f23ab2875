import Geometry
import Testing

@Suite struct PackedGridTests {
  /// Boxes of all sizes, spread by a fixed recurrence.
  private static let boxes: [Bounds2] = {
    var seed: UInt64 = 5
    func next() -> Double {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(seed >> 40) / Double(1 << 24)
    }
    return (0..<300).map { _ in
      let corner = Vector2(next() * 400 - 200, next() * 300 - 150)
      return Bounds2(corner, corner + Vector2(next() * next() * 80, next() * next() * 80))
    }
  }()

  @Test(arguments: [0.5, 7, 60, 5000])
  func aQueryFindsWhatBruteForceFindsEachOnce(cell_m: Double) {
    let grid = PackedGrid(boxes: Self.boxes, cell_m: cell_m)
    for query in Self.boxes.map({ $0.grown(by: 3) }) + [Bounds2(centre: .zero, radius_m: 1000)] {
      var found: [Int] = []
      grid.forEach(in: query) { found.append($0) }
      let expected = Self.boxes.indices.filter { Self.boxes[$0].intersects(query) }
      #expect(found.sorted() == expected)
    }
  }

  @Test func anEmptyGridFindsNothing() {
    var found = 0
    PackedGrid(boxes: [], cell_m: 1).forEach(in: Bounds2(centre: .zero, radius_m: 1e6)) { _ in found += 1 }
    #expect(found == 0)
  }

  @Test func aQueryFarAwayFindsNothing() {
    var found = 0
    let grid = PackedGrid(boxes: Self.boxes, cell_m: 8)
    grid.forEach(in: Bounds2(centre: Vector2(1e7, -1e7), radius_m: 5)) { _ in found += 1 }
    #expect(found == 0)
  }
}

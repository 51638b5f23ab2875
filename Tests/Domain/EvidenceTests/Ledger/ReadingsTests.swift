import MapModel
import TestSupport
import Testing

@testable import Evidence

@Suite struct ReadingsTests {
  /// Of a packed tile comparisons are remembered by set of attributes, of another they are made each time: both are those of the attributes.
  @Test func aRememberedComparisonIsTheOneMade() throws {
    var random = Seeded(3)
    let styles = ["solid", "dashed", "double"]
    func attributes(_ random: inout Seeded) -> Attributes {
      var attributes = Attributes()
      if random.chance(0.7) { attributes[.style] = styles.randomElement(using: &random) }
      if random.chance(0.5) { attributes[.colour] = ["white", "yellow"].randomElement(using: &random) }
      return attributes
    }
    for _ in 0..<50 {
      let tile = MapTile(
        id: TileID(quadkey: 9), version: 1,
        elements: (1...40).map {
          MapElement(
            piece: PieceID(ElementID($0)), elementClass: .pole, kind: .point, points: [TilePoint(x_cm: 0, y_cm: 0)],
            attributes: attributes(&random))
        })
      let packed = MapTile(
        try PackedTile.pack(tile) { PackedTile.Known(evidenceHash: $1.evidenceHash, intervals: 1 + $0 * 0) })
      let labels = (0..<6).map { _ in attributes(&random) }
      var (one, other) = (Readings(labels), Readings(labels))
      for _ in 0..<300 {
        let (label, index) = (Int.random(in: 0...7, using: &random), Int.random(in: 0..<40, using: &random))
        let expected =
          labels.indices.contains(label - 1) ? tile.elements[index].attributes.differences(in: labels[label - 1]) : nil
        #expect(one.differences(of: label, from: index, in: tile) == expected)
        #expect(other.differences(of: label, from: index, in: packed) == expected)
      }
    }
  }
}

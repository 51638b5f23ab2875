import Geometry
import MapModel
import TestSupport

extension Seeded {
  mutating func attributes() -> Attributes {
    let values = ["solid", "dashed", "white", "gelb", "日本", "e\u{301}", "\u{e9}", String(repeating: "x", count: 1024)]
    var attributes = Attributes()
    for key in AttributeKey.allCases where Int.random(in: 0..<4, using: &self) == 0 {
      attributes[key] = values.randomElement(using: &self)
    }
    return attributes
  }

  mutating func references() -> [Reference] {
    (0..<Int.random(in: 0..<3, using: &self)).map { _ in
      Reference(
        Reference.Role.allCases.randomElement(using: &self) ?? .leftBound,
        ElementID(.random(in: 1...UInt64.max, using: &self)),
        isReversed: .random(using: &self))
    }
  }

  mutating func piece(_ id: UInt64) -> MapElement {
    let kind: ShapeKind = [.point, .line, .polygon].randomElement(using: &self) ?? .line
    let count =
      switch kind {
      case .point: 1
      case .line: Int.random(in: 2..<40, using: &self)
      case .polygon: Int.random(in: 3..<40, using: &self)
      }
    let reach = Bool.random(using: &self) ? 32_000 : TileLimits.reach_cm
    return MapElement(
      piece: PieceID(ElementID(id), part: .random(in: 0...UInt32.max, using: &self)),
      elementClass: ElementClass.allCases.randomElement(using: &self) ?? .lane, kind: kind,
      points: (0..<count).map { _ in
        TilePoint(x_cm: .random(in: -reach...reach, using: &self), y_cm: .random(in: -reach...reach, using: &self))
      },
      elevations_cm: Bool.random(using: &self)
        ? [] : (0..<count).map { _ in .random(in: Int32.min...Int32.max, using: &self) },
      attributes: attributes(), references: references())
  }

  mutating func tile() -> MapTile {
    var id: UInt64 = 0
    let elements = (0..<Int.random(in: 0..<30, using: &self)).map { _ in
      id += .random(in: 1...(UInt64.max / 40), using: &self)
      return piece(id)
    }
    return MapTile(
      id: TileID(quadkey: .random(in: 0...UInt32.max, using: &self)), version: next(),
      elements: elements.shuffled(using: &self))
  }
}

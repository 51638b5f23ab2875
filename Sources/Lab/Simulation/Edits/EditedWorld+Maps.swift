import Evidence
import Geometry
import MapModel

extension EditedWorld {
  /// The world as one map has it, driven with another.
  /// - Parameters:
  ///   - tiles: What the vehicles' map says; each tile at most once.
  ///   - real: What is there; each tile at most once.
  public init(map tiles: [MapTile], world real: [MapTile]) {
    let map = World(tiles: tiles)
    let there = TileJoiner.elements(of: real)
    let world = World(
      frame: map.frame,
      elements: there.map { element in
        WorldElement(
          id: element.id, part: element.part, elementClass: element.elementClass, kind: element.kind,
          points: element.vertices.map(map.frame.flat), attributes: element.attributes, references: element.references)
      })
    let differences = MapDiff(from: TileJoiner.elements(of: tiles), to: there).differences.filter(\.kind.isPhysical)
    self.init(
      map: map, elements: world.elements.map { TimedElement($0) },
      truth: differences.enumerated().compactMap { index, difference in
        let digits = "\(index + 1)"
        return TruthChange(
          difference, id: "t" + String(repeating: "0", count: max(3 - digits.count, 0)) + digits)
      })
  }
}

extension TruthChange {
  /// A difference between two maps as a change of the world; nil where nobody on the road could tell.
  init?(_ difference: MapDifference, id: String) {
    let kind: ChangeEvent.Kind
    switch difference.kind {
    case .added: kind = .added
    case .removed: kind = .removed
    case .moved: kind = .moved
    case .attributeChanged: kind = .attributeChanged
    case .tags: return nil
    }
    self.init(
      id: id, kind: kind, elementClass: difference.elementClass,
      element: kind == .added ? nil : difference.element, shape: difference.shape, before: difference.before,
      after: difference.after, attributesBefore: difference.attributesBefore,
      attributesAfter: difference.attributesAfter)
  }
}

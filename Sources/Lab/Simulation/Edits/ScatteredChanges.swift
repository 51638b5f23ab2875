import Geometry
import MapModel

/// A world in which a share of everything is otherwise than the map says: what a localizer must bear, not what a change detector is
/// measured by. Long lines change by stretches.
public struct ScatteredChanges: Sendable {
  /// The true world beside the map.
  public let world: EditedWorld
  /// Elements that are where the map has them, all of them.
  public let untouched: Set<ElementID>
  /// Elements, and stretches of lines, that are otherwise.
  public let changed: Int
  /// All elements and stretches that sensors see.
  public let count: Int

  /// A line is taken apart into stretches of at most this length, m.
  private static let stretch_m = 50.0

  /// Draws for every element, and every stretch of a line, whether it is gone, elsewhere, or has a new one beside it, a third each.
  /// - Parameter share: of the elements, 0 … 1.
  public init(_ map: World, share: Double, random: SeededRandom) {
    var random = random
    var elements: [WorldElement] = []
    var touched: Set<ElementID> = []
    var nextID = (map.elements.map(\.id.value).max() ?? 0) + 1
    var changed = 0
    var count = 0
    for element in map.elements {
      guard element.elementClass.entry.matchKind != .none else {
        elements.append(element)
        continue
      }
      for part in Self.stretches(of: element) {
        count += 1
        guard random.chance(share) else {
          elements.append(part)
          continue
        }
        changed += 1
        touched.insert(element.id)
        let elsewhere = Self.moved(part, &random)
        switch random.index(3) {
        case 0: break
        case 1: elements.append(elsewhere)
        default:
          elements.append(part)
          var added = elsewhere
          added.id = ElementID(nextID)
          added.part = 0
          nextID += 1
          elements.append(added)
        }
      }
    }
    world = EditedWorld(map: map, elements: elements.map { TimedElement($0) }, truth: [])
    untouched = Set(map.elements.map(\.id)).subtracting(touched)
    self.changed = changed
    self.count = count
  }

  private static func stretches(of element: WorldElement) -> [WorldElement] {
    guard element.kind == .line, element.points.count > 1 else { return [element] }
    let line = Polyline(element.points)
    let pieces = Int((line.length_m / stretch_m).rounded(.up))
    guard pieces > 1 else { return [element] }
    return (0..<pieces).map { piece in
      var part = element
      part.part = element.part + UInt32(piece)
      part.points =
        line.slice(
          from: line.length_m * Double(piece) / Double(pieces), to: line.length_m * Double(piece + 1) / Double(pieces)
        ).points
      return part
    }
  }

  /// Lines 0.6–1.5 m to the side, all else 1–4 m in any direction.
  private static func moved(_ element: WorldElement, _ random: inout SeededRandom) -> WorldElement {
    var moved = element
    if element.kind == .line, element.points.count > 1, element.elementClass != .stopLine {
      let side = random.chance(0.5) ? 1.0 : -1
      moved.points = EditPlanner.offset(Polyline(element.points), left_m: side * random.uniform(0.6, 1.5))
    } else {
      let shift = Vector2(angle_rad: random.uniform(0, 2 * .pi)) * random.uniform(1, 4)
      moved.points = element.points.map { $0 + shift }
    }
    return moved
  }
}

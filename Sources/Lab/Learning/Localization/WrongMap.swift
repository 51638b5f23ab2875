import Geometry
import MapModel
import Simulation

/// Maps that are not the world's.
enum WrongMap {
  /// Side of the squares of a map with holes, m.
  static let hole_m = 200.0
  private static let stretch_m = 20.0
  private static let turn_rad = 37.0.degreesAsRadians

  /// All elements moved in a direction of chance.
  static func shifted(_ world: World, by_m distance_m: Double, random: SeededRandom) -> World {
    var random = random
    let shift = Vector2(angle_rad: random.uniform(0, 2 * .pi)) * distance_m
    return mapped(world) { $0 + shift }
  }

  /// All elements turned about their middle.
  static func turned(_ world: World) -> World {
    let places = world.elements.flatMap(\.points)
    let middle = places.reduce(Vector2.zero, +) * (1 / Double(max(places.count, 1)))
    let turn = Pose2(.zero, yaw_rad: turn_rad)
    return mapped(world) { middle + turn.rotate($0 - middle) }
  }

  /// Whether a place is in a hole.
  static func isHole(_ place: Vector2) -> Bool {
    let column = Int((place.x / hole_m).rounded(.down))
    let row = Int((place.y / hole_m).rounded(.down))
    return (column + row) & 1 == 1
  }

  /// Without what lies in holes; lines end at their borders, give or take a stretch.
  static func withHoles(_ world: World) -> World {
    var nextID: UInt64 = 1
    var kept: [WorldElement] = []
    for element in world.elements {
      for points in stretches(of: element) {
        let middle = points.reduce(Vector2.zero, +) * (1 / Double(points.count))
        guard !isHole(middle) else { continue }
        kept.append(
          WorldElement(
            id: ElementID(nextID), elementClass: element.elementClass, kind: element.kind, points: points,
            attributes: element.attributes))
        nextID += 1
      }
    }
    return World(frame: world.frame, elements: kept)
  }

  private static func stretches(of element: WorldElement) -> [[Vector2]] {
    guard element.kind == .line, element.points.count > 1 else { return [element.points] }
    let line = Polyline(element.points)
    let count = max(Int((line.length_m / stretch_m).rounded(.up)), 1)
    let step = line.length_m / Double(count)
    return (0..<count).map { line.slice(from: Double($0) * step, to: Double($0 + 1) * step).points }
      .filter { $0.count > 1 }
  }

  private static func mapped(_ world: World, _ move: (Vector2) -> Vector2) -> World {
    World(
      frame: world.frame,
      elements: world.elements.map { element in
        var moved = element
        moved.points = element.points.map(move)
        return moved
      })
  }
}

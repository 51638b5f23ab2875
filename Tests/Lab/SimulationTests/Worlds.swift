import Geometry
import MapModel
import Simulation

/// Small worlds for tests.
enum Worlds {
  static let frame = ENUFrame(origin: Geodetic(latitude_deg: 48.1, longitude_deg: 11.5))

  static func lane(_ id: UInt64, _ points: [Vector2], limit: String = "50") -> WorldElement {
    WorldElement(
      id: ElementID(id), elementClass: .lane, kind: .line, points: points,
      attributes: Attributes([.init(.speedLimit, limit)]))
  }

  /// One lane along the east axis with a boundary to each side, a kerb to the right and poles every 25 m.
  static func road(length_m: Double) -> World {
    func line(_ north: Double) -> [Vector2] { [Vector2(0, north), Vector2(length_m, north)] }
    var elements = [lane(1, line(0))]
    elements.append(
      WorldElement(
        id: ElementID(2), elementClass: .laneBoundary, kind: .line, points: line(1.75),
        attributes: Attributes([.init(.style, "dashed"), .init(.colour, "white")])))
    elements.append(
      WorldElement(
        id: ElementID(3), elementClass: .laneBoundary, kind: .line, points: line(-1.75),
        attributes: Attributes([.init(.style, "solid"), .init(.colour, "white")])))
    elements.append(WorldElement(id: ElementID(4), elementClass: .roadEdge, kind: .line, points: line(-2.4)))
    for index in 0..<Int(length_m / 25) {
      elements.append(
        WorldElement(
          id: ElementID(UInt64(100 + index)), elementClass: .pole, kind: .point,
          points: [Vector2(Double(index) * 25 + 10, -4)]))
    }
    return World(frame: frame, elements: elements)
  }

  /// One drive over a whole road, without any error but those a test turns on.
  static func plan(length_m: Double) -> SimulationPlan {
    var plan = SimulationPlan()
    plan.vehicles = 1
    plan.days = 1
    plan.drives = 1
    plan.driveLength_m = length_m
    plan.edits = .none
    plan.noise = .none
    plan.transport = .perfect
    plan.traffic.isOn = false
    plan.wander_m = 0
    return plan
  }
}

import Geometry
import MapModel

/// The lanes of a map that vehicles drive on, and which follows which.
public struct LaneGraph: Sendable {
  /// One lane.
  public struct Lane: Sendable {
    /// Which element.
    public let element: ElementID
    /// In the direction of travel.
    public let centre: Polyline
    /// Speed limit, m/s.
    public let speedLimit_mps: Double
    /// Lanes that begin where this one ends, as indexes into `lanes`.
    public internal(set) var successors: [Int] = []
  }

  /// All lanes, ordered by element.
  public let lanes: [Lane]

  /// How near a lane's start must lie to another's end to follow it, m; the wider is tried where the narrower finds none.
  private static let reaches_m = [0.5, 1.0]
  /// Largest turn between a lane's end and its successor's start: 60°, as its cosine.
  private static let leastCosine = 0.5
  /// Speed where a map tells no limit, m/s.
  private static let defaultLimit_mps = 50 / 3.6
  private static let walkways: Set<String> = [
    "crosswalk", "walkway", "shared_walkway", "stairs", "bicycle_lane", "road_shoulder", "pedestrian_lane", "parking",
  ]

  /// The graph of a world's lanes.
  /// - Throws: `SimulationError.noLanes` where nothing can be driven on.
  public init(_ world: World) throws(SimulationError) {
    var lanes: [Lane] = []
    for element in world.elements where element.elementClass == .lane && element.points.count >= 2 {
      if let kind = element.attributes[.laneKind], Self.walkways.contains(kind) { continue }
      let centre = Polyline(element.points)
      guard centre.length_m > 0.1 else { continue }
      lanes.append(
        Lane(
          element: element.id, centre: centre,
          speedLimit_mps: Self.limit_mps(element.attributes[.speedLimit]) ?? Self.defaultLimit_mps))
    }
    guard !lanes.isEmpty else { throw .noLanes(elements: world.elements.count) }
    let starts = PointGrid(lanes.map { $0.centre.points[0] }, cell_m: 2)
    for index in lanes.indices {
      let centre = lanes[index].centre
      let end = centre.points[centre.points.count - 1]
      let heading = centre.tangent(at: centre.length_m)
      for reach in Self.reaches_m where lanes[index].successors.isEmpty {
        lanes[index].successors = starts.indices(near: end, within_m: reach).filter { next in
          next != index && lanes[next].centre.tangent(at: 0).dot(heading) >= Self.leastCosine
        }
      }
    }
    self.lanes = lanes
  }

  /// Reads `50`, `50 km/h` or `30 mph`.
  private static func limit_mps(_ text: String?) -> Double? {
    guard let text, let number = Double(text.prefix { $0.isNumber || $0 == "." }), number > 0 else { return nil }
    return number * (text.contains("mph") ? 0.447_04 : 1 / 3.6)
  }
}

/// Why nothing can be simulated.
public enum SimulationError: Error, Hashable, Sendable {
  /// The map has no lane to drive on.
  case noLanes(elements: Int)
  /// The lanes are too short or lead nowhere.
  case noRoute(lanes: Int, length_m: Double)
  /// A parameter is out of its range.
  case parameter(name: String, value: Double, range: ClosedRange<Double>)
}

extension SimulationError: CustomStringConvertible {
  /// One line that says what to do.
  public var description: String {
    switch self {
    case .noLanes(let elements):
      "the map has \(elements) elements but no drivable lane; simulation needs lanes with centre lines: import a map with lanes "
        + "or use the procedural city"
    case .noRoute(let lanes, let length_m):
      "none of \(lanes) lanes starts a route of \(Int(length_m)) m; shorten the drives or mend the lanes' connections"
    case .parameter(let name, let value, let range):
      "simulation \(name) is \(value), must be within \(range.lowerBound) … \(range.upperBound)"
    }
  }
}

import Geometry
import MapModel
import Observations
import Simulation

/// Whether the last stretch driven showed enough to tell where along the road the vehicle is: two landmarks that are not parallel. A line
/// tells only the place across it. So two are enough if one of them is no line (a sign, a light, a pole, a marking, a crosswalk), or if they
/// are lines at 30° or more to each other (a boundary and a stop line, two streets).
struct LandmarkWindow: Sendable {
  /// How far back a landmark counts, m driven.
  static let length_m = 50.0
  private static let sectors = 12

  private struct Sight: Sendable {
    var station_m: Double
    var element: ElementID
    /// Direction of a line in sectors of 15°, 0 ..< 12; nil for what is no line.
    var sector: Int?
  }

  private let known: Set<ElementID>?
  private var sights: [Sight] = []
  private var station_m = 0.0
  private var last: Vector2?

  /// A window that has seen nothing.
  /// - Parameter known: elements that are where the map has them; nil for all.
  init(known: Set<ElementID>? = nil) { self.known = known }

  /// Takes in what a frame detected, each detection by the element it is of; clutter is of none.
  mutating func add(_ frame: ObservationFrame, sources: DetectionSources, pose: Pose2) {
    station_m += last.map { $0.distance(to: pose.position) } ?? 0
    last = pose.position
    sights.removeAll { $0.station_m < station_m - Self.length_m }
    for element in sources.points.prefix(frame.points.count) { add(element, sector: nil) }
    for element in sources.polygons.prefix(frame.polygons.count) { add(element, sector: nil) }
    for i in 0..<frame.lines.count where i < sources.lines.count {
      let vertices = frame.lines.vertices(of: i)
      guard let first = vertices.first, let end = vertices.last else { continue }
      let chord = Vector2(
        Double(frame.lines.x_m[end] - frame.lines.x_m[first]), Double(frame.lines.y_m[end] - frame.lines.y_m[first]))
      let angle = (chord.angle_rad + pose.yaw_rad) / .pi
      add(
        sources.lines[i],
        sector: Int(((angle - angle.rounded(.down)) * Double(Self.sectors)).rounded(.down)) % Self.sectors)
    }
  }

  private mutating func add(_ element: ElementID?, sector: Int?) {
    guard let element, known?.contains(element) ?? true else { return }
    if let held = sights.firstIndex(where: { $0.element == element && $0.sector == sector }) {
      sights[held].station_m = station_m
    } else {
      sights.append(Sight(station_m: station_m, element: element, sector: sector))
    }
  }

  /// True where two landmarks that are not parallel are in the window.
  var hasTwo: Bool {
    if let point = sights.first(where: { $0.sector == nil }) {
      return sights.contains { $0.element != point.element }
    }
    // Sectors of 15° are 30° apart for sure where two or more lie between.
    return sights.contains { a in
      sights.contains { b in
        guard a.element != b.element, let first = a.sector, let second = b.sector else { return false }
        let gap = abs(first - second)
        return min(gap, Self.sectors - gap) >= 3
      }
    }
  }
}

import Geometry
import Observations

/// Which frames of a drive count: those with a detected line that lies, with the pose the vehicle reports, near a mapped one.
enum OnMapRule {
  /// Place ahead of the vehicle at which a line tells, m: its vertex nearest to it is taken.
  static let ahead_m = 8.0
  /// Distance of that vertex from a mapped line up to which the frame is on the map, m.
  static let reach_m = 4.0

  /// Whether a frame is on the map with the pose it reports.
  static func holds(_ frame: ObservationFrame, lines: [Int], reported: Pose2, map: DividerMap) -> Bool {
    lines.contains { line in
      let vertices = frame.vertices(ofLine: line, lateralScale: 1)
      guard let vertex = vertices.min(by: { abs($0.x - ahead_m) < abs($1.x - ahead_m) }) else { return false }
      return map.nearest(to: reported.transform(vertex), reach_m: reach_m).line != nil
    }
  }
}

import Geometry
import Observations

/// What becomes of the pose where a divider that was seen is not in the map.
struct DeletionTally: Sendable {
  /// Distance from the pose with the whole map beyond which the pose has moved, and beyond which it is in another lane, m.
  static let moved_m = 0.3
  static let slipped_m = 1.8
  /// How near a line lies to a divider that it shows, m: half its vertices.
  static let onDivider_m = 0.5

  private var saw = 0
  private var converged = 0
  private var moved = 0
  private var slipped = 0
  private var movedOfAll = 0

  /// Whether one of the frame's lines lies on a divider: half its vertices or more are within reach of it and nearest to it.
  static func sees(_ divider: Int, _ frame: ObservationFrame, lines: [Int], pose: RunPose, map: DividerMap) -> Bool {
    lines.contains { line in
      let vertices = frame.vertices(ofLine: line, lateralScale: pose.lateralScale)
      let on = vertices.count { map.nearest(to: pose.pose.transform($0), reach_m: onDivider_m).line == divider }
      return 2 * on >= vertices.count
    }
  }

  /// Takes in a frame that saw the divider: its pose with the whole map and with the stale one.
  mutating func add(whole: RunPose, stale: RunPose?) {
    saw += 1
    guard let stale else { return }
    let gap = whole.pose.position.distance(to: stale.pose.position)
    if gap > Self.moved_m { movedOfAll += 1 }
    guard stale.isConverged else { return }
    converged += 1
    if gap > Self.moved_m { moved += 1 }
    if gap > Self.slipped_m { slipped += 1 }
  }

  mutating func merge(_ other: DeletionTally) {
    saw += other.saw
    converged += other.converged
    moved += other.moved
    slipped += other.slipped
    movedOfAll += other.movedOfAll
  }

  func report(divider: String) -> DeletionReport {
    func share(_ part: Int, of whole: Int) -> Double? { whole > 0 ? Double(part) / Double(whole) : nil }
    return DeletionReport(
      divider: divider, sawIt: saw, converged: converged, movedShare: share(moved, of: converged),
      slippedShare: share(slipped, of: converged), movedShareOfAll: share(movedOfAll, of: saw))
  }
}

/// One divider taken from the map.
public struct DeletionReport: Hashable, Sendable, Codable {
  /// Its name in the map.
  public var divider: String
  /// Converged on-map frames that, with the whole map, saw it.
  public var sawIt: Int
  /// Those that have converged without it, too.
  public var converged: Int
  /// Share of those whose pose is more than 0.3 m elsewhere, 0 … 1.
  public var movedShare: Double?
  /// Share of those whose pose is more than 1.8 m elsewhere.
  public var slippedShare: Double?
  /// Share of all that saw it whose pose is more than 0.3 m elsewhere, whatever its status.
  public var movedShareOfAll: Double?
}

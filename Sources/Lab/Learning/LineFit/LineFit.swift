import Evidence
import Geometry
import Localization
import MapModel
import Observations

/// How far the points of detected lines lie from the nearest mapped line, with the pose the vehicle reports, with the localized one, and
/// with that one forced into the lanes beside. A frame counts where it is on the map: at least one detected line's vertex nearest to 8 m
/// ahead lies, with the reported pose, within 4 m of a mapped line. Detections and map lines of one class only.
///
/// A low distance alone proves no lane: where lines run at equal spacing the lane beside fits as well.
public struct LineFit: Sendable {
  /// What has been measured so far, without the distances.
  public struct Counts: Hashable, Sendable, Codable {
    /// All frames.
    public var frames = 0
    /// Those without a reported place and direction: they are nowhere.
    public var withoutReportedPose = 0
    /// On-map frames.
    public var onMap = 0
    /// On-map frames by what localization says of them, by its name; `none` where there is no pose.
    public var onMapByStatus: [String: Int] = [:]
  }

  /// Place ahead of the vehicle at which a line tells whether a frame is on the map, m.
  static let ahead_m = 8.0
  /// Distance of that place from a mapped line up to which it is, m.
  static let onMap_m = 4.0

  /// What is counted.
  public private(set) var counts = Counts()
  private let elementClass: ElementClass
  private let laneWidth_m: Double
  private let map: MapView
  private var regions = RegionCache()
  private var tallies: [PoseVariant: Tally] = [:]

  struct Tally: Sendable {
    var frames = 0
    var distances = DistanceTally()
  }

  /// A measurement on a map that has seen nothing.
  /// - Parameters:
  ///   - elementClass: class of the detected and the mapped lines.
  ///   - laneWidth_m: how far the pose is moved to be in the next lane, m.
  public init(map: MapView, elementClass: ElementClass = .laneBoundary, laneWidth_m: Double = 3.6) {
    self.map = map
    self.elementClass = elementClass
    self.laneWidth_m = laneWidth_m
  }

  /// Takes in a frame and where it was localized; nil where it was not.
  public mutating func add(_ frame: ObservationFrame, pose: FramePose?) {
    counts.frames += 1
    guard let fix = frame.gnss, let yaw_rad = fix.yaw_rad else {
      counts.withoutReportedPose += 1
      return
    }
    let anchor = TileID(fix.place)
    let region = regions.region(anchor: anchor, tiles: anchor.neighbourhood.compactMap { map[$0] })
    let mapped = MappedLines(region: region, elementClass: elementClass)
    let reported = Pose2(region.frame.local(fix.place), yaw_rad: yaw_rad)
    let lines = (0..<frame.lines.count).filter {
      frame.labels[Int(frame.lines.label[$0])].best.elementClass == elementClass
    }
    guard lines.contains(where: { isNear(frame, line: $0, pose: reported, mapped) }) else { return }
    counts.onMap += 1
    counts.onMapByStatus[pose?.status.name ?? "none", default: 0] += 1
    add(.reported, reported, scale: 1, frame, lines, mapped)
    guard let pose else { return }
    let localized = Pose2(region.frame.local(pose.place), yaw_rad: pose.yaw_rad)
    add(.localized, localized, scale: pose.lateralScale, frame, lines, mapped)
    guard pose.status == .converged else { return }
    add(.reportedWhereConverged, reported, scale: 1, frame, lines, mapped)
    for variant in [PoseVariant.converged, .oneLaneLeft, .oneLaneRight] {
      let side = localized.rotate(Vector2(0, laneWidth_m * variant.lanesLeft))
      let moved = Pose2(localized.position + side, yaw_rad: localized.yaw_rad)
      add(variant, moved, scale: pose.lateralScale, frame, lines, mapped)
    }
  }

  /// What came out so far.
  public var report: LineFitReport {
    LineFitReport(
      elementClass: elementClass.name, laneWidth_m: laneWidth_m, close_m: DistanceTally.close_m, counts: counts,
      rows: PoseVariant.allCases.map { variant in
        let tally = tallies[variant] ?? Tally()
        return LineFitReport.Row(
          pose: variant, frames: tally.frames, points: tally.distances.count, median_m: tally.distances.median_m,
          closeShare: tally.distances.closeShare)
      })
  }

  private func isNear(_ frame: ObservationFrame, line: Int, pose: Pose2, _ mapped: MappedLines) -> Bool {
    let vertices = frame.lines.vertices(of: line)
    func gap_m(_ v: Int) -> Double { abs(Double(frame.lines.x_m[v]) - Self.ahead_m) }
    guard let vertex = vertices.min(by: { gap_m($0) < gap_m($1) }) else { return false }
    let point = pose.transform(Self.vertex(frame, vertex, scale: 1))
    return mapped.distance_m(from: point, reach_m: DistanceTally.reach_m) <= Self.onMap_m
  }

  private mutating func add(
    _ variant: PoseVariant, _ pose: Pose2, scale: Double, _ frame: ObservationFrame, _ lines: [Int],
    _ mapped: MappedLines
  ) {
    tallies[variant, default: Tally()].frames += 1
    for line in lines {
      // Only cameras measure across with a scale of their own.
      let isCamera = frame.sensors[Int(frame.lines.sensor[line])].modality == .camera
      for vertex in frame.lines.vertices(of: line) {
        let point = pose.transform(Self.vertex(frame, vertex, scale: isCamera ? scale : 1))
        let distance_m = mapped.distance_m(from: point, reach_m: DistanceTally.reach_m)
        tallies[variant, default: Tally()].distances.add(distance_m)
      }
    }
  }

  private static func vertex(_ frame: ObservationFrame, _ v: Int, scale: Double) -> Vector2 {
    Vector2(Double(frame.lines.x_m[v]), Double(frame.lines.y_m[v]) * scale)
  }
}

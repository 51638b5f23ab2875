import Geometry
import Observations

/// How far points of detected lines lie from the nearest mapped line, by the pose they are laid onto the map with.
struct FitTally: Sendable {
  private struct Row: Sendable {
    var frames = 0
    var distances = DistanceTally()
  }

  private var rows = [Row](repeating: Row(), count: PoseVariant.allCases.count)

  /// Takes in some lines of an on-map frame.
  mutating func add(
    _ frame: ObservationFrame, lines: [Int], reported: Pose2, localized: RunPose?, map: DividerMap, laneWidth_m: Double
  ) {
    for (index, variant) in PoseVariant.allCases.enumerated() {
      guard let (pose, scale) = variant.pose(reported: reported, localized: localized, laneWidth_m: laneWidth_m) else {
        continue
      }
      rows[index].frames += 1
      for line in lines {
        for vertex in frame.vertices(ofLine: line, lateralScale: scale) {
          let nearest = map.nearest(to: pose.transform(vertex), reach_m: DistanceTally.reach_m)
          rows[index].distances.add(nearest.distance_m)
        }
      }
    }
  }

  mutating func merge(_ other: FitTally) {
    for index in rows.indices {
      rows[index].frames += other.rows[index].frames
      rows[index].distances.merge(other.rows[index].distances)
    }
  }

  var report: [FitReport] {
    zip(PoseVariant.allCases, rows).map { variant, row in
      FitReport(
        pose: variant, frames: row.frames, points: row.distances.count, median_m: row.distances.median_m,
        closeShare: row.distances.closeShare)
    }
  }
}

/// Distances of detected points to the map with one pose.
public struct FitReport: Hashable, Sendable, Codable {
  /// Which pose.
  public var pose: PoseVariant
  /// On-map frames it was taken in.
  public var frames: Int
  /// Detected points in them.
  public var points: Int
  /// Median distance to the nearest mapped line, m, at most 10; nil without points.
  public var median_m: Double?
  /// Share of points within 0.25 m, 0 … 1; nil without points.
  public var closeShare: Double?
}

import Geometry

/// How far two poses of one frame lie apart that were localized from different halves of its lines.
struct HalvesTally: Sendable {
  private var converged = Distribution()
  private var convergedLateral = Distribution()
  private var all = Distribution()

  /// Takes in the two poses of an on-map frame.
  mutating func add(_ first: RunPose?, _ second: RunPose?) {
    guard let first, let second else { return }
    let gap = first.pose.local(second.pose).position
    all.add(gap.length)
    guard first.isConverged, second.isConverged else { return }
    converged.add(gap.length)
    convergedLateral.add(abs(gap.y))
  }

  mutating func merge(_ other: HalvesTally) {
    converged.merge(other.converged)
    convergedLateral.merge(other.convergedLateral)
    all.merge(other.all)
  }

  var report: HalvesReport {
    HalvesReport(
      converged: .init(converged), convergedLateral: .init(convergedLateral), all: .init(all))
  }
}

/// Distances between the poses of two halves of the lines.
public struct HalvesReport: Hashable, Sendable, Codable {
  /// Distances in one choice of frames.
  public struct Gap: Hashable, Sendable, Codable {
    /// On-map frames.
    public var frames: Int
    /// Median, m.
    public var p50_m: Double?
    /// 90th percentile, m.
    public var p90_m: Double?
    /// Share above 1 m, 0 … 1.
    public var aboveOneMetreShare: Double?

    init(_ gaps: Distribution) {
      frames = gaps.count
      p50_m = gaps.quantile(0.5)
      p90_m = gaps.quantile(0.9)
      aboveOneMetreShare = gaps.share(above: 1)
    }
  }

  /// Where both halves have converged.
  public var converged: Gap
  /// The same, across the road alone.
  public var convergedLateral: Gap
  /// Where both halves have a pose.
  public var all: Gap
}

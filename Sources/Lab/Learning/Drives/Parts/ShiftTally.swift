import Geometry

/// Whether a drive whose reported poses were moved comes back to where it is without.
struct ShiftTally: Sendable {
  /// Distance from the unmoved result up to which a frame has come back, m.
  static let back_m = 0.3

  private var moved = 0
  private var both = 0
  private var back = 0
  private var backAcross = 0

  /// Takes in an on-map frame's pose with the reported poses moved and without.
  mutating func add(moved pose: RunPose?, unmoved: RunPose?) {
    guard let pose, pose.isConverged else { return }
    moved += 1
    guard let unmoved, unmoved.isConverged else { return }
    both += 1
    let gap = unmoved.pose.local(pose.pose).position
    if gap.length <= Self.back_m { back += 1 }
    if abs(gap.y) <= Self.back_m { backAcross += 1 }
  }

  mutating func merge(_ other: ShiftTally) {
    moved += other.moved
    both += other.both
    back += other.back
    backAcross += other.backAcross
  }

  func report(left_m: Double?) -> ShiftReport {
    ShiftReport(
      left_m: left_m, movedConverged: moved, frames: both, backShare: both > 0 ? Double(back) / Double(both) : nil,
      backAcrossShare: both > 0 ? Double(backAcross) / Double(both) : nil)
  }
}

/// Drives with reported poses moved to one side.
public struct ShiftReport: Hashable, Sendable, Codable {
  /// How far to the left, m; nil for all together.
  public var left_m: Double?
  /// On-map frames that have converged with moved reports.
  public var movedConverged: Int
  /// Those that have converged without, too: what the share is of.
  public var frames: Int
  /// Share within 0.3 m of the unmoved result, 0 … 1.
  public var backShare: Double?
  /// Share within 0.3 m of it across the road.
  public var backAcrossShare: Double?
}

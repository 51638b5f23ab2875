import Geometry

/// A pose that detected lines are laid onto the map with. Raw values are the names in files.
public enum PoseVariant: String, Hashable, Sendable, Codable, CaseIterable {
  /// The vehicle's own estimate, every on-map frame.
  case reported
  /// The localized one, every on-map frame that has one.
  case localized
  /// The vehicle's own, only frames whose localization has converged: what `converged` is to be compared with.
  case reportedWhereConverged = "reported_where_converged"
  /// The localized one, only converged frames.
  case converged
  /// The same, moved one lane to the left and not fitted again.
  case oneLaneLeft = "one_lane_left"
  /// The same, moved one lane to the right and not fitted again.
  case oneLaneRight = "one_lane_right"

  /// Pose and lateral scale of a frame; nil where the variant does not take the frame.
  func pose(reported: Pose2, localized: RunPose?, laneWidth_m: Double) -> (Pose2, lateralScale: Double)? {
    switch self {
    case .reported: return (reported, 1)
    case .localized: return localized.map { ($0.pose, $0.lateralScale) }
    case .reportedWhereConverged: return localized?.isConverged == true ? (reported, 1) : nil
    case .converged, .oneLaneLeft, .oneLaneRight:
      guard let localized, localized.isConverged else { return nil }
      let lanesLeft = self == .oneLaneLeft ? 1.0 : self == .oneLaneRight ? -1 : 0
      return (localized.moved(left_m: lanesLeft * laneWidth_m).pose, localized.lateralScale)
    }
  }

  /// The words of tables.
  public var title: String {
    switch self {
    case .reported: "reported"
    case .localized: "localized"
    case .reportedWhereConverged: "reported, converged frames"
    case .converged: "localized, converged frames"
    case .oneLaneLeft: "  moved one lane left"
    case .oneLaneRight: "  moved one lane right"
    }
  }
}

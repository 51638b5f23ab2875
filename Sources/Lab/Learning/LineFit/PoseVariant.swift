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
  /// The same, moved one lane to the left.
  case oneLaneLeft = "one_lane_left"
  /// The same, moved one lane to the right.
  case oneLaneRight = "one_lane_right"

  /// Lanes by which the pose is moved to the left.
  var lanesLeft: Double {
    switch self {
    case .oneLaneLeft: 1
    case .oneLaneRight: -1
    case .reported, .localized, .reportedWhereConverged, .converged: 0
    }
  }

  /// The words of the table.
  var title: String {
    switch self {
    case .reported: "reported"
    case .localized: "localized"
    case .reportedWhereConverged: "reported, converged frames"
    case .converged: "localized, converged frames"
    case .oneLaneLeft: "  forced one lane left"
    case .oneLaneRight: "  forced one lane right"
    }
  }
}

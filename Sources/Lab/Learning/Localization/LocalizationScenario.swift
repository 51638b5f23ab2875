/// What a simulated fleet is put through. Raw values are the names on the command line and in files.
public enum LocalizationScenario: String, Hashable, Sendable, Codable, CaseIterable {
  /// The world as the map says, the default noise.
  case unchanged
  /// A share of the elements gone, elsewhere or new.
  case changed
  /// Frames without odometry.
  case noOdometry = "no_odometry"
  /// Satellite fixes four times as far off.
  case poorGNSS = "poor_gnss"
  /// A minute without fixes in every three.
  case outage
  /// A minute without fixes and without detections in every three.
  case tunnel
  /// The localizer's map lies 5 m beside the world, as after a confusion of datums.
  case shiftedMap = "shifted_map"
  /// The localizer's map is that of another place: the world's turned by 37°.
  case otherPlace = "other_place"
  /// The localizer's map has holes of 200 m: every second square of a chessboard.
  case offMap = "off_map"

  /// Whether errors against the truth mean anything: the map is that of the world.
  public var hasTrueMap: Bool {
    switch self {
    case .unchanged, .changed, .noOdometry, .poorGNSS, .outage, .tunnel, .offMap: true
    case .shiftedMap, .otherPlace: false
    }
  }
}

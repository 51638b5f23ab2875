import Localization
import Observations

/// What a measurement on recorded drives does.
public struct DriveBenchOptions: Sendable {
  /// A part that can be left out. Raw values are the names on the command line.
  public enum Part: String, Hashable, Sendable, Codable, CaseIterable {
    /// A third of the lines hidden from the localizer.
    case hidden
    /// Two halves of the lines localized apart.
    case halves
    /// Reported poses moved to the side.
    case shifted
    /// Dividers deleted from the map.
    case deleted
    /// Distance of all lines to the map.
    case fit
  }

  /// Which parts to measure; statuses and steps always are.
  public var parts = Set(Part.allCases)
  /// What localization assumes.
  public var localization = LocalizationConfiguration()
  /// What the sensors are taken to see.
  public var model = SensorModel.generic
  /// Distance to the next lane, m.
  public var laneWidth_m = 3.6
  /// Seed of the halves.
  public var seed: UInt64 = 1
  /// How far reported poses are moved to the left, m, one run each.
  public var shifts_m = [-1.8, -0.9, 0.9, 1.8]
  /// Names of the dividers that are deleted, one run each.
  public var dividers = ["divider-0", "divider-1", "divider-28", "divider-29"]

  /// All parts.
  public init() {}
}

/// In which lane the reported poses of all drives are put before anything is measured. Raw values are the names in files.
public enum ReportedLane: String, Hashable, Sendable, Codable, CaseIterable {
  /// Where the vehicles say.
  case asReported = "as_reported"
  /// One lane to the left of it.
  case oneLaneLeft = "one_lane_left"
  /// One lane to the right of it.
  case oneLaneRight = "one_lane_right"

  /// Lanes to the left.
  public var lanesLeft: Double {
    switch self {
    case .asReported: 0
    case .oneLaneLeft: 1
    case .oneLaneRight: -1
    }
  }
}

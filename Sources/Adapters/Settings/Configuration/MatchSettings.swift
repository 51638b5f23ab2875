/// Localization and matching, as far as an operator sets them.
public struct MatchSettings: SettingsSection {
  /// Name of the sensor model: what the fleet's sensors are taken to see. Evidence carries it.
  public var model: String = "generic-1"
  /// Time over which a satellite fix keeps its error, s.
  public var gnssCorrelation_s: Double = 60
  /// Time over which errors of detected lines stay the same, s.
  public var lineCorrelation_s: Double = 0.2
  /// Part of a detected line's variance that all of it shares, 0 … 1.
  public var lineCommonShare: Double = 0.5
  /// A traversal is closed when nothing came at all for this long, ms.
  public var idle_ms: Int = 30_000
  /// Frames whose capture time lies further behind the log's time go to the dead letters, in hours.
  public var lateness_h: Int = 2160
  /// Traversals open at once in one partition; beyond it the oldest is closed early.
  public var openTraversals: Int = 20_000

  /// The defaults.
  public init() {}

  /// Checks the ranges.
  public func check(_ check: inout SettingsCheck) {
    check.require(!model.isEmpty, "model", "the name of a sensor model")
    check.range(gnssCorrelation_s, 1...3600, "gnss_correlation_s")
    check.range(lineCorrelation_s, 0...60, "line_correlation_s")
    check.range(lineCommonShare, 0...1, "line_common_share")
    check.range(idle_ms, 100...3_600_000, "idle_ms")
    check.range(lateness_h, 1...8760, "lateness_h")
    check.range(openTraversals, 1...1_000_000, "open_traversals")
  }
}

/// Localization and matching, as far as an operator sets them.
public struct MatchSettings: SettingsSection {
  /// Name of the sensor model: what the fleet's sensors are taken to see. Evidence carries it.
  public var model: String = "generic-1"
  /// Time over which a satellite fix keeps its error, s.
  public var gnssCorrelation_s: Double = 60
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
    check.range(idle_ms, 100...3_600_000, "idle_ms")
    check.range(lateness_h, 1...8760, "lateness_h")
    check.range(openTraversals, 1...1_000_000, "open_traversals")
  }
}

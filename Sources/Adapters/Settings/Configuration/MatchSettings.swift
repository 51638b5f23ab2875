/// Localization and matching, as far as an operator sets them.
public struct MatchSettings: SettingsSection {
  /// Length of a traversal's slot of capture time in seconds. Evidence of slots of another length does not compare.
  public var slot_s: Int = 60
  /// A traversal is closed when its vehicle sent nothing for this long, in milliseconds of the log's time.
  public var idle_ms: Int = 30_000
  /// Frames whose capture time lies further behind the log's time go to the dead letters, in hours.
  public var lateness_h: Int = 168
  /// Traversals open at once in one partition; beyond it the oldest is closed early.
  public var openTraversals: Int = 20_000

  /// The defaults.
  public init() {}

  /// Checks the ranges.
  public func check(_ check: inout SettingsCheck) {
    check.range(slot_s, 5...600, "slot_s")
    check.range(idle_ms, 100...3_600_000, "idle_ms")
    check.range(lateness_h, 1...8760, "lateness_h")
    check.range(openTraversals, 1...1_000_000, "open_traversals")
  }
}

/// When a found change counts as a true one.
public struct ScorecardRules: Hashable, Sendable, Codable {
  /// Largest distance of a point or an area's middle, m.
  public var point_m = 2.0
  /// Largest distance across a line that was added, removed or changed, m.
  public var line_m = 1.0
  /// Largest distance across a line's new place where it was moved, m; smaller than the moves themselves.
  public var movedLine_m = 0.5
  /// Share of a found line that must lie on the true one, and of the true one that found ones must cover.
  public var overlap = 0.5
  /// A found change this near to a true one of its class is about it, though it may say something else of it; m.
  public var about_m = 5.0
  /// Passes from which on a change counts as driven past often enough.
  public var enoughPasses = 8
  /// Distinct vehicles from which on it does.
  public var enoughVehicles = 5

  /// The project's rules.
  public init() {}
}

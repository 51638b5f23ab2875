import Evidence
import Observations

/// What a MATCH task assumes.
public struct MatchTaskConfiguration: Sendable {
  /// The application's name: the source of its events.
  public var application = "resurvey"
  /// Bounds on frames.
  public var limits = FrameLimits.standard
  /// Localization, matching and accumulation.
  public var matching = DriveMatcherConfiguration()
  /// A traversal ends when the partition's event time has moved on by so much since its drive was last heard of, ns.
  public var silence_ns: Int64 = 30_000_000_000
  /// Frames further behind the partition's event time are refused, ns.
  public var lateness_ns: Int64 = 90 * 86_400_000_000_000
  /// Frames further ahead of their record's timestamp are refused: a clock that is wrong would end everybody's traversals, ns.
  public var clockSkew_ns: Int64 = 86_400_000_000_000
  /// Most drives with state; beyond it the one longest silent ends.
  public var openDrives = 20_000

  /// The defaults.
  public init() {}
}

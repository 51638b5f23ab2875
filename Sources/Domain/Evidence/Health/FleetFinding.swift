import MapModel

/// What the fleet's traversals together say about a sensor or a region.
public enum FleetFinding: Hashable, Sendable {
  /// A calibration or software version is worse than others: its evidence must not count.
  case quarantine(SensorFinding)
  /// It is like others again.
  case release(SensorFinding)
  /// More of a region changed at once than the world changes, and one source brought it: edits wait.
  case storm(StormFinding)
  /// No further change came.
  case calm(StormFinding)
}

/// A sensor, and why it is spoken of.
public struct SensorFinding: Hashable, Sendable {
  /// The calibration or software version.
  public var subject: String
  /// True for a software version.
  public var isSoftware: Bool
  /// How it shows.
  public var sign: HealthSign
  /// Traversals that counted against it, or for it.
  public var traversals: UInt32
  /// Where the last of them was.
  public var tile: TileID
  /// When, event time, ns since 1970.
  public var time_ns: Int64
  /// Rises with each finding on the same sensor.
  public var revision: UInt64
}

/// A region in which too much changed.
public struct StormFinding: Hashable, Sendable {
  /// The region: quadkey of zoom 14 as an integer.
  public var region: UInt32
  /// Tiles of the region that were passed, ascending.
  public var tiles: [TileID]
  /// Changes within the span.
  public var changes: Int
  /// Elements in the tiles that changed.
  public var elements: Int
  /// Who brought most of them.
  public var source: String
  /// When, event time, ns since 1970.
  public var time_ns: Int64
  /// Rises with each finding on the same region.
  public var revision: UInt64
}

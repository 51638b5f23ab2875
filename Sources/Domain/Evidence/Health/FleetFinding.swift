import MapModel

/// What the fleet's traversals together say about a sensor or a region.
public enum FleetFinding: Hashable, Sendable {
  /// A calibration or software version is worse than others: its evidence must not count.
  case quarantine(SensorFinding)
  /// It is like others again.
  case release(SensorFinding)
  /// More of a region changed at once than the world changes, and one source brought it: edits wait.
  case storm(StormFinding)
  /// A storm has brought twice as many changes as was told last: more tiles may wait now.
  case stormGrows(StormFinding)
  /// No further change came.
  case calm(StormFinding)
  /// All vehicles see everything in a tile displaced alike: the map lies off there, or the fixes do.
  case datumShift(DatumFinding)
  /// They no longer do.
  case datumStands(DatumFinding)
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
  /// How much too wide it sees what lies to the side, in thousandths; 0 where that is not what it is spoken of for, or not known.
  public var scale_permille = 0

  /// What people read of it.
  public var text: String {
    guard sign == .scaled, scale_permille != 0 else { return sign.text }
    let (whole, tenth) = (abs(scale_permille) / 10, abs(scale_permille) % 10)
    return
      "sees what lies to the side \(whole).\(tenth) % too \(scale_permille > 0 ? "wide" : "narrow"), in proportion to "
      + "its distance"
  }
}

/// A tile in which everything is seen displaced alike.
public struct DatumFinding: Hashable, Sendable {
  /// The region: quadkey of zoom 14 as an integer.
  public var region: UInt32
  /// The tile that is spoken of.
  public var tile: TileID
  /// Tiles of the region in which it is so by now, ascending.
  public var tiles: [TileID]
  /// Where things are seen against where they are mapped, eastwards, cm.
  public var east_cm: Int
  /// The same northwards, cm.
  public var north_cm: Int
  /// Traversals that say so, less those that do not.
  public var traversals: Int
  /// When, event time, ns since 1970.
  public var time_ns: Int64
  /// Rises with each finding on the same region.
  public var revision: UInt64

  /// How far that is, m.
  public var length_m: Double { (Double(east_cm * east_cm + north_cm * north_cm)).squareRoot() / 100 }
}

/// A region in which too much changed.
public struct StormFinding: Hashable, Sendable {
  /// The region: quadkey of zoom 14 as an integer.
  public var region: UInt32
  /// Tiles of the region that were passed, ascending.
  public var tiles: [TileID]
  /// Changes of the storm so far, those that made it one included.
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

import MapModel

/// The bounds of all records besides frames.
public struct RecordLimits: Hashable, Sendable {
  /// The bounds in use.
  public static let standard = RecordLimits()

  /// Most bytes of a vehicle, drive, model, software or calibration id.
  public var id_bytes = 64
  /// Most bytes of a change's, alert's or reviewer's id, a verdict's subject, a threshold's name.
  public var name_bytes = 128
  /// Most bytes of a title.
  public var title_bytes = 256
  /// Most bytes of a remark or reason.
  public var text_bytes = 4096
  /// Most votes of a traversal, and most candidates.
  public var votes = 65_536
  /// Most vertices of one element or candidate.
  public var verticesPerElement = TileLimits.vertices
  /// Most vertices of a message.
  public var vertices = 1 << 20
  /// Most labels of a traversal: an index + 1 fits 16 bits.
  public var labels = 65_535
  /// Most pieces of a tile.
  public var pieces = TileLimits.pieces
  /// Most references of a piece.
  public var referencesPerPiece = TileLimits.references
  /// Most changes an alert or a patch speaks of.
  public var changes = 65_536
  /// Most thresholds of a policy.
  public var policyEntries = 256
  /// Farthest vertex from the tile's centre, cm: polygons reach beyond their tile.
  public var coordinate_cm: Int32 = TileLimits.reach_cm
  /// Highest height, cm.
  public var elevation_cm: Int32 = 1_000_000
  /// Earliest time: 2000-01-01, ns since 1970.
  public var earliest_ns: Int64 = 946_684_800_000_000_000
  /// First time that is too late: 2100-01-01, ns since 1970.
  public var latest_ns: Int64 = 4_102_444_800_000_000_000
  /// Length of a SHA-256, bytes.
  public var hash_bytes = 32

  /// The bounds in use, to be changed.
  public init() {}
}

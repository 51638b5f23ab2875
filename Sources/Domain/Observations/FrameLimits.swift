/// The bounds every frame keeps. They are far above what a sensor sees and far below what would hurt.
public struct FrameLimits: Hashable, Sendable {
  /// The only version of the frame contract there is.
  public static let schemaVersion: UInt32 = 1
  /// The bounds in use.
  public static let standard = FrameLimits()

  /// Most bytes of a frame on the wire.
  public var frame_bytes = 256 * 1024
  /// Most bytes of a vehicle, drive, software or calibration id.
  public var id_bytes = 64
  /// Most bytes of an attribute's value.
  public var attribute_bytes = 256
  /// Highest frame number of a drive: the highest integer any JSON reader keeps exactly.
  public var sequence: UInt64 = 1 << 53 - 1
  /// Earliest capture time: 2000-01-01, ns since 1970.
  public var earliest_ns: Int64 = 946_684_800_000_000_000
  /// First capture time that is too late: 2100-01-01, ns since 1970. Fixed years, since nothing here reads a clock.
  public var latest_ns: Int64 = 4_102_444_800_000_000_000
  /// Highest latitude north or south, degrees: where Web-Mercator ends.
  public var latitude_deg = 85.05
  /// Highest longitude east or west, degrees.
  public var longitude_deg = 180.0
  /// Lowest and highest height above the ellipsoid, m.
  public var height_m = -1000.0...10_000.0
  /// Highest variance of a GNSS fix, m².
  public var gnssVariance_m2 = 1e8
  /// Highest speed forwards or backwards, m/s.
  public var speed_mps = 150.0
  /// Highest turn rate either way, rad/s.
  public var yawRate_radps = 10.0
  /// Most sensors of a vehicle.
  public var sensors = 64
  /// Most entries of the label table.
  public var labels = 1024
  /// Most candidates of a label.
  public var candidates = 16
  /// Most attributes of a candidate.
  public var attributes = 32
  /// Most detections of each shape.
  public var detections = 4096
  /// Most vertices of one line or polygon.
  public var verticesPerLine = 4096
  /// Most vertices of all lines, and of all polygons.
  public var vertices = 32_768
  /// Farthest detection or free ray, m.
  public var range_m: Float = 1000
  /// Highest variance of a detection, m².
  public var variance_m2: Float = 1e6
  /// Farthest mounting position, m.
  public var mount_m: Float = 50
  /// Most rays of a free-space profile.
  public var rays = 4096

  /// The bounds in use, to be narrowed.
  public init() {}
}

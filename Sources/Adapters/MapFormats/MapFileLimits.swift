import MapModel

/// Bounds on what a map file may hold.
public enum MapFileLimits {
  /// Largest file, bytes.
  public static let file_bytes = 256 << 20
  /// Most nodes.
  public static let nodes = 4_000_000
  /// Most ways, relations or features.
  public static let objects = 1_000_000
  /// Most tags of one object.
  public static let tags = 256
  /// Most members of one relation.
  public static let members = 10_000
  /// Most vertices of one line or ring.
  public static let vertices = TileLimits.vertices
  /// Most warnings a report holds in words; the rest are only counted.
  public static let warnings = 100
}

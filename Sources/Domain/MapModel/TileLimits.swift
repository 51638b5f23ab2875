/// Bounds on what a tile may hold. A reader refuses more before it allocates, an import before it stores.
public enum TileLimits {
  /// Largest encoded tile, bytes: `map.tiles` allows as much in one message.
  public static let encoded_bytes = 4 << 20
  /// Largest tile before compression, bytes.
  public static let content_bytes = 16 << 20
  /// Most pieces in a tile.
  public static let pieces = 1 << 17
  /// Most vertices of one piece, and of one line before it is cut.
  public static let vertices = 1 << 16
  /// Most attributes of one piece: one a key.
  public static let attributes = 255
  /// Longest value of an attribute, UTF-8 bytes.
  public static let attributeValue_bytes = 1024
  /// Most references of one piece.
  public static let references = 1024
  /// Farthest a vertex may lie from its tile's centre, cm: polygons reach beyond their tile, but not beyond their city.
  public static let reach_cm: Int32 = 5_000_000
  /// Longest straight stretch between two vertices of a line, m.
  public static let segment_m = 10_000.0
}

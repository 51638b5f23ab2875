/// The place of a line that lies nearest to a point.
public struct LineFoot: Hashable, Sendable {
  /// How far the point lies from it, cm.
  public let distance_cm: Int64
  /// How far along the line it is, cm.
  public let station_cm: Int
  /// True where the point lies left of the line there.
  public let isLeft: Bool

  /// How far left of the line the point lies, cm; negative to the right.
  public var left_cm: Int64 { isLeft ? distance_cm : -distance_cm }
}

import Geometry

/// Where a map file's vertices stand.
public enum MapCoordinates: Hashable, Sendable {
  /// In its latitude and longitude.
  case geodetic
  /// In its `local_x` and `local_y` tags, metres.
  case local(LocalFrame)
}

/// Where a file's local metric frame lies on Earth.
public struct LocalFrame: Hashable, Sendable {
  /// The place of local (0, 0). Nil takes the file's first node as it is tagged: its latitude and longitude for its local coordinates.
  public let anchor: Geodetic?
  /// Direction of the local x axis, counter-clockwise from east, radians.
  public let yaw_rad: Double

  /// A frame at an anchor.
  public init(anchor: Geodetic? = nil, yaw_rad: Double = 0) {
    self.anchor = anchor
    self.yaw_rad = yaw_rad
  }
}

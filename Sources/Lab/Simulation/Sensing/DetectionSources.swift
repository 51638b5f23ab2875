import MapModel

/// Which element each detection of a frame is of; nil for clutter. Same order as the frame's columns.
public struct DetectionSources: Hashable, Sendable {
  /// Of the points.
  public var points: [ElementID?] = []
  /// Of the lines.
  public var lines: [ElementID?] = []
  /// Of the polygons.
  public var polygons: [ElementID?] = []
  /// Of the bearings.
  public var bearings: [ElementID?] = []

  /// Nothing detected.
  public init() {}
}

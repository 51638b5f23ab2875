/// Bounds of matching.
public struct MatchConfiguration: Hashable, Sendable {
  /// χ² of two degrees beyond which a point is another one: 99.8 % lie within.
  public var pointGate = 12.4
  /// Farthest distance between a point and its element, m.
  public var pointReach_m = 3.0
  /// Least and greatest distance across a line at which a detection is taken for it, m.
  public var lineGate_m = 0.7...1.1
  /// Distance between samples along a detected line, m.
  public var lineSpacing_m = 1.0
  /// Least length of detected line that counts as seeing an interval, or as a stray, m.
  public var lineLook_m = 2.0
  /// Detections less probable than this are left out.
  public var existenceFloor = 0.25
  /// Width by which every field of view is taken smaller, radians.
  public var fieldOfViewMargin_rad = 0.03
  /// Factor by which every range is taken smaller.
  public var rangeMargin = 0.95
  /// Distance by which an obstacle must stand before an element to hide it, m.
  public var occlusionMargin_m = 1.0
  /// Least standard deviation of the middle of a detected area, m.
  public var polygonSigma_m = 0.4
  /// Greatest share of a pose that may be an element's own word for its offset to be taken.
  public var shareLimit = 0.5
  /// Error of a camera's lateral coordinate, as a share of it, that one lateral scale does not take away.
  public var scaleResidual = 0.04
  /// Error of a line's or point's place that all looks of a drive have in common, m: it comes back enlarged where the pose is the
  /// element's own word.
  public var commonError_m = 0.25

  /// The defaults.
  public init() {}
}

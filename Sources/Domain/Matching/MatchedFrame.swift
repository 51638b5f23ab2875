import Geometry
import MapModel

/// A frame held against the map: what was expected, what of it was seen, and what was seen beside it. In the region's frame.
public struct MatchedFrame: Sendable {
  /// Elements seen. A target may appear once for each sensor.
  public var sightings: [Sighting] = []
  /// Elements that could have been seen, each target at most once.
  public var expectations: [Expectation] = []
  /// Detections with a position that match nothing.
  public var strayPoints: [StrayPoint] = []
  /// Stretches of detected line that match nothing.
  public var strayLines: [StrayLine] = []
  /// Directions that match nothing.
  public var strayBearings: [StrayBearing] = []

  /// Mapped lines seen side by side.
  public var gaps: [Gap] = []

  /// Vertices of all stray lines.
  public var lineVertices: [LineVertex] = []
  /// Vertices of the rings of all stray areas.
  public var ringVertices: [Vector2] = []

  /// A frame without content.
  public init() {}

  /// Takes everything out; the memory is used again.
  mutating func clear() {
    sightings.removeAll(keepingCapacity: true)
    expectations.removeAll(keepingCapacity: true)
    strayPoints.removeAll(keepingCapacity: true)
    strayLines.removeAll(keepingCapacity: true)
    strayBearings.removeAll(keepingCapacity: true)
    gaps.removeAll(keepingCapacity: true)
    lineVertices.removeAll(keepingCapacity: true)
    ringVertices.removeAll(keepingCapacity: true)
  }

  /// A place on a stray line.
  public struct LineVertex: Hashable, Sendable {
    /// Where, m.
    public var point: Vector2
    /// Distance ahead of the vehicle, m.
    public var ahead_m: Double
    /// Distance to the vehicle's left, m.
    public var left_m: Double
  }

  /// An element, or an interval of a line, that a sensor saw.
  public struct Sighting: Hashable, Sendable {
    /// Index into the region's targets.
    public var target: Int
    /// Where it was seen against where it is mapped, by a pose that did not use it: of a line x holds the distance across, left of its
    /// direction positive; of a point east and north. m.
    public var offset: Vector2
    /// Standard deviation of the offset by the detection alone, m; infinite for a bearing, which tells no position.
    public var noiseSigma_m: Double
    /// Standard deviation of the offset by the pose, m.
    public var poseSigma_m: Double
    /// Index into the frame's labels.
    public var label: Int
    /// Index into the frame's sensors.
    public var sensor: Int
    /// Length of the target that the detection covered, m; 0 for points.
    public var length_m: Double
    /// Probability the sensor gives its detection.
    public var existence: Double
  }

  /// An element, or an interval of a line, that could have been seen.
  public struct Expectation: Hashable, Sendable {
    /// Index into the region's targets.
    public var target: Int
    /// Probability of a detection in this frame, were it there.
    public var probability: Double
    /// Length of the target in view, m; 0 for points.
    public var length_m: Double
  }

  /// A detection with a position that matches nothing.
  public struct StrayPoint: Hashable, Sendable {
    /// Where, m.
    public var position: Vector2
    /// Uncertainty of the detection, without the pose's.
    public var covariance: Covariance2
    /// True for the centroid of an area.
    public var isPolygon: Bool
    /// The ring of an area among the frame's ring vertices, else empty.
    public var ring: Range<Int>
    /// Index into the frame's labels.
    public var label: Int
    /// Index into the frame's sensors.
    public var sensor: Int
    /// Probability the sensor gives its detection.
    public var existence: Double
    /// The tracker's number; 0 where there is none.
    public var tracking: UInt32
  }

  /// A stretch of detected line that matches nothing.
  public struct StrayLine: Hashable, Sendable {
    /// Its vertices among the frame's line vertices, about 1 m apart.
    public var vertices: Range<Int>
    /// Standard deviation across it, m, without the pose's share.
    public var sigma_m: Double
    /// Index into the frame's labels.
    public var label: Int
    /// Probability the sensor gives its detection.
    public var existence: Double
  }

  /// A direction that matches nothing.
  public struct StrayBearing: Hashable, Sendable {
    /// Where the sensor was.
    public var origin: Vector2
    /// Direction counter-clockwise from east, radians.
    public var azimuth_rad: Double
    /// Its standard deviation, radians.
    public var sigma_rad: Double
    /// Farthest distance at which the sensor reports, m.
    public var range_m: Double
    /// Index into the frame's labels.
    public var label: Int
    /// Probability the sensor gives its detection.
    public var existence: Double
    /// The tracker's number; 0 where there is none.
    public var tracking: UInt32
  }

  /// Two mapped lines of one tile that a sensor saw side by side, but for its lateral scale where they are. No pose is in it.
  public struct Gap: Hashable, Sendable {
    /// Index into the region's targets: an interval of the line whose piece is the lower.
    public var first: Int
    /// The same of the other line.
    public var second: Int
    /// Where the second was seen against the first, to the left of the first's direction, m.
    public var apart_m: Double
    /// How much farther to that side it was seen than it is mapped, m.
    public var excess_m: Double
  }
}

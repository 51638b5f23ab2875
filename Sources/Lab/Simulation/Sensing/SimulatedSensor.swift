import Geometry
import MapModel
import Observations

/// How well a simulated sensor sees.
public struct SimulatedSensor: Hashable, Sendable {
  /// What it tells of itself. Field of view and ranges are measured from the vehicle frame's origin.
  public var status: SensorStatus
  /// Where it sits in the vehicle frame, m.
  public var mounting: Vector2
  /// How high it sits above the ground, m, positive.
  public var mountingHeight_m: Double
  /// Probability of a detection in one frame, for each class it reports.
  public var rates: [ElementClass: DetectionRate]
  /// Error of a point's position.
  public var pointNoise: PointNoise
  /// Standard deviation of a line across it, and of a polygon's place, m.
  public var lineSigma_m: Double
  /// Distance between the vertices of a detected line, m.
  public var vertexSpacing_m: Double
  /// True where it reads colours, codes and styles.
  public var readsAttributes: Bool
  /// Share of its point detections that are a direction without range.
  public var bearingShare: Double

  /// Probability of a detection in one frame by ground distance: linear from the vehicle to the farthest range.
  public struct DetectionRate: Hashable, Sendable {
    /// At the vehicle.
    public var near: Double
    /// At the farthest range.
    public var far: Double

    /// A rate of its ends.
    public init(near: Double, far: Double) {
      self.near = near
      self.far = far
    }
  }

  /// Error of a point's position in polar coordinates about the sensor.
  public struct PointNoise: Hashable, Sendable {
    /// Standard deviation along the ray, m.
    public var range_m: Double
    /// Part of it that grows with distance.
    public var rangeShare: Double
    /// Standard deviation across the ray, m.
    public var across_m: Double
    /// Part of it that grows with distance, radians.
    public var azimuth_rad: Double

    /// An error of its parts.
    public init(range_m: Double, rangeShare: Double = 0, across_m: Double = 0, azimuth_rad: Double = 0) {
      self.range_m = range_m
      self.rangeShare = rangeShare
      self.across_m = across_m
      self.azimuth_rad = azimuth_rad
    }
  }

  /// A sensor of its parts; it detects the classes that have a rate.
  public init(
    modality: SensorStatus.Modality, fieldOfView_rad: Double, minRange_m: Double, maxRange_m: Double,
    mounting: Vector2, mountingHeight_m: Double = 1.4, rates: [ElementClass: DetectionRate], pointNoise: PointNoise,
    lineSigma_m: Double = 0,
    vertexSpacing_m: Double = 3, readsAttributes: Bool = false, bearingShare: Double = 0
  ) {
    status = SensorStatus(
      modality: modality, fieldOfView_rad: fieldOfView_rad, minRange_m: minRange_m, maxRange_m: maxRange_m,
      detects: Set(rates.keys))
    self.mounting = mounting
    self.mountingHeight_m = mountingHeight_m
    self.rates = rates
    self.pointNoise = pointNoise
    self.lineSigma_m = lineSigma_m
    self.vertexSpacing_m = vertexSpacing_m
    self.readsAttributes = readsAttributes
    self.bearingShare = bearingShare
  }
}

/// The sensors of a vehicle.
public struct SensorSuite: Hashable, Sendable {
  /// All sensors; detections refer to them by index.
  public var sensors: [SimulatedSensor]
  /// Number of rays of the free-space profile, evenly around the vehicle; 8 … 720.
  public var freeSpaceRays = 72
  /// How far free space is measured, m.
  public var freeSpaceRange_m = 80.0

  /// A suite of sensors.
  public init(sensors: [SimulatedSensor]) { self.sensors = sensors }

  /// A wide camera for paint, a narrow one for signs and lights, a lidar and a radar. Noise: camera lines 0.11 m, lidar 0.06 m, radar
  /// 0.4 m and 1°; cameras measure directions to 0.3° and ranges, where they do, to 4 %.
  public static let standard = SensorSuite(sensors: [
    SimulatedSensor(
      modality: .camera, fieldOfView_rad: 110.0.degreesAsRadians, minRange_m: 2, maxRange_m: 35,
      mounting: Vector2(1.6, 0),
      rates: [
        .laneBoundary: .init(near: 0.95, far: 0.75), .roadEdge: .init(near: 0.85, far: 0.6),
        .stopLine: .init(near: 0.9, far: 0.4), .crosswalk: .init(near: 0.9, far: 0.5),
        .roadMarking: .init(near: 0.9, far: 0.4),
      ],
      pointNoise: .init(range_m: 0.1, rangeShare: 0.04, azimuth_rad: 0.3.degreesAsRadians), lineSigma_m: 0.11,
      vertexSpacing_m: 3, readsAttributes: true),
    SimulatedSensor(
      modality: .camera, fieldOfView_rad: 70.0.degreesAsRadians, minRange_m: 5, maxRange_m: 60,
      mounting: Vector2(1.6, 0),
      rates: [
        .trafficSign: .init(near: 0.92, far: 0.6), .trafficLight: .init(near: 0.92, far: 0.6),
        .pole: .init(near: 0.75, far: 0.3), .workZoneObject: .init(near: 0.9, far: 0.5),
      ],
      pointNoise: .init(range_m: 0.1, rangeShare: 0.04, azimuth_rad: 0.3.degreesAsRadians),
      readsAttributes: true, bearingShare: 0.4),
    SimulatedSensor(
      modality: .lidar, fieldOfView_rad: 2 * .pi, minRange_m: 1, maxRange_m: 40, mounting: Vector2(1.2, 0),
      rates: [
        .pole: .init(near: 0.95, far: 0.6), .trafficSign: .init(near: 0.9, far: 0.5),
        .trafficLight: .init(near: 0.85, far: 0.5), .workZoneObject: .init(near: 0.9, far: 0.5),
        .roadEdge: .init(near: 0.9, far: 0.5),
      ],
      pointNoise: .init(range_m: 0.06, across_m: 0.06), lineSigma_m: 0.06, vertexSpacing_m: 4),
    SimulatedSensor(
      modality: .radar, fieldOfView_rad: 90.0.degreesAsRadians, minRange_m: 3, maxRange_m: 70,
      mounting: Vector2(3.6, 0), rates: [.pole: .init(near: 0.6, far: 0.3), .trafficSign: .init(near: 0.5, far: 0.25)],
      pointNoise: .init(range_m: 0.4, azimuth_rad: 1.0.degreesAsRadians)),
  ])

  /// The wide camera alone: boundaries, kerbs, stop lines, crosswalks and markings, and nothing that stands.
  public static let paintCamera = SensorSuite(sensors: [standard.sensors[0]])
}

import Geometry
import MapModel

/// What one vehicle reports of one instant. Past decoding it is well-formed: lengths agree, indexes are in range, numbers are finite.
///
/// The vehicle frame has its origin on the ground below the rear axle's middle: x forward, y left, m (ASAM OSI).
public struct ObservationFrame: Hashable, Sendable {
  /// Who reports.
  public var vehicle: VehicleID
  /// The trip.
  public var drive: DriveID
  /// Number of the frame in the trip, rising; a repeat is a duplicate.
  public var sequence: UInt64
  /// When the sensors saw it, ns since 1970 (UTC).
  public var captureTime_ns: Int64
  /// Version of the perception software.
  public var software: String
  /// Version of the sensors' calibration.
  public var calibration: String
  /// The vehicle's own estimate of where it is; nil without a fix.
  public var gnss: GNSSFix?
  /// What the vehicle felt of its motion; nil without odometry.
  public var motion: Motion?
  /// One entry a sensor; detections refer to it by index.
  public var sensors: [SensorStatus]
  /// What detections are taken for; detections refer to it by index.
  public var labels: [Label]
  /// Detections with a position: signs, lights, poles.
  public var points: PointDetections
  /// Detections of lines: boundaries, edges, stop lines.
  public var lines: LineDetections
  /// Detections of areas: crosswalks, markings; same shape as lines, the ring closed by itself.
  public var polygons: LineDetections
  /// Camera detections of a direction without a range.
  public var bearings: BearingDetections
  /// How far the view is free of obstacles, by direction; nil where the vehicle does not tell.
  public var freeSpace: FreeSpaceProfile?

  /// A frame without detections.
  public init(vehicle: VehicleID, drive: DriveID, sequence: UInt64, captureTime_ns: Int64) {
    self.vehicle = vehicle
    self.drive = drive
    self.sequence = sequence
    self.captureTime_ns = captureTime_ns
    software = ""
    calibration = ""
    sensors = []
    labels = []
    points = PointDetections()
    lines = LineDetections()
    polygons = LineDetections()
    bearings = BearingDetections()
  }

  /// Number of detections of all shapes.
  public var detectionCount: Int { points.count + lines.count + polygons.count + bearings.count }
}

/// A satellite-based estimate of place and, where known, direction.
public struct GNSSFix: Hashable, Sendable {
  /// Place of the vehicle frame's origin.
  public var place: Geodetic
  /// Uncertainty east and north, m².
  public var covariance: Covariance2
  /// Direction of travel counter-clockwise from east, radians; nil where unknown.
  public var yaw_rad: Double?
  /// Standard deviation of the direction, radians.
  public var yawSigma_rad: Double

  /// A fix of its parts.
  public init(place: Geodetic, covariance: Covariance2, yaw_rad: Double? = nil, yawSigma_rad: Double = 0.05) {
    self.place = place
    self.covariance = covariance
    self.yaw_rad = yaw_rad
    self.yawSigma_rad = yawSigma_rad
  }
}

/// Odometry at the time of the frame.
public struct Motion: Hashable, Sendable {
  /// Speed along the vehicle's x axis, m/s; negative backwards.
  public var speed_mps: Double
  /// Turn rate, counter-clockwise, rad/s.
  public var yawRate_radps: Double
  /// Standard deviation of the speed, m/s.
  public var speedSigma_mps: Double
  /// Standard deviation of the turn rate, rad/s.
  public var yawRateSigma_radps: Double

  /// Motion of its parts.
  public init(
    speed_mps: Double, yawRate_radps: Double, speedSigma_mps: Double = 0.1, yawRateSigma_radps: Double = 0.005
  ) {
    self.speed_mps = speed_mps
    self.yawRate_radps = yawRate_radps
    self.speedSigma_mps = speedSigma_mps
    self.yawRateSigma_radps = yawRateSigma_radps
  }
}

/// A sensor as it was at the time of the frame.
public struct SensorStatus: Hashable, Sendable {
  /// The physical principle. Raw values are part of the contracts.
  public enum Modality: UInt8, Hashable, Sendable, CaseIterable {
    /// Images.
    case camera = 1
    /// Laser ranging.
    case lidar = 2
    /// Radio ranging.
    case radar = 3
  }

  /// Whether its word counts. Raw values are part of the contracts.
  public enum Health: UInt8, Hashable, Sendable, CaseIterable {
    /// Works as it should.
    case good = 1
    /// Sees, but less than usual: dirt, rain, glare.
    case degraded = 2
    /// Reports nothing that counts.
    case failed = 3
  }

  /// The physical principle.
  public var modality: Modality
  /// Whether its word counts.
  public var health: Health
  /// Middle of the field of view, counter-clockwise from forward, radians.
  public var azimuth_rad: Double
  /// Full width of the field of view, radians, up to 2π.
  public var fieldOfView_rad: Double
  /// Nearest and farthest ground distance at which it reports, m.
  public var minRange_m: Double
  /// Farthest ground distance at which it reports, m.
  public var maxRange_m: Double
  /// Classes it reports at all: an element of another class is never missed by it.
  public var detects: Set<ElementClass>

  /// A sensor of its parts.
  public init(
    modality: Modality, health: Health = .good, azimuth_rad: Double = 0, fieldOfView_rad: Double,
    minRange_m: Double = 0,
    maxRange_m: Double, detects: Set<ElementClass>
  ) {
    self.modality = modality
    self.health = health
    self.azimuth_rad = azimuth_rad
    self.fieldOfView_rad = fieldOfView_rad
    self.minRange_m = minRange_m
    self.maxRange_m = maxRange_m
    self.detects = detects
  }
}

/// What a detection is taken for: candidates with probabilities that add up to at most one.
public struct Label: Hashable, Sendable {
  /// One candidate.
  public struct Candidate: Hashable, Sendable {
    /// The class.
    public var elementClass: ElementClass
    /// What was read of its properties: style, colour, sign code, …
    public var attributes: Attributes
    /// How probable, 0 … 1.
    public var probability: Double

    /// A candidate of its parts.
    public init(_ elementClass: ElementClass, attributes: Attributes = Attributes(), probability: Double = 1) {
      self.elementClass = elementClass
      self.attributes = attributes
      self.probability = probability
    }
  }

  /// Candidates, most probable first; at least one.
  public var candidates: [Candidate]

  /// A label of candidates.
  public init(_ candidates: [Candidate]) { self.candidates = candidates }

  /// The most probable candidate.
  public var best: Candidate { candidates[0] }
}

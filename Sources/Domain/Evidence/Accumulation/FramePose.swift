import Geometry
import Localization
import Observations

/// Where a frame was localized, as it goes into files and onto screens.
public struct FramePose: Hashable, Sendable {
  /// Who drove.
  public var vehicle: VehicleID
  /// Which trip.
  public var drive: DriveID
  /// Which frame.
  public var sequence: UInt64
  /// When, ns since 1970.
  public var captureTime_ns: Int64
  /// Place of the vehicle frame's origin.
  public var place: Geodetic
  /// Height of the road there, m above the ellipsoid; nil where the map has none. `place` stays on the ellipsoid.
  public var height_m: Double?
  /// Direction of travel counter-clockwise from east, radians.
  public var yaw_rad: Double
  /// Uncertainty of the place east and north, m².
  public var covariance: Covariance2
  /// Standard deviation of the direction, radians.
  public var yawSigma_rad: Double
  /// How far the pose can be trusted.
  public var status: LocalizedFrame.Status
  /// What a camera's lateral coordinate is to be multiplied with.
  public var lateralScale: Double
  /// Probability of the lane it is held to, 0 … 1.
  public var laneProbability: Double
  /// How far what the frame saw may testify on the map, 0 … 1; 0 where it abstains.
  public var testimony: Double
  /// Bound on the lateral error that holds unless the lane is wrong, m.
  public var protectionLevel_m: Double

  /// The pose of a frame in a region's frame.
  init(_ frame: ObservationFrame, _ localized: LocalizedFrame, region: MapRegion) {
    vehicle = frame.vehicle
    drive = frame.drive
    sequence = frame.sequence
    captureTime_ns = frame.captureTime_ns
    place = region.frame.geodetic(localized.mapFromVehicle.position)
    height_m = localized.height_m
    yaw_rad = localized.mapFromVehicle.yaw_rad
    covariance = localized.covariance.position
    yawSigma_rad = max(localized.covariance.yaw_rad2, 0).squareRoot()
    status = localized.status
    lateralScale = localized.lateralScale
    laneProbability = localized.laneProbability
    testimony = localized.testimony
    protectionLevel_m = localized.protectionLevel_m
  }
}

import Observations

/// A drive that is over, as the calibration book keeps it.
public struct DriveCalibration: Hashable, Sendable {
  /// Who drove.
  public var vehicle: VehicleID
  /// Which trip.
  public var drive: DriveID
  /// Version of the perception software.
  public var software: String
  /// Version of the sensors' calibration.
  public var calibration: String
  /// When it was last localized, ns since 1970.
  public var time_ns: Int64
  /// What it says of the cameras.
  public var likelihood: CameraLikelihood

  /// A drive of its parts.
  public init(
    vehicle: VehicleID, drive: DriveID, software: String, calibration: String, time_ns: Int64,
    likelihood: CameraLikelihood
  ) {
    self.vehicle = vehicle
    self.drive = drive
    self.software = software
    self.calibration = calibration
    self.time_ns = time_ns
    self.likelihood = likelihood
  }

  /// The order drives are kept in: of time, and the same on every machine where times agree.
  func isBefore(_ other: DriveCalibration) -> Bool {
    (time_ns, vehicle, drive) < (other.time_ns, other.vehicle, other.drive)
  }
}

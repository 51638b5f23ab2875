import Localization

/// What a partition's drives say of the fleet's cameras, to be watched.
public struct FleetCameras: Hashable, Sendable {
  /// What the fleet's cameras have in common, with how well it is known.
  public var common: CameraPrior
  /// Calibrations that drives are known with.
  public var calibrations: Int
  /// Drives that are known.
  public var drives: Int
  /// Calibrations whose lateral scale or yaw is far off the others, by name.
  public var outliers: [String]

  /// What a book holds.
  init(_ book: CalibrationBook) {
    common = book.fleet
    calibrations = book.calibrationCount
    drives = book.driveCount
    outliers = book.outliers
  }
}

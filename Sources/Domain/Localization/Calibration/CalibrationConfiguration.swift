/// What is assumed of how cameras differ, before any drive is known.
public struct CalibrationConfiguration: Hashable, Sendable {
  /// Any vehicle's cameras: the sum of all levels.
  public var anyCamera: CameraPrior
  /// Part of that variance that the whole fleet has in common, 0 … 1. Half of the error of a camera's scale is taken to be common, as
  /// recorded fleets show; the mounting is the rest.
  public var fleetShare = 0.46
  /// Part that a version of the perception software has in common.
  public var softwareShare = 0.04
  /// Part that stays the same as long as a calibration does.
  public var calibrationShare = 0.46
  /// Part that is new in each drive: load, tyres, what a filter takes for the camera's.
  public var driveShare = 0.04
  /// Drives that the drive's share counts as when a calibration's own is estimated.
  public var driveShareWeight = 4.0
  /// Standard deviations beyond which a drive or a calibration pulls no harder.
  public var influenceLimit = 2.0
  /// Standard deviations off the fleet beyond which a calibration is an outlier.
  public var outlierLimit = 3.0
  /// Part of a drive's frames that have to converge for it to count.
  public var convergedShare = 0.5
  /// Converged frames a drive needs to count.
  public var leastFrames = 100
  /// Most calibrations that are kept; beyond it the one whose last drive is the longest ago goes.
  public var calibrationLimit = 1024
  /// Most software versions that are kept, by the same rule.
  public var softwareLimit = 16
  /// Most drives that are kept of a calibration: the latest.
  public var driveLimit = 8

  /// The defaults, around what is known of any camera.
  public init(anyCamera: CameraPrior = LocalizationConfiguration().camera) { self.anyCamera = anyCamera }
}

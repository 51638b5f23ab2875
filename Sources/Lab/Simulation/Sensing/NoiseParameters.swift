import Geometry

/// What is wrong with positions, motion, calibration and recognition. `standard` holds the project's default noise; where its figures come
/// from stands in the configuration file.
public struct NoiseParameters: Hashable, Sendable {
  /// Slowly drifting error of the satellite position on each axis, m, one standard deviation.
  public var gnssSigma_m = 2.5
  /// Time after which it has mostly forgotten itself, s.
  public var gnssCorrelation_s = 60.0
  /// Error that differs from fix to fix, m.
  public var gnssWhite_m = 0.3
  /// Error of the direction of travel, radians.
  public var gnssYaw_rad = 1.15.degreesAsRadians
  /// Scale of the wheel speed and of the turn rate, one standard deviation over drives.
  public var odometryScale = 0.01
  /// Error of each speed, m/s.
  public var speed_mps = 0.03
  /// Error of each turn rate, rad/s.
  public var yawRate_radps = 0.115.degreesAsRadians
  /// Offset of the turn rate over a drive, rad/s.
  public var yawRateBias_radps = 0.0286.degreesAsRadians
  /// How far a vehicle's camera is turned from its calibration, radians.
  public var cameraYaw_rad = 0.2.degreesAsRadians
  /// How far a vehicle's camera looks below its calibration, radians: what it sees on the ground comes out too far, the more so the
  /// farther it is.
  public var cameraPitch_rad = 0.2.degreesAsRadians
  /// How far a vehicle's camera sees all things to the side, m.
  public var cameraLateral_m = 0.03
  /// Scale of a camera's lateral distances, one standard deviation.
  public var cameraLateralScale = 0.05
  /// Part of the scale's variance that all vehicles share, 0 … 1.
  public var cameraLateralScaleCommonShare = 0.5
  /// False points in a frame, mean.
  public var clutterPoints_perFrame = 0.2
  /// False lines in a frame, mean.
  public var clutterLines_perFrame = 0.08
  /// Probability that a detection is taken for another class.
  public var misclassification = 0.01
  /// Probability that an attribute is misread.
  public var misreading = 0.03
  /// Probability that an element stays unseen in a whole drive for a reason no one knows.
  public var blindDrive = 0.03
  /// True where detection rates below one apply.
  public var misses = true
  /// Factor on the sensors' own noise; 0 gives exact detections.
  public var sensorNoise = 1.0

  /// The default noise.
  public static let standard = NoiseParameters()

  /// No error of any kind: every visible element is detected where it is.
  public static let none: NoiseParameters = {
    var none = NoiseParameters()
    none.gnssSigma_m = 0
    none.gnssWhite_m = 0
    none.gnssYaw_rad = 0
    none.odometryScale = 0
    none.speed_mps = 0
    none.yawRate_radps = 0
    none.yawRateBias_radps = 0
    none.cameraYaw_rad = 0
    none.cameraPitch_rad = 0
    none.cameraLateral_m = 0
    none.cameraLateralScale = 0
    none.clutterPoints_perFrame = 0
    none.clutterLines_perFrame = 0
    none.misclassification = 0
    none.misreading = 0
    none.blindDrive = 0
    none.misses = false
    none.sensorNoise = 0
    return none
  }()
}

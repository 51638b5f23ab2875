/// What is wrong with what simulated vehicles report; standard deviations unless a name says otherwise.
public struct SimulationSettings: SettingsSection {
  /// Slowly drifting error of the satellite position on each axis, m.
  public var gnssSigma_m: Double = 2.5
  /// Time after which that error has mostly forgotten itself, s.
  public var gnssCorrelation_s: Double = 60
  /// Error that differs from fix to fix, m.
  public var gnssWhite_m: Double = 0.3
  /// Error of the direction of travel, degrees.
  public var gnssYaw_deg: Double = 1.15
  /// Scale of wheel speed and turn rate over a drive.
  public var odometryScale: Double = 0.01
  /// Error of each speed, m/s.
  public var speed_mps: Double = 0.03
  /// Error of each turn rate, degrees a second.
  public var yawRate_degps: Double = 0.115
  /// Offset of the turn rate over a drive, degrees a second.
  public var yawRateBias_degps: Double = 0.0286
  /// How far a camera is turned from its calibration, degrees.
  public var cameraYaw_deg: Double = 0.2
  /// How far a camera looks below its calibration, degrees.
  public var cameraPitch_deg: Double = 0.2
  /// How far a camera sees all things to the side, m.
  public var cameraLateral_m: Double = 0.03
  /// Scale of a camera's lateral distances.
  public var cameraLateralScale: Double = 0.05
  /// Part of that scale's variance that the whole fleet shares, 0 … 1.
  public var cameraLateralScaleCommonShare: Double = 0.5
  /// Error of a camera's lines across, m.
  public var cameraLine_m: Double = 0.11
  /// Error of a lidar's points and lines, m.
  public var lidar_m: Double = 0.06
  /// Error of a radar's ranges, m.
  public var radarRange_m: Double = 0.4
  /// Error of a radar's directions, degrees.
  public var radarAzimuth_deg: Double = 1
  /// False points in a frame, mean.
  public var clutterPoints: Double = 0.2
  /// False lines in a frame, mean.
  public var clutterLines: Double = 0.08
  /// Probability that a detection is taken for another class, 0 … 1.
  public var misclassification: Double = 0.01
  /// Probability that an attribute is misread, 0 … 1.
  public var misreading: Double = 0.03
  /// Probability that an element stays unseen in a whole drive for a reason no one knows, 0 … 1.
  public var blindDrive: Double = 0.03

  /// The defaults.
  public init() {}

  /// Checks the ranges.
  public func check(_ check: inout SettingsCheck) {
    check.range(gnssSigma_m, 0...1000, "gnss_sigma_m")
    check.range(gnssCorrelation_s, 0.1...100_000, "gnss_correlation_s")
    check.range(gnssWhite_m, 0...1000, "gnss_white_m")
    check.range(gnssYaw_deg, 0...180, "gnss_yaw_deg")
    check.range(odometryScale, 0...0.5, "odometry_scale")
    check.range(speed_mps, 0...10, "speed_mps")
    check.range(yawRate_degps, 0...90, "yaw_rate_degps")
    check.range(yawRateBias_degps, 0...10, "yaw_rate_bias_degps")
    check.range(cameraYaw_deg, 0...10, "camera_yaw_deg")
    check.range(cameraPitch_deg, 0...10, "camera_pitch_deg")
    check.range(cameraLateral_m, 0...2, "camera_lateral_m")
    check.range(cameraLateralScale, 0...0.3, "camera_lateral_scale")
    check.range(cameraLateralScaleCommonShare, 0...1, "camera_lateral_scale_common_share")
    check.range(cameraLine_m, 0...5, "camera_line_m")
    check.range(lidar_m, 0...5, "lidar_m")
    check.range(radarRange_m, 0...20, "radar_range_m")
    check.range(radarAzimuth_deg, 0...30, "radar_azimuth_deg")
    check.range(clutterPoints, 0...100, "clutter_points")
    check.range(clutterLines, 0...100, "clutter_lines")
    check.range(misclassification, 0...1, "misclassification")
    check.range(misreading, 0...1, "misreading")
    check.range(blindDrive, 0...1, "blind_drive")
  }
}

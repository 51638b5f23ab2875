import Geometry
import Observations
import Settings
import Simulation

extension SimulationSettings {
  /// The noise of simulated vehicles, as configured.
  var noise: NoiseParameters {
    var noise = NoiseParameters.standard
    noise.gnssSigma_m = gnssSigma_m
    noise.gnssCorrelation_s = gnssCorrelation_s
    noise.gnssWhite_m = gnssWhite_m
    noise.gnssYaw_rad = gnssYaw_deg.degreesAsRadians
    noise.odometryScale = odometryScale
    noise.speed_mps = speed_mps
    noise.yawRate_radps = yawRate_degps.degreesAsRadians
    noise.yawRateBias_radps = yawRateBias_degps.degreesAsRadians
    noise.cameraYaw_rad = cameraYaw_deg.degreesAsRadians
    noise.cameraPitch_rad = cameraPitch_deg.degreesAsRadians
    noise.cameraLateral_m = cameraLateral_m
    noise.cameraLateralScale = cameraLateralScale
    noise.cameraLateralScaleCommonShare = cameraLateralScaleCommonShare
    noise.clutterPoints_perFrame = clutterPoints
    noise.clutterLines_perFrame = clutterLines
    noise.misclassification = misclassification
    noise.misreading = misreading
    noise.blindDrive = blindDrive
    return noise
  }

  /// Sensors with their own noise as configured.
  func suite(_ suite: SensorSuite) -> SensorSuite {
    var suite = suite
    for index in suite.sensors.indices {
      switch suite.sensors[index].status.modality {
      case .camera where suite.sensors[index].lineSigma_m > 0: suite.sensors[index].lineSigma_m = cameraLine_m
      case .camera: break
      case .lidar:
        suite.sensors[index].lineSigma_m = lidar_m
        suite.sensors[index].pointNoise.range_m = lidar_m
        suite.sensors[index].pointNoise.across_m = lidar_m
      case .radar:
        suite.sensors[index].pointNoise.range_m = radarRange_m
        suite.sensors[index].pointNoise.azimuth_rad = radarAzimuth_deg.degreesAsRadians
      }
    }
    return suite
  }

  /// Sets noise and sensors of a plan.
  func apply(to plan: inout SimulationPlan) {
    plan.noise = noise
    plan.suite = suite(plan.suite)
  }
}

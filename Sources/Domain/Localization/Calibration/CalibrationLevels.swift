/// The variances of a configuration's levels, part by part.
struct CalibrationLevels: Sendable {
  typealias Parts = CameraCorrection.Parts
  let mean: Parts
  let total: Parts
  let fleet: Parts
  let software: Parts
  let calibration: Parts
  let drive: Parts
  let driveShareWeight: Double
  let influenceLimit: Double

  init(_ configuration: CalibrationConfiguration) {
    mean = configuration.anyCamera.mean.parts
    total = configuration.anyCamera.sigma.parts * configuration.anyCamera.sigma.parts
    fleet = total * configuration.fleetShare
    software = total * configuration.softwareShare
    calibration = total * configuration.calibrationShare
    drive = total * configuration.driveShare
    driveShareWeight = configuration.driveShareWeight
    influenceLimit = configuration.influenceLimit
  }

  /// Huber's weight (1964, doi:10.1214/aoms/1177703732): beyond the limit the pull no longer grows.
  func robustWeight(_ residual: Parts, variance: Parts) -> Parts {
    let reach = influenceLimit * variance.squareRoot()
    let size = pointwiseMax(residual, -residual)
    return (reach / size).replacing(with: 1, where: size .<= reach)
  }
}

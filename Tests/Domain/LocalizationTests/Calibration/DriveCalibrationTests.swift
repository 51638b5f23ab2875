import Geometry
import Observations
import Testing

@testable import Localization

@Suite struct DriveCalibrationTests {
  typealias Parts = SIMD4<Double>
  private let prior = LocalizationConfiguration().camera

  /// What a normal prior becomes by a normal likelihood.
  private func posterior(_ prior: CameraPrior, mean: Parts, information: Parts) -> CameraPrior {
    let before = 1 / (prior.sigma.parts * prior.sigma.parts)
    let after = before + information
    return CameraPrior(
      mean: CameraCorrection(parts: (prior.mean.parts * before + mean * information) / after),
      sigma: CameraCorrection(parts: (1 / after).squareRoot()))
  }

  @Test func whatADriveSaysDoesNotDependOnWhatWasKnownBefore() {
    let mean = Parts(1.04, 0.002, -0.001, 0.01)
    let information = Parts(3000, 1e6, 1e6, 5000)
    var narrow = prior
    narrow.mean = CameraCorrection(lateralScale: 1.02, yaw_rad: 0.001)
    narrow.sigma = CameraCorrection(parts: prior.sigma.parts * 0.5)
    for known in [prior, narrow] {
      let said = CameraLikelihood(posterior: posterior(known, mean: mean, information: information), prior: known)
      for part in 0..<4 {
        #expect(abs(said.mean[part] - mean[part]) < 1e-9)
        #expect(abs(said.information[part] / information[part] - 1) < 1e-9)
      }
    }
  }

  @Test func whatGrewLessSureIsNotTold() {
    var vaguer = prior
    vaguer.sigma.lateral_m *= 2
    vaguer.sigma.lateralScale /= 2
    let said = CameraLikelihood(posterior: vaguer, prior: prior)
    #expect(said.information[3] == 0 && said.information[1] == 0 && said.information[0] > 0)
    #expect(said.mean[3] == prior.mean.lateral_m && said.variance[3] == .infinity)
  }

  private func tally(frames: Int, converged: Int, change: (Int, inout ObservationFrame) -> Void = { _, _ in })
    -> DriveCalibration?
  {
    var tally = DriveCalibrationTally(prior: prior)
    for index in 0..<frames {
      var frame = ObservationFrame(
        vehicle: VehicleID("v"), drive: DriveID("d"), sequence: UInt64(index), captureTime_ns: Int64(index))
      frame.software = "s"
      frame.calibration = "c"
      change(index, &frame)
      let localized = LocalizedFrame(
        mapFromVehicle: .identity, covariance: .zero, status: index < converged ? .converged : .lost, camera: .none,
        protectionLevel_m: 1, laneProbability: 1, shares: [])
      var camera = prior
      camera.sigma.lateralScale = 0.02 + 0.0001 * Double(index)
      tally.add(frame, localized, camera: camera)
    }
    return tally.finished(CalibrationConfiguration())
  }

  @Test func aDriveCountsWhereMostOfItWasLocalized() throws {
    #expect(tally(frames: 90, converged: 90) == nil)
    #expect(tally(frames: 300, converged: 149) == nil)
    let drive = try #require(tally(frames: 300, converged: 150))
    #expect(drive.software == "s" && drive.calibration == "c" && drive.drive == DriveID("d"))
    // What is told is of the last frame that was localized.
    #expect(drive.time_ns == 149)
    let sigma = 0.02 + 0.0149
    #expect(abs(drive.likelihood.information[0] - (1 / (sigma * sigma) - 400)) < 1e-6)
  }

  @Test func aDriveWithTwoCalibrationsTellsOfNone() {
    #expect(tally(frames: 300, converged: 300) { if $0 > 200 { $1.calibration = "other" } } == nil)
    #expect(tally(frames: 300, converged: 300) { if $0 > 200 { $1.software = "other" } } == nil)
  }
}

import Observations
import Testing

@testable import Localization

@Suite struct DeadReckoningTests {
  @Test func aSteadyPedalLeavesLessUnseenThanATurnedWheel() {
    var filter = PoseFilterTests.filter(yaw_rad: 0)
    filter.clear(ErrorState.speedScale)
    func reckoning(speed_mps: Double, rate_radps: Double) -> DeadReckoning {
      DeadReckoning(
        filter, last: Motion(speed_mps: 10, yawRate_radps: 0, speedSigma_mps: 0, yawRateSigma_radps: 0),
        now: Motion(speed_mps: speed_mps, yawRate_radps: rate_radps, speedSigma_mps: 0, yawRateSigma_radps: 0),
        seconds: 0.2)
    }
    let steady = reckoning(speed_mps: 10, rate_radps: 0)
    #expect(abs(reckoning(speed_mps: 11, rate_radps: 0).along_m2 - steady.along_m2 - 1e-4) < 2e-5)
    #expect(abs(reckoning(speed_mps: 10, rate_radps: 0.5).yaw_rad2 - steady.yaw_rad2 - 1.44e-4) < 1e-6)
  }

  @Test func theTurnRatesScaleIsChargedOnce() {
    let filter = PoseFilterTests.filter(yaw_rad: 0)
    func yaw_rad2(sigma_radps: Double) -> Double {
      let motion = Motion(speed_mps: 10, yawRate_radps: 0.3, speedSigma_mps: 0, yawRateSigma_radps: sigma_radps)
      return DeadReckoning(filter, last: motion, now: motion, seconds: 0.2).yaw_rad2
    }
    let scale = 0.01 * 0.3
    let noise = 0.002
    // Stated is the scale and the noise together: beside the scale, which counts anyway, the noise is left.
    let stated = (scale * scale + noise * noise).squareRoot()
    #expect(abs(yaw_rad2(sigma_radps: stated) - yaw_rad2(sigma_radps: 0) - noise * noise * 0.04) < 1e-12)
  }
}

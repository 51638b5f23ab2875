import Geometry
import Simulation
import Testing

@testable import Learning

@Suite struct ConsistencyTests {
  /// Errors that forget all but 1/e of themselves in so many seconds, of a standard deviation, told to be of `sigma`.
  private func tally(correlation_s: Double, deviation: Double, sigma: Double, drives: Int) -> ConsistencyReport {
    var tally = ConsistencyTally()
    var random = SeededRandom(seed: 7)
    // exp(−1 / τ) by its series: exact enough for the test's widths.
    let keep = 1 / (1 + 1 / correlation_s + 0.5 / (correlation_s * correlation_s))
    let drive = (1 - keep * keep).squareRoot() * deviation
    for _ in 0..<drives {
      var errors = SIMD3(random.normal(deviation), random.normal(deviation), random.normal(deviation))
      for second in 0..<400 {
        errors = errors * keep + SIMD3(random.normal(drive), random.normal(drive), random.normal(drive))
        let pose = Pose2(Vector2(errors.x, errors.y), yaw_rad: errors.z * 0.01)
        let variance = sigma * sigma
        tally.add(
          PoseError(of: pose, truth: .identity),
          covariance: Covariance3(xx: variance, yy: variance, zz: variance * 1e-4),
          time_s: Double(second))
        // A second frame of the same second does not count.
        tally.add(
          PoseError(of: Pose2(Vector2(99, 99), yaw_rad: 1), truth: .identity),
          covariance: Covariance3(xx: variance, yy: variance, zz: variance * 1e-4), time_s: Double(second) + 0.5)
      }
      tally.endDrive()
    }
    return tally.report
  }

  @Test func aRightCovarianceGivesOne() throws {
    let report = tally(correlation_s: 5, deviation: 0.1, sigma: 0.1, drives: 30)
    for component in [report.across, report.along, report.yaw, report.joint] {
      let chance = try #require(component.chance)
      #expect(abs(try #require(component.anees) - 1) < 1.6 * chance)
      #expect((4...7).contains(component.correlation_s))
      #expect(component.samples <= 30 * 400 / component.correlation_s + 30)
    }
  }

  @Test func overconfidenceGivesItsSquare() throws {
    let report = tally(correlation_s: 2, deviation: 0.2, sigma: 0.1, drives: 20)
    #expect(abs(try #require(report.across.anees) - 4) < 0.5)
    #expect(abs(try #require(report.joint.anees) - 4) < 0.4)
  }

  @Test func nothingMeasuredTellsNothing() {
    let report = ConsistencyTally().report
    #expect(report.across.anees == nil && report.joint.samples == 0 && report.joint.chance == nil)
  }
}

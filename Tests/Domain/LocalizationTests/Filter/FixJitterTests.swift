import Geometry
import TestSupport
import Testing

@testable import Localization

@Suite struct FixJitterTests {
  /// What is learned on a bend, braking, from fixes that come at uneven times.
  private static func learned(
    jitter_m: Double, jitter_rad: Double, seed: UInt64, leapEvery: Int? = nil, rebaseEvery: Int? = nil
  ) -> FixJitter {
    var noise = Noise(seed: seed)
    var jitter = FixJitter(place_m: 0.4, yaw_rad: 0.03)
    var turned = Pose2.identity
    let motion = Pose2(Vector2(900, -400), yaw_rad: 2.5)
    var time = 0.0
    for i in 0..<400 {
      let seconds = 0.15 + 0.1 * noise.uniform()
      time += seconds
      let yaw = 0.1 * time
      let leap = leapEvery.map { i % $0 == 0 ? 4.0 : 0 } ?? 0
      let place =
        Vector2(angle_rad: yaw - .pi / 2) * 80 + Vector2(noise.next(), noise.next()) * jitter_m
        + Vector2(angle_rad: yaw) * leap
      if let rebaseEvery, i % rebaseEvery == 0 {
        turned = motion * turned
        jitter.rebase(by: motion)
      }
      jitter.add(
        turned.transform(place), yaw_rad: (yaw + jitter_rad * noise.next() + turned.yaw_rad).wrappedAngle_rad,
        axis: turned.rotate(Vector2(angle_rad: yaw)), seconds: seconds)
    }
    return jitter
  }

  @Test(arguments: [(0.3, 0.02), (0.1, 0.005), (1.0, 0.06)], [UInt64(1), 2, 3])
  func whatFixesJumpIsFound(_ truth: (m: Double, rad: Double), seed: UInt64) {
    let jitter = Self.learned(jitter_m: truth.m, jitter_rad: truth.rad, seed: seed)
    #expect((0.6...1.5).contains(jitter.along_m / truth.m))
    #expect((0.6...1.5).contains(jitter.across_m / truth.m))
    #expect((0.6...1.5).contains(jitter.yaw_rad / truth.rad))
  }

  @Test func driversBrakingOnBendsAreNoJitter() {
    let jitter = Self.learned(jitter_m: 0, jitter_rad: 0, seed: 1)
    #expect(jitter.along_m < 0.01)
    #expect(jitter.across_m < 0.01)
    #expect(jitter.yaw_rad < 0.001)
  }

  @Test func aRareLeapDoesNotMakeAllFixesDoubtful() {
    let jitter = Self.learned(jitter_m: 0.05, jitter_rad: 0.01, seed: 1, leapEvery: 40)
    #expect(jitter.along_m < 0.1)
  }

  @Test func anotherFrameChangesNothing() {
    let straight = Self.learned(jitter_m: 0.2, jitter_rad: 0.02, seed: 4)
    let turned = Self.learned(jitter_m: 0.2, jitter_rad: 0.02, seed: 4, rebaseEvery: 7)
    #expect(abs(straight.along_m - turned.along_m) < 1e-6)
    #expect(abs(straight.across_m - turned.across_m) < 1e-6)
    #expect(abs(straight.yaw_rad - turned.yaw_rad) < 1e-6)
  }

  @Test func betweenJumpingFixesTheVehicleMayHaveMovedOtherwise() {
    let jitter = FixJitter(place_m: 0.3, yaw_rad: 0.02)
    let calm = FixJitter(place_m: 0, yaw_rad: 0)
    func reckoned(_ jitter: FixJitter) -> DeadReckoning {
      DeadReckoning(from: .identity, step: Vector2(2, 0), turn_rad: 0.01, jitter: jitter, seconds: 0.2)
    }
    // The difference of two errors has twice the variance of one.
    #expect(abs(reckoned(jitter).along_m2 - reckoned(calm).along_m2 - 0.18) < 1e-12)
    #expect(abs(reckoned(jitter).across_m2 - reckoned(calm).across_m2 - 0.18) < 1e-12)
    #expect(abs(reckoned(jitter).yaw_rad2 - reckoned(calm).yaw_rad2 - 8e-4) < 1e-12)
  }
}

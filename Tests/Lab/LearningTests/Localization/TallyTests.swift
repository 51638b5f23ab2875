import Geometry
import Localization
import Testing

@testable import Learning

@Suite struct TallyTests {
  private func pose(_ north_m: Double, isConverged: Bool = true, sigma_m: Double = 0.1) -> RunPose {
    RunPose(
      pose: Pose2(Vector2(0, north_m), yaw_rad: 0), status: isConverged ? .converged : .lost,
      protectionLevel_m: 3 * sigma_m,
      covariance: Covariance3(xx: sigma_m * sigma_m, yy: sigma_m * sigma_m, zz: 1e-4))
  }

  @Test func errorsAreInTheVehiclesOwnAxes() {
    let truth = Pose2(Vector2(10, 20), yaw_rad: .pi / 2)
    let error = PoseError(of: Pose2(Vector2(9, 22), yaw_rad: .pi / 2 + 0.1), truth: truth)
    #expect(abs(error.along_m - 2) < 1e-12 && abs(error.across_m - 1) < 1e-12 && abs(error.yaw_rad - 0.1) < 1e-12)
  }

  @Test func aSlipLastsUntilAFrameIsRightAgain() {
    var slips = SlipTally()
    for across in [0.1, -1.6, 3.5, 3.4, 0.2, 1.4, 1.51] { slips.add(across_m: across) }
    #expect(slips.episodes == 2 && slips.frames == 4)
    // The next drive begins slipped: that is a slip of its own.
    slips.endDrive()
    slips.add(across_m: 2)
    #expect(slips.episodes == 3)
    var both = slips
    both.merge(slips)
    #expect(both.episodes == 6 && both.frames == 10)
  }

  @Test func aSlipIsOneHoweverOftenTheLocalizerAbstains() {
    var tally = LocalizationTally(.unchanged, options: LocalizationBenchOptions())
    let frames: [(Double, Bool)] = [
      (0, true), (3.5, true), (3.5, false), (3.5, true), (0, false), (3.5, true), (0, true),
    ]
    for (index, (north_m, isConverged)) in frames.enumerated() {
      tally.add(
        pose(north_m, isConverged: isConverged), truth: Pose2(Vector2(0, 0), yaw_rad: 0), time_s: Double(index),
        hasTwoLandmarks: false, isDisturbed: false)
    }
    tally.endDrive()
    #expect(tally.slips.episodes == 1 && tally.slips.frames == 3)
    let report = LocalizationReport([tally], map: "", options: LocalizationBenchOptions()).scenarios[0]
    #expect(report.statuses == ["converged": 5, "lost": 2] && report.convergedShare == 5.0 / 7)
    #expect(report.errors?.slippedShare == 3.0 / 5 && report.errors?.longitudinalP95_m == nil)
    #expect(report.errors?.integrity.beyondProtection == 3.0 / 5)
  }

  @Test func distancesAndDisturbancesAreKeptApart() {
    var tally = LocalizationTally(.outage, options: LocalizationBenchOptions())
    for index in 0..<30 {
      let isDisturbed = (10..<20).contains(index)
      // Right before, 2 m off in the outage, right again four seconds after.
      let across = isDisturbed ? 2.0 : (20..<24).contains(index) ? 1.0 : 0.1
      let truth = Pose2(Vector2(Double(10 * index), 0), yaw_rad: 0)
      var localized = pose(across)
      localized.pose.position.x = truth.position.x
      tally.add(localized, truth: truth, time_s: Double(index), hasTwoLandmarks: true, isDisturbed: isDisturbed)
    }
    tally.endDrive()
    let report = LocalizationReport([tally], map: "", options: LocalizationBenchOptions()).scenarios[0]
    #expect(report.frames == 20 && abs(report.driven_km - 0.29) < 1e-9)
    #expect(abs((report.errors?.lateralP95_m ?? 0) - 1) < 1e-9 && abs((report.errors?.lateralP50_m ?? 0) - 0.1) < 1e-9)
    #expect(report.errors?.slips == 0)
    #expect(report.disturbed?.frames == 10 && abs((report.disturbed?.lateralP95_m ?? 0) - 2) < 1e-9)
    #expect(report.start.p50_s == 0)
    #expect(report.disturbed?.recovery.recovered == 1 && report.disturbed?.recovery.p50_s == 4)
  }

  @Test func aWaitThatIsCutOffCountsOnlyAfterAWhile() {
    var recovery = RecoveryTally()
    recovery.begin(time_s: 0)
    recovery.add(isRight: false, time_s: 10)
    recovery.abandon()
    recovery.begin(time_s: 100)
    recovery.add(isRight: false, time_s: 125)
    recovery.abandon()
    recovery.add(isRight: true, time_s: 130)
    #expect(recovery.report.recovered == 0 && recovery.report.unfinished == 1)
  }

  @Test func observedIntegrityHasABoundThatCountsErrorsInARowOnce() throws {
    var integrity = IntegrityTally(alertLimit_m: 1.2, promised: 0.003)
    for across in [0.1, 0.31, 1.3, 0] { integrity.add(across_m: across, pose(0)) }
    integrity.addAbstention()
    let report = integrity.report
    #expect(report.promised == 0.003 && report.abstained == 1)
    #expect(report.beyondProtection == 0.5 && report.beyondAlert == 0.25)
    // One episode of two frames: at most 4.74 of them, 9.5 frames, which is more than there were.
    #expect(report.beyondProtectionBound == 1)
    for _ in 0..<96 { integrity.add(across_m: 0, pose(0)) }
    #expect(abs(try #require(integrity.report.beyondProtectionBound) - 2 * 4.744 / 100) < 0.001)
  }

  @Test func anErrorAtTheEndOfADriveIsNotTheNextOnes() throws {
    var integrity = IntegrityTally(alertLimit_m: 1.2, promised: 0.003)
    for isOtherDrive in [false, true] {
      if isOtherDrive { integrity.endDrive() }
      for _ in 0..<50 { integrity.add(across_m: 0, pose(0)) }
      integrity.add(across_m: 1, pose(0))
      integrity.addAbstention()
      integrity.add(across_m: 1, pose(0))
    }
    let bound = try #require(integrity.report.beyondProtectionBound)
    #expect(abs(bound - 2 * 6.296 / 104) < 0.001)
    var both = integrity
    both.merge(integrity)
    #expect(both.report.abstained == 4 && both.report.beyondProtection == 4.0 / 104)
    #expect(try #require(both.report.beyondProtectionBound) < bound)
  }

  @Test func aBoundOnACountIsHalfAQuantileOfChiSquare() {
    // Quantiles of χ² at 95 % with 2, 4, 22 and 202 degrees of freedom.
    for (count, quantile) in [(0, 5.9915), (1, 9.4877), (10, 33.924), (100, 236.0766)] {
      #expect(abs(PoissonBound.upper95(count) / (quantile / 2) - 1) < 0.01)
    }
  }
}

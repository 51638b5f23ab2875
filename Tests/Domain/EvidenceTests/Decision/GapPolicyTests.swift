import Testing

@testable import Evidence

/// Thresholds of the gaps in the policy that the log carries.
@Suite struct GapPolicyTests {
  private static let values: [(String, Int64)] = [
    ("gap_threshold_mnat", 5_001), ("gap_margin_mnat", 2_001), ("gap_minimum_cm", 61), ("gap_noise_cm", 29),
    ("gap_bias_cm", 13), ("gap_scale_permille", -61), ("gap_scale_sigma_permille", 41), ("gap_stretch_cm", 10_001),
    ("gap_passes", 5),
  ]

  @Test func everyThresholdGoesByItsOwnNameAndTravels() throws {
    var policy = Policy()
    for (name, value) in Self.values {
      var one = Policy()
      try one.set(name, to: value)
      #expect(Policy().firstDifference(from: one) == name)
      try policy.set(name, to: value)
    }
    #expect(try Policy(policy.record) == policy)
    #expect(
      policy.gapMinimum_cm == 61 && policy.gapNoise_cm == 29 && policy.gapBias_cm == 13 && policy.gapPasses == 5)
    #expect(policy.gapScale_permille == -61 && policy.gapScaleSigma_permille == 41 && policy.gapStretch_cm == 10_001)
  }

  @Test func whatCannotBeIsRefused() {
    for (name, value) in [("gap_noise_cm", Int64(0)), ("gap_scale_sigma_permille", 0), ("gap_passes", 9)] {
      var policy = Policy()
      #expect(throws: PolicyError.self) { try policy.set(name, to: value) }
    }
  }

  @Test func anApprovalAsksForNoPassesMore() {
    #expect(Policy().lifted.gapPasses == 1 && Policy().lifted.gapThreshold_mnat < Policy().gapThreshold_mnat)
  }
}

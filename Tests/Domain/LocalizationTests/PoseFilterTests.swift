import Geometry
import Testing

@testable import Localization

@Suite struct PoseFilterTests {
  private static func filter() -> PoseFilter {
    PoseFilter(
      pose: Pose2(Vector2(3, -4), yaw_rad: 0.7), biasSigma: (2, 1.5), fixSigma_m: 0.5, yawSigma_rad: 0.1,
      scaleSigma: 0.05)
  }

  @Test func aFixAndItsBiasCancelAtTheStart() {
    var form = PoseFilter.Form.zero
    form[PoseFilter.Index.x] = 1
    form[PoseFilter.Index.biasX] = 1
    #expect(abs(Self.filter().variance(of: form) - 0.25) < 1e-9)
  }

  @Test func anUpdateIsTheBayesianOne() {
    var filter = Self.filter()
    var form = PoseFilter.Form.zero
    form[PoseFilter.Index.x] = 1
    let before = filter.variance(of: form)
    filter.update(form: form, innovation: 1, variance: 0.5)
    #expect(abs(1 / filter.variance(of: form) - (1 / before + 2)) < 1e-9)
    #expect(abs(filter.pose.position.x - (3 + before / (before + 0.5))) < 1e-9)
    #expect(filter.bias.x < 0)
  }

  @Test func anotherFrameAndBackChangesNothing() {
    var filter = Self.filter()
    var form = PoseFilter.Form.zero
    form[PoseFilter.Index.x] = 0.6
    form[PoseFilter.Index.y] = 0.8
    filter.update(form: form, innovation: 0.3, variance: 0.1)
    let before = filter
    let motion = Pose2(Vector2(500, -300), yaw_rad: 0.02)
    filter.rebase(by: motion)
    #expect(filter.pose.position.distance(to: motion.transform(before.pose.position)) < 1e-9)
    filter.rebase(by: motion.inverse)
    #expect(filter.pose.position.distance(to: before.pose.position) < 1e-9)
    for i in 0..<PoseFilter.Index.count {
      for j in 0..<PoseFilter.Index.count { #expect(abs(filter.rows[i][j] - before.rows[i][j]) < 1e-9) }
    }
  }

  @Test func aShiftStatesTheVarianceItIsGiven() {
    for sigma in [0.3, 5.0] {
      var filter = Self.filter()
      let normal = Vector2(angle_rad: 2)
      filter.shift(normal * 3.5, alongNormal: normal, sigma_m: sigma)
      #expect(abs(filter.position.variance(along: normal) - sigma * sigma) < 1e-6)
      #expect(filter.pose.position.distance(to: Vector2(3, -4) + normal * 3.5) < 1e-9)
    }
  }

  @Test func dispersionGrowsWhileDrivingBlind() {
    var filter = Self.filter()
    let before = filter.position.variance(along: filter.pose.rotate(Vector2(0, 1)))
    filter.move(
      to: Pose2(filter.pose.transform(Vector2(20, 0)), yaw_rad: 0.7), along_m2: 0.01, across_m2: 0.01, yaw_rad2: 1e-4,
      yawMovesPosition: true)
    // A yaw error of 0.1 rad over 20 m is 2 m across.
    let after = filter.position.variance(along: filter.pose.rotate(Vector2(0, 1)))
    #expect(abs(after - before - 4 - 0.01) < 1e-6)
  }
}

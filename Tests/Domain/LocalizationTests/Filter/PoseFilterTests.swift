import Geometry
import Observations
import Testing

@testable import Localization

@Suite struct PoseFilterTests {
  typealias Form = PoseFilter.Form
  typealias Index = ErrorState

  static func filter(yaw_rad: Double = 0.7, yawSigma_rad: Double = 0.1) -> PoseFilter {
    PoseFilter(
      PoseFilter.Prior(
        pose: Pose2(Vector2(3, -4), yaw_rad: yaw_rad), biasSigma: (2, 1.5), fixSigma_m: 0.5, yawSigma_rad: yawSigma_rad,
        camera: LocalizationConfiguration().camera, speedScaleSigma: 0.01, turnBiasSigma_radps: 0.001))
  }

  private static func form(_ parts: [(Int, Double)]) -> Form {
    var form = Form.zero
    for (index, value) in parts { form[index] = value }
    return form
  }

  private static func reckoning(_ pose: Pose2, from filter: PoseFilter, seconds: Double) -> DeadReckoning {
    let speed = pose.position.distance(to: filter.pose.position) / seconds
    let motion = Motion(speed_mps: speed, yawRate_radps: 0, speedSigma_mps: 0.1, yawRateSigma_radps: 0.002)
    return DeadReckoning(filter, last: motion, now: motion, seconds: seconds)
  }

  @Test func aFixAndItsBiasCancelAtTheStart() {
    #expect(abs(Self.filter().variance(of: Self.form([(Index.x, 1), (Index.biasX, 1)])) - 0.25) < 1e-9)
  }

  @Test func anUpdateIsTheBayesianOne() {
    var filter = Self.filter()
    let form = Self.form([(Index.x, 1)])
    let before = filter.variance(of: form)
    filter.update(form: form, innovation: 1, variance: 0.5)
    #expect(abs(1 / filter.variance(of: form) - (1 / before + 2)) < 1e-9)
    #expect(abs(filter.pose.position.x - (3 + before / (before + 0.5))) < 1e-9)
    #expect(filter.bias.x < 0)
  }

  @Test func aMutedDirectionLearnsNothingAndTheCovarianceStaysHonest() {
    var filter = Self.filter()
    let mute = Vector2(angle_rad: 0.7)
    let form = Self.form([(Index.x, 0.6), (Index.y, 0.8), (Index.yaw, 3)])
    let along = Self.form([(Index.x, mute.x), (Index.y, mute.y)])
    let before = (filter.pose.position.dot(mute), filter.variance(of: along), filter.variance(of: form))
    filter.update(form: form, innovation: 0.4, variance: 0.01, mute: mute)
    #expect(abs(filter.pose.position.dot(mute) - before.0) < 1e-12)
    #expect(abs(filter.variance(of: along) - before.1) < 1e-9)
    // What is learned is learned less than by the best gain, never more.
    var best = Self.filter()
    best.update(form: form, innovation: 0.4, variance: 0.01)
    #expect(filter.variance(of: form) < before.2)
    #expect(filter.variance(of: form) >= best.variance(of: form) - 1e-12)
    for i in 0..<Index.count {
      #expect(filter.rows[i][i] >= 0)
      for j in 0..<Index.count { #expect(abs(filter.rows[i][j] - filter.rows[j][i]) < 1e-9) }
    }
  }

  @Test func anotherFrameAndBackChangesNothing() {
    var filter = Self.filter()
    filter.update(form: Self.form([(Index.x, 0.6), (Index.y, 0.8)]), innovation: 0.3, variance: 0.1)
    let before = filter
    let motion = Pose2(Vector2(500, -300), yaw_rad: 0.02)
    filter.rebase(by: motion)
    #expect(filter.pose.position.distance(to: motion.transform(before.pose.position)) < 1e-9)
    filter.rebase(by: motion.inverse)
    #expect(filter.pose.position.distance(to: before.pose.position) < 1e-9)
    for i in 0..<Index.count {
      for j in 0..<Index.count { #expect(abs(filter.rows[i][j] - before.rows[i][j]) < 1e-9) }
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
    let left = filter.pose.rotate(Vector2(0, 1))
    let before = filter.position.variance(along: left)
    filter.move(Self.reckoning(Pose2(filter.pose.transform(Vector2(20, 0)), yaw_rad: 0.7), from: filter, seconds: 1))
    // A yaw error of 0.1 rad over 20 m is 2 m across.
    let after = filter.position.variance(along: left)
    #expect(abs(after - before - 4) < 0.02)
  }

  @Test func theOdometersErrorIsFoundFromFixesAlongTheWay() {
    var filter = Self.filter(yaw_rad: 0, yawSigma_rad: 0.01)
    let alongs = Self.form([(Index.x, 1)])
    for _ in 0..<40 {
      let truth = filter.pose.position.x + 20
      // The odometer says 20.2 where 20 were driven.
      filter.move(
        Self.reckoning(
          Pose2(filter.pose.transform(Vector2(20.2, 0)), yaw_rad: filter.pose.yaw_rad), from: filter, seconds: 1))
      filter.update(form: alongs, innovation: truth - filter.pose.position.x, variance: 0.01)
    }
    #expect(abs(filter.state[Index.speedScale] - 0.01) < 0.003)
  }

  @Test func whatIsUnlearnedIsAsBeforehandAndGoesWithNoOther() {
    var filter = Self.filter()
    filter.move(Self.reckoning(Pose2(filter.pose.transform(Vector2(20, 0)), yaw_rad: 0.7), from: filter, seconds: 1))
    filter.update(form: Self.form([(Index.x, 1)]), innovation: 2, variance: 0.01)
    let before = filter
    #expect(before.state[Index.speedScale] != 0)
    filter.unlearn(Index.speedScale, sigma: 0.01)
    #expect(filter.state[Index.speedScale] == 0)
    #expect(abs(filter.variance(Index.speedScale) - 1e-4) < 1e-12)
    for i in 0..<Index.count where i != Index.speedScale {
      #expect(filter.state[i] == before.state[i] && filter.rows[i][Index.speedScale] == 0)
      for j in 0..<Index.count where j != Index.speedScale { #expect(filter.rows[i][j] == before.rows[i][j]) }
    }
  }

  @Test func aForgottenErrorIsIndependentAndADefinedOneFollowsItsForm() {
    var filter = Self.filter()
    let slot = Index.unmapped
    let form = Self.form([(Index.x, 0.6), (Index.y, 0.8), (Index.yaw, 2)])
    filter.define(slot, as: form, value: 3.5, variance: 0.04)
    var difference = form
    difference[slot] = -1
    // Known apart from the pose only by its own noise.
    #expect(abs(filter.variance(of: difference) - 0.04) < 1e-9)
    filter.clear(slot)
    #expect(filter.state[slot] == 0)
    for i in 0..<Index.count { #expect(filter.rows[i][slot] == 0 && filter.rows[slot][i] == 0) }
  }
}

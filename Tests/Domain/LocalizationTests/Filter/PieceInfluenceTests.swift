import Geometry
import MapModel
import Observations
import TestSupport
import Testing

@testable import Localization

@Suite struct PieceInfluenceTests {
  private static let region = MapRegion(anchor: StraightRoad.tile, tiles: [StraightRoad.threeLanes.mapTile()])

  /// Updates by two pieces in turn and moves between them; the first piece lies `shift_m` to the left of where the map has it.
  private static func run(shift_m: Double, influence: inout PieceInfluence) -> PoseFilter {
    var filter = PoseFilterTests.filter(yaw_rad: 0, yawSigma_rad: 0.05)
    let left = Vector2(0, 1)
    for step in 0..<30 {
      let pose = filter.pose
      let motion = Motion(speed_mps: 10, yawRate_radps: 0.02, speedSigma_mps: 0.1, yawRateSigma_radps: 0.002)
      let reckoning = DeadReckoning(filter, last: motion, now: motion, seconds: 0.2)
      influence.carry(Carrying(reckoning, from: pose).apply)
      filter.move(reckoning)
      for piece in [0, 1] {
        var form = PoseFilter.Form.zero
        form[ErrorState.y] = 1
        form[ErrorState.yaw] = 8
        form[ErrorState.cameraScale] = piece == 0 ? 3 : -2
        let place = (piece == 0 ? shift_m : 0) + 0.02 * Double(step % 3)
        let predicted = (form * filter.state).sum() - form[ErrorState.cameraScale]
        // Lines along the road are muted along it, others are not.
        let gain = filter.update(
          form: form, innovation: place - predicted, variance: 0.05, mute: piece == 0 ? Vector2(1, 0) : nil)
        influence.follow(index: piece, region: region, left: left)
        influence.update(form: form, gain: gain, own: (piece, 1))
      }
    }
    return filter
  }

  @Test func theShareIsHowFarThePoseFollowsThePiece() {
    var influence = PieceInfluence()
    let here = Self.run(shift_m: 0, influence: &influence)
    var other = PieceInfluence()
    let there = Self.run(shift_m: 1e-3, influence: &other)
    let share = influence.shares(left: Vector2(0, 1)).first { $0.piece == 0 }?.share ?? 0
    let followed = (there.pose.position.y - here.pose.position.y) / 1e-3
    #expect(share > 0.2 && share < 0.8)
    #expect(abs(share - followed) < 1e-3)
  }

  @Test func whoHasSaidNothingForLongIsForgotten() {
    var influence = PieceInfluence()
    var filter = Self.run(shift_m: 0, influence: &influence)
    var form = PoseFilter.Form.zero
    form[ErrorState.y] = 1
    for _ in 0..<2000 {
      filter.addNoise(ErrorState.y, variance: 0.01)
      let gain = filter.update(form: form, innovation: 0, variance: 0.01)
      influence.update(form: form, gain: gain, own: nil)
    }
    influence.forget(left: Vector2(0, 1))
    #expect(influence.shares(left: Vector2(0, 1)).isEmpty)
  }
}

import Geometry
import Testing

@testable import Localization

@Suite struct LaneDoubtTests {
  private static let east = Vector2(1, 0)
  private static let north = Vector2(0, 1)

  @Test func aDoubtAcrossBecomesOneAlongWhereTheRoadTurns() {
    var doubt = LaneDoubt()
    // Eastward, then a bend to the north in steps of 3°, the other lane as likely all the way.
    for step in 0...30 {
      let forward = Vector2(angle_rad: Double(step) * 3 * .pi / 180)
      doubt.state(across: forward.leftNormal, variance_m2: step == 0 ? 6 : doubt.variance(along: forward.leftNormal))
    }
    #expect(abs(doubt.variance(along: Self.north) - 6) < 1e-9)
    #expect(doubt.variance(along: Self.east) < 1e-9)
  }

  @Test func aLaneThatIsSureAgainEndsNothingAlong() {
    var doubt = LaneDoubt()
    doubt.state(across: Self.north, variance_m2: 6)
    doubt.state(across: Self.east, variance_m2: 0)
    #expect(abs(doubt.variance(along: Self.north) - 6) < 1e-12)
    doubt.end(along: Self.north)
    #expect(doubt.variance(along: Self.north) == 0)
  }

  @Test func onAStraightRoadTheLaneIsAllThereIs() {
    var doubt = LaneDoubt()
    for variance in [6.0, 2, 0, 3] { doubt.state(across: Self.north, variance_m2: variance) }
    #expect(abs(doubt.variance(along: Self.north) - 3) < 1e-12)
    #expect(doubt.variance(along: Self.east) < 1e-12)
  }

  @Test(arguments: [0.0, 0.7, 2.9])
  func easedAlongItStaysAcross(yaw_rad: Double) {
    let ahead = Vector2(angle_rad: yaw_rad)
    let aslant = Vector2(angle_rad: yaw_rad + 0.5)
    var doubt = LaneDoubt()
    doubt.state(across: aslant, variance_m2: 6)
    let before = doubt
    doubt.ease(along: ahead, to: 0.25)
    #expect(abs(doubt.variance(along: ahead) - before.variance(along: ahead) / 4) < 1e-9)
    #expect(abs(doubt.variance(along: ahead.leftNormal) - before.variance(along: ahead.leftNormal)) < 1e-9)
    // Still one place: what it is off along and across goes together.
    let sum = doubt.spread.xx * doubt.spread.yy - doubt.spread.xy * doubt.spread.xy
    #expect(abs(sum) < 1e-9)
    let eased = doubt.spread
    doubt.ease(along: ahead, to: 1)
    #expect(abs(doubt.spread.xy - eased.xy) < 1e-9)
  }

  @Test func anotherFrameTurnsIt() {
    var doubt = LaneDoubt()
    doubt.state(across: Self.north, variance_m2: 6)
    doubt.rebase(turn_rad: .pi / 2)
    #expect(abs(doubt.variance(along: Self.east) - 6) < 1e-9)
    #expect(doubt.variance(along: Self.north) < 1e-9)
  }
}

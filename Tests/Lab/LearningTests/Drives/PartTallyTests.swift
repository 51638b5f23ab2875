import Geometry
import MapModel
import Observations
import Testing

@testable import Learning

@Suite struct PartTallyTests {
  @Test func halvesTellHowFarTheirPosesLieApart() {
    var tally = HalvesTally()
    // Nine frames 0.1 m apart across and one 1.5 m along the road.
    for _ in 0..<9 { tally.add(Roads.pose(north_m: 0), Roads.pose(north_m: 0.1)) }
    tally.add(Roads.pose(north_m: 0), Roads.pose(east_m: 1.5, north_m: 0))
    tally.add(Roads.pose(north_m: 0), Roads.pose(north_m: 5, isConverged: false))
    tally.add(nil, Roads.pose(north_m: 5))
    let report = tally.report
    #expect(report.converged.frames == 10 && report.all.frames == 11)
    #expect(abs((report.converged.p90_m ?? 0) - 0.1) < 1e-9)
    #expect(abs((report.converged.aboveOneMetreShare ?? 0) - 0.1) < 1e-9)
    #expect(report.convergedLateral.aboveOneMetreShare == 0)
    #expect(abs((report.all.aboveOneMetreShare ?? 0) - 2.0 / 11) < 1e-9)
  }

  @Test func aMovedDriveIsBackWithinThreeTenths() {
    var tally = ShiftTally()
    tally.add(moved: Roads.pose(north_m: 0.29), unmoved: Roads.pose(north_m: 0))
    tally.add(moved: Roads.pose(north_m: 0.31), unmoved: Roads.pose(north_m: 0))
    tally.add(moved: Roads.pose(east_m: 1, north_m: 0), unmoved: Roads.pose(north_m: 0))
    tally.add(moved: Roads.pose(north_m: 9, isConverged: false), unmoved: Roads.pose(north_m: 0))
    tally.add(moved: Roads.pose(north_m: 9), unmoved: Roads.pose(north_m: 0, isConverged: false))
    let report = tally.report(left_m: 0.9)
    #expect(report.movedConverged == 4 && report.frames == 3)
    #expect(abs((report.backShare ?? 0) - 1.0 / 3) < 1e-9)
    #expect(abs((report.backAcrossShare ?? 0) - 2.0 / 3) < 1e-9)
  }

  @Test func stepsCountWhereTheReportedPoseDoesNotJump() {
    func reported(_ east_m: Double, _ north_m: Double = 0) -> Pose2 { Pose2(Vector2(east_m, north_m), yaw_rad: 0) }
    var tally = StepTally()
    // The correction goes from 0 to 0.4 m, then to 1 m: one step.
    tally.add(
      reported: (reported(1), reported(2)), reportedBefore: reported(0),
      localized: (Roads.pose(east_m: 1, north_m: 0), Roads.pose(east_m: 2, north_m: 0.4)))
    tally.add(
      reported: (reported(2), reported(3)), reportedBefore: reported(1),
      localized: (Roads.pose(east_m: 2, north_m: 0.4), Roads.pose(east_m: 3, north_m: 1)))
    // The reported pose jumps by 3 m and the localized one stays: no step.
    tally.add(
      reported: (reported(3), reported(4, 3)), reportedBefore: reported(2),
      localized: (Roads.pose(east_m: 3, north_m: 1), Roads.pose(east_m: 4, north_m: 1)))
    // Not converged: a step of its own kind.
    tally.add(
      reported: (reported(4), reported(5)), reportedBefore: reported(3),
      localized: (Roads.pose(east_m: 4, north_m: 1, isConverged: false), Roads.pose(east_m: 5, north_m: 3)))
    let report = tally.report
    #expect(report.frames == 2 && report.steps == 1 && report.perThousand == 500)
    #expect(report.allFrames == 3 && report.reportedJumps == 1)
    #expect(abs((report.allPerThousand ?? 0) - 2000.0 / 3) < 1e-9)
  }

  @Test func aDeletedDividerMovesOrSlipsThePose() {
    var tally = DeletionTally()
    let whole = Roads.pose(north_m: 0)
    for north_m in [0.1, 0.5, 3.5] { tally.add(whole: whole, stale: Roads.pose(north_m: north_m)) }
    tally.add(whole: whole, stale: Roads.pose(north_m: 2, isConverged: false))
    tally.add(whole: whole, stale: nil)
    let report = tally.report(divider: "divider-1")
    #expect(report.sawIt == 5 && report.converged == 3)
    #expect(abs((report.movedShare ?? 0) - 2.0 / 3) < 1e-9)
    #expect(abs((report.slippedShare ?? 0) - 1.0 / 3) < 1e-9)
    #expect(abs((report.movedShareOfAll ?? 0) - 3.0 / 5) < 1e-9)
  }

  @Test func aDividerIsSeenWhereALineLiesOnIt() {
    let map = DividerMap(tiles: Roads.twoLines)
    let north_m = map.frame.local(Roads.tile.frame.geodetic(.zero)).y
    let pose = Roads.pose(north_m: north_m)
    let first = map.names.firstIndex(of: "divider-1") ?? -1
    let second = map.names.firstIndex(of: "divider-2") ?? -1
    func sees(_ divider: Int, _ left_m: Double) -> Bool {
      DeletionTally.sees(divider, Roads.frame(left_m: [left_m]), lines: [0], pose: pose, map: map)
    }
    #expect(sees(first, 1.8) && sees(first, 1.4) && !sees(first, 1.2) && !sees(first, 5.4))
    #expect(sees(second, 5.4) && !sees(second, 1.8))
  }
}

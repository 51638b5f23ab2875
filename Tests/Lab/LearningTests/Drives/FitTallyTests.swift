import Geometry
import MapModel
import Observations
import Testing

@testable import Learning

@Suite struct FitTallyTests {
  private let map = DividerMap(tiles: Roads.twoLines)

  /// A pose that many metres north of the tile's centre, in the map's frame.
  private func north_m(_ north_m: Double) -> Double {
    map.frame.local(Roads.tile.frame.geodetic(Vector2(0, north_m))).y
  }

  private func report(_ left_m: [Double], reported: Double = 0, pose: RunPose?) throws -> [PoseVariant: FitReport] {
    var tally = FitTally()
    tally.add(
      Roads.frame(left_m: left_m), lines: Array(left_m.indices),
      reported: Pose2(Vector2(0, north_m(reported)), yaw_rad: 0), localized: pose, map: map, laneWidth_m: 3.6)
    return Dictionary(uniqueKeysWithValues: tally.report.map { ($0.pose, $0) })
  }

  @Test func reportedPoseShowsItsOwnError() throws {
    let row = try report([1.8], reported: 0.7, pose: nil)
    #expect(row[.reported]?.frames == 1 && row[.reported]?.points == 4)
    #expect(abs(try #require(row[.reported]?.median_m) - 0.7) < 0.01)
    #expect(row[.reported]?.closeShare == 0)
    #expect(row[.localized]?.points == 0 && row[.localized]?.median_m == nil)
  }

  @Test func localizedPoseTakesOffsetAndCameraScaleOut() throws {
    let row = try report([1.5], reported: 0.7, pose: Roads.pose(north_m: north_m(0), scale: 1.2))
    #expect(try #require(row[.converged]?.median_m) < 0.01)
    #expect(row[.converged]?.closeShare == 1)
    // The reported pose keeps the offset (0.7 m to the left) and the unscaled camera (0.3 m short).
    #expect(abs(try #require(row[.reportedWhereConverged]?.median_m) - 0.4) < 0.01)
  }

  @Test func aMovedPoseIsToldApartOnlyWhereNoLineRunsBeside() throws {
    let row = try report([1.8], pose: Roads.pose(north_m: north_m(0)))
    #expect(try #require(row[.converged]?.median_m) < 0.01)
    // One lane to the left the other boundary fits as well; to the right there is none.
    #expect(try #require(row[.oneLaneLeft]?.median_m) < 0.01)
    #expect(abs(try #require(row[.oneLaneRight]?.median_m) - 3.6) < 0.01)
  }

  @Test func onlyConvergedFramesAreMoved() throws {
    let row = try report([1.8], pose: Roads.pose(north_m: north_m(0), isConverged: false))
    #expect(row[.localized]?.frames == 1)
    #expect(row[.converged]?.frames == 0 && row[.oneLaneLeft]?.frames == 0)
  }

  @Test func medianAndShareAreOfAllPoints() throws {
    // One line on the map, one 0.2 m and one 1 m beside.
    let row = try report([1.8, 2.0, 2.8], pose: nil)
    #expect(abs(try #require(row[.reported]?.median_m) - 0.2) < 0.01)
    #expect(abs(try #require(row[.reported]?.closeShare) - 2.0 / 3) < 1e-9)
  }

  @Test func lidarHasNoLateralScale() {
    let frame = Roads.frame(left_m: [1.5], modality: .lidar)
    #expect(frame.vertices(ofLine: 0, lateralScale: 1.2).map(\.y) == [1.5, 1.5, 1.5, 1.5])
  }

  @Test func framesOffTheMapDoNotCount() {
    func isOn(_ frame: ObservationFrame) -> Bool {
      !DriveTrial(RecordedDrive.drives(of: [frame])[0], map: map).onMap.isEmpty
    }
    // 3.9 m below the nearest boundary, then 4.1 m; then a road edge on its line, which is of another class; then no direction.
    #expect(isOn(Roads.frame(left_m: [-2.1])))
    #expect(!isOn(Roads.frame(left_m: [-2.3])))
    #expect(!isOn(Roads.frame(left_m: [1.8], .roadEdge)))
    #expect(!isOn(Roads.frame(left_m: [1.8], yaw_rad: nil)))
  }
}

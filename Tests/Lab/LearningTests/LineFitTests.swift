import Foundation
import Geometry
import Localization
import MapModel
import Observations
import Testing

@testable import Evidence
@testable import Learning

/// Two mapped lane boundaries from west to east, 3.6 m apart, and a road edge far to the south.
@Suite struct LineFitTests {
  private static let tile = TileID(Geodetic(latitude_deg: 48.137, longitude_deg: 11.575))

  private static let map: MapView = {
    func line(_ id: UInt64, north_m: Double, _ elementClass: ElementClass) -> MapElement {
      MapElement(
        piece: PieceID(ElementID(id)), elementClass: elementClass, kind: .line,
        points: [TilePoint(Vector2(-200, north_m)), TilePoint(Vector2(200, north_m))])
    }
    return MapView(tiles: [
      MapTile(
        id: tile, version: 1,
        elements: [
          line(1, north_m: 1.8, .laneBoundary), line(2, north_m: 5.4, .laneBoundary), line(3, north_m: -6, .roadEdge),
        ])
    ])
  }()

  /// A frame eastwards at a place north of the tile's centre that sees lines at distances to its left.
  private func frame(
    _ sequence: UInt64 = 1, east_m: Double = 0, north_m: Double = 0, left_m: [Double],
    _ elementClass: ElementClass = .laneBoundary, modality: SensorStatus.Modality = .camera, yaw_rad: Double? = 0
  ) -> ObservationFrame {
    var frame = ObservationFrame(
      vehicle: VehicleID("v"), drive: DriveID("d"), sequence: sequence,
      captureTime_ns: 1_790_000_000_000_000_000 + Int64(sequence) * 100_000_000)
    frame.gnss = GNSSFix(
      place: Self.tile.frame.geodetic(Vector2(east_m, north_m)), covariance: Covariance2(isotropicSigma_m: 1),
      yaw_rad: yaw_rad)
    frame.sensors = [
      SensorStatus(modality: modality, fieldOfView_rad: 2, maxRange_m: 40, detects: [.laneBoundary, .roadEdge])
    ]
    frame.labels = [Label([.init(elementClass)])]
    for left in left_m {
      frame.lines.firstVertex.append(UInt32(frame.lines.x_m.count))
      frame.lines.vertexCount.append(4)
      frame.lines.x_m += [4, 8, 12, 16]
      frame.lines.y_m += [Float](repeating: Float(left), count: 4)
      frame.lines.sigma_m.append(0.1)
      frame.lines.label.append(0)
      frame.lines.sensor.append(0)
      frame.lines.existence.append(0.9)
      frame.lines.tracking.append(0)
    }
    return frame
  }

  private func pose(
    _ frame: ObservationFrame, north_m: Double, scale: Double = 1, status: LocalizedFrame.Status = .converged
  ) -> FramePose {
    FramePose(
      frame,
      LocalizedFrame(
        mapFromVehicle: Pose2(Vector2(0, north_m), yaw_rad: 0),
        covariance: .zero, status: status, lateralScale: scale,
        protectionLevel_m: 0.3, otherLaneProbability: 0, shares: []),
      region: MapRegion(anchor: Self.tile, tiles: []))
  }

  @Test func reportedPoseShowsItsOwnError() throws {
    var fit = LineFit(map: Self.map)
    fit.add(frame(north_m: 0.7, left_m: [1.8]), pose: nil)
    let row = try #require(fit.report[.reported])
    #expect(row.frames == 1 && row.points == 4)
    #expect(abs(try #require(row.median_m) - 0.7) < 0.002)
    #expect(row.closeShare == 0)
    #expect(fit.report[.localized]?.points == 0 && fit.report[.localized]?.median_m == nil)
    #expect(fit.counts.onMapByStatus == ["none": 1])
  }

  @Test func localizedPoseTakesOffsetAndCameraScaleOut() throws {
    var fit = LineFit(map: Self.map)
    let frame = frame(north_m: 0.7, left_m: [1.5])
    fit.add(frame, pose: pose(frame, north_m: 0, scale: 1.2))
    let report = fit.report
    #expect(try #require(report[.converged]?.median_m) < 0.002)
    #expect(report[.converged]?.closeShare == 1)
    // The reported pose keeps the offset (0.7 m to the left) and the unscaled camera (0.3 m short).
    #expect(abs(try #require(report[.reportedWhereConverged]?.median_m) - 0.4) < 0.002)
  }

  @Test func lidarHasNoLateralScale() throws {
    var fit = LineFit(map: Self.map)
    let frame = frame(left_m: [1.5], modality: .lidar)
    fit.add(frame, pose: pose(frame, north_m: 0, scale: 1.2))
    #expect(abs(try #require(fit.report[.converged]?.median_m) - 0.3) < 0.002)
  }

  @Test func forcedLaneIsToldApartOnlyWhereNoLineRunsBeside() throws {
    var fit = LineFit(map: Self.map)
    let frame = frame(left_m: [1.8])
    fit.add(frame, pose: pose(frame, north_m: 0))
    let report = fit.report
    #expect(try #require(report[.converged]?.median_m) < 0.002)
    // One lane to the left the other boundary fits as well; to the right there is none.
    #expect(try #require(report[.oneLaneLeft]?.median_m) < 0.002)
    #expect(abs(try #require(report[.oneLaneRight]?.median_m) - 3.6) < 0.002)
  }

  @Test func onlyConvergedFramesAreForced() {
    var fit = LineFit(map: Self.map)
    let frame = frame(left_m: [1.8])
    fit.add(frame, pose: pose(frame, north_m: 0, status: .ambiguous))
    #expect(fit.report[.localized]?.frames == 1)
    #expect(fit.report[.converged]?.frames == 0 && fit.report[.oneLaneLeft]?.frames == 0)
  }

  @Test func framesOffTheMapDoNotCount() {
    var fit = LineFit(map: Self.map)
    // 3.9 m below the nearest boundary, then 4.1 m; then a road edge on its line, which is of another class; then no direction.
    fit.add(frame(left_m: [-2.1]), pose: nil)
    fit.add(frame(left_m: [-2.3]), pose: nil)
    fit.add(frame(left_m: [1.8], .roadEdge), pose: nil)
    fit.add(frame(left_m: [1.8], yaw_rad: nil), pose: nil)
    #expect(fit.counts.frames == 4 && fit.counts.onMap == 1 && fit.counts.withoutReportedPose == 1)
  }

  @Test func medianAndShareAreOfAllPoints() throws {
    var fit = LineFit(map: Self.map)
    // One line on the map, one 0.2 m and one 1 m beside.
    fit.add(frame(left_m: [1.8, 2.0, 2.8]), pose: nil)
    let row = try #require(fit.report[.reported])
    #expect(abs(try #require(row.median_m) - 0.2) < 0.002)
    #expect(abs(try #require(row.closeShare) - 2.0 / 3) < 1e-9)
  }

  @Test func driveIsLocalizedAcrossSlots() throws {
    var poses = DrivePoses(map: Self.map)
    var fit = LineFit(map: Self.map)
    for i in 0..<20 {
      // Every frame 7 s after the last: the drive runs through several slots of 60 s.
      let next = frame(UInt64(1 + 70 * i), east_m: Double(i) * 7 - 70, north_m: 0, left_m: [1.8, 5.4])
      fit.add(next, pose: poses.pose(of: next))
    }
    #expect(poses.count == 1 && fit.counts.onMap == 20)
    #expect(try #require(fit.report[.localized]).frames == 20)
  }

  @Test func reportSurvivesJSONAndTableNamesEveryPose() throws {
    var fit = LineFit(map: Self.map)
    let frame = frame(north_m: 0.056, left_m: [1.8])
    fit.add(frame, pose: pose(frame, north_m: 0))
    let report = fit.report
    #expect(try JSONDecoder().decode(LineFitReport.self, from: JSONEncoder().encode(report)) == report)
    #expect(report.rows.map(\.pose) == PoseVariant.allCases)
    for row in report.rows { #expect(report.table.contains(row.pose.title)) }
    #expect(report.table.contains("0.056 m") && report.table.contains("100.0 %"))
  }
}

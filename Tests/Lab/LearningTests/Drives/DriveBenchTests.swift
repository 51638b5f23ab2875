import Foundation
import Geometry
import Localization
import MapModel
import Observations
import Testing

@testable import Learning

@Suite struct DriveBenchTests {
  /// Four boundaries at uneven distances: only one lane fits.
  private static let tiles = [
    Roads.map([(1, 1.5, .laneBoundary), (2, -2.1, .laneBoundary), (3, 4.6, .laneBoundary), (4, -6.6, .laneBoundary)])
  ]

  /// A drive along the tile's centre whose reports lie beside it.
  private static func drive(left_m: Double = 0) -> RecordedDrive {
    RecordedDrive.drives(
      of: (0..<240).map { i in
        var frame = Roads.frame(
          UInt64(i), east_m: -150 + Double(i), north_m: left_m, left_m: [1.5, -2.1, 4.6, -6.6])
        frame.drive = DriveID("drive-7")
        return frame
      })[0]
  }

  private static func options(_ parts: Set<DriveBenchOptions.Part>) -> DriveBenchOptions {
    var options = DriveBenchOptions()
    options.parts = parts
    options.dividers = ["divider-3"]
    options.model = .crowdCamera
    return options
  }

  @Test func aDriveAmongUnevenLinesIsLocalized() throws {
    let options = Self.options([.fit, .hidden, .halves])
    let bench = try DriveBench(tiles: Self.tiles, options: options)
    let report = DriveBenchReport(
      ReportedLane.allCases.map { ($0, bench.tally(of: Self.drive(left_m: 0.4), reported: $0)) }, options: options)
    #expect(report.frames == 240 && report.onMapFrames == 240 && report.drivesOnMap == 1)
    let column = try #require(report.columns.first)
    #expect(column.reported == .asReported && column.ambiguousDrives.isEmpty)
    #expect(try #require(column.convergedShare) > 0.8)
    // Put a lane to the left, it either stays there or comes back; here only one lane fits.
    #expect(column.inLaneShare == 1)
    let fit = try #require(column.fit?.first { $0.pose == .converged })
    #expect(try #require(fit.median_m) < 0.05)
    #expect(try #require(column.fit?.first { $0.pose == .reported }?.median_m) > 0.3)
    #expect(try #require(column.fit?.first { $0.pose == .oneLaneLeft }?.median_m) > 0.3)
    // A third of the lines, give or take.
    let hidden = try #require(column.hidden?.first { $0.pose == .converged })
    #expect(abs(Double(hidden.points) / Double(fit.points) - 1.0 / 3) < 0.07)
    #expect(try #require(column.halves?.converged.p90_m) < 0.2)
    #expect(column.shifted == nil && column.deleted == nil)
    #expect(try JSONDecoder().decode(DriveBenchReport.self, from: JSONEncoder().encode(report)) == report)
  }

  @Test func reportedPosesAreMovedForTheOtherColumns() throws {
    let frame = Roads.frame(north_m: 0, left_m: [1.8], yaw_rad: 0.3)
    let place = try #require(frame.reportedMoved(left_m: 3.6).gnss?.place)
    let moved = Roads.tile.frame.local(place)
    #expect(moved.distance(to: Vector2(angle_rad: 0.3).leftNormal * 3.6) < 0.01)
    #expect(frame.reportedMoved(left_m: 0) == frame)
  }

  @Test func tallyOfTwoDrivesIsTheirSum() throws {
    let options = Self.options([.shifted, .deleted])
    let bench = try DriveBench(tiles: Self.tiles, options: options)
    let one = bench.tally(of: Self.drive())
    var two = one
    two.merge(one)
    let (single, double) = (
      DriveBenchReport([(.asReported, one)], options: options), DriveBenchReport([(.asReported, two)], options: options)
    )
    #expect(double.frames == 2 * single.frames && double.drivesOnMap == 2)
    #expect(double.columns[0].convergedShare == single.columns[0].convergedShare)
    #expect(double.columns[0].shifted?.map(\.backShare) == single.columns[0].shifted?.map(\.backShare))
    #expect(double.columns[0].shifted?.count == 5)
    #expect(double.columns[0].deleted?.first?.sawIt == single.columns[0].deleted.map { 2 * $0[0].sawIt })
    #expect(try #require(single.columns[0].deleted?.first?.sawIt) > 100)
  }

  @Test func aDividerThatIsNotThereIsNamed() {
    var options = Self.options([.deleted])
    options.dividers = ["divider-99"]
    #expect(throws: MapEditError.self) { try DriveBench(tiles: Self.tiles, options: options) }
  }

  @Test func framesAreSortedIntoDrives() {
    var frames: [ObservationFrame] = []
    for (drive, sequence) in [("a", 2), ("b", 1), ("a", 1), ("a", 2)] {
      var frame = Roads.frame(UInt64(sequence), left_m: [])
      frame.drive = DriveID(drive)
      frames.append(frame)
    }
    let drives = RecordedDrive.drives(of: frames)
    #expect(drives.map(\.id.text) == ["a", "b"])
    #expect(drives[0].frames.map(\.sequence) == [1, 2])
  }
}

/// What drives are told of their cameras.
@Suite struct DriveBenchPriorTests {
  private static let tiles = [
    Roads.map([(1, 1.5, .laneBoundary), (2, -2.1, .laneBoundary), (3, 4.6, .laneBoundary), (4, -6.6, .laneBoundary)])
  ]

  private func drive(_ number: Int, start_s: Double) -> RecordedDrive {
    RecordedDrive.drives(
      of: (0..<240).map { i in
        var frame = Roads.frame(
          UInt64(i), east_m: -150 + Double(i), north_m: 0, left_m: [1.5, -2.1, 4.6, -6.6].map { $0 / 1.05 })
        frame.drive = DriveID("drive-\(number)")
        frame.captureTime_ns += Int64(start_s * 1e9)
        return frame
      })[0]
  }

  @Test func aDriveIsToldWhatWasOverBeforeItBegan() throws {
    var options = DriveBenchOptions()
    options.parts = []
    options.model = .crowdCamera
    let bench = try DriveBench(tiles: Self.tiles, options: options)
    // The second begins while the first drives; the last one in the file was the first on the road.
    let priors = bench.priors(of: [
      drive(1, start_s: 10_000), drive(2, start_s: 10_001), drive(3, start_s: 20_000), drive(0, start_s: 0),
    ])
    let scales = priors.map(\.mean.lateralScale)
    #expect(scales[3] == 1)
    #expect(scales[0] > 1.01 && scales[1] == scales[0] && scales[2] > scales[0])
    #expect(priors[2].sigma.lateralScale < 0.5 * priors[3].sigma.lateralScale)
  }
}

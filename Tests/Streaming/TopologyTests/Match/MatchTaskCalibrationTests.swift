import Contracts
import Evidence
import Localization
import Observations
import TestSupport
import Testing

@testable import Topology

/// Drives of one road by a fleet whose cameras shrink the world.
@Suite struct MatchTaskCalibrationTests {
  private static let road = StraightRoad(lines: StraightRoad.threeLanes.lines, points: StraightRoad.landmarks)
  private static let map = MapView(tiles: [road.mapTile()])

  /// Frames of drives that begin at times, each by a vehicle of its own, in order of time.
  private static func log(starts_s: [Double], lateralScale: Double = 1.06) -> [IncomingRecord] {
    var frames: [ObservationFrame] = []
    for (number, start_s) in starts_s.enumerated() {
      var drive = StraightRoad.Drive()
      drive.vehicle = "v\(number)"
      drive.lateralScale = lateralScale
      drive.start_ns += Int64(start_s * 1e9)
      frames += road.frames(from_m: -200, to_m: 150, north_m: 0, drive).map { frame in
        var frame = frame
        frame.software = "s"
        frame.calibration = "c\(number)"
        return frame
      }
    }
    var log = MemoryLog(partitionCount: 1)
    for frame in frames.sorted(by: { ($0.captureTime_ns, $0.vehicle) < ($1.captureTime_ns, $1.vehicle) }) {
      log.append(OutgoingRecord(topic: .observations, key: [1], value: FrameCodec.encode(frame)), timestamp_ms: 0)
    }
    return log.records(of: .observations)
  }

  private func run(_ log: [IncomingRecord], batch: Int) -> (first: [VehicleID: FramePose], cameras: [FleetCameras]) {
    var task = MatchTask(partition: 0, wantsPoses: true)
    var first: [VehicleID: FramePose] = [:]
    var cameras: [FleetCameras] = []
    func take(_ step: MatchStep) {
      for pose in step.poses where first[pose.vehicle] == nil { first[pose.vehicle] = pose }
      if let told = step.cameras { cameras.append(told) }
    }
    for start in stride(from: 0, to: log.count, by: batch) {
      take(task.step(log[start..<min(start + batch, log.count)], map: Self.map))
    }
    take(task.finish(map: Self.map))
    return (first, cameras)
  }

  @Test func whatOneDriveLearnsOfItsCameraTheNextBeginsWith() throws {
    let (first, cameras) = run(Self.log(starts_s: [0, 100, 200, 300]), batch: 50)
    let scales = try (0..<4).map { try #require(first[VehicleID("v\($0)")]?.lateralScale) }
    #expect(scales[0] == 1)
    for (before, after) in zip(scales, scales.dropFirst()) { #expect(after > before) }
    #expect(scales[3] > 1.03 && scales[3] < 1.06)
    let last = try #require(cameras.last)
    #expect(last.drives == 4 && last.calibrations == 4 && last.outliers.isEmpty)
    #expect(last.common.mean.lateralScale > scales[2])
  }

  @Test func aDriveIsToldNothingOfOneThatIsNotOver() throws {
    let (first, _) = run(Self.log(starts_s: [0, 20, 36]), batch: 50)
    for vehicle in 0..<3 { #expect(try #require(first[VehicleID("v\(vehicle)")]?.lateralScale) == 1) }
  }

  @Test(arguments: [1, 7, 1000]) func whatIsToldDoesNotDependOnHowTheLogIsCut(batch: Int) {
    let log = Self.log(starts_s: [0, 67, 134])
    #expect(run(log, batch: batch).first == run(log, batch: 50).first)
  }
}

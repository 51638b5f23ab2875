import Contracts
import Geometry
import Localization
import MapModel
import Observations
import Testing

@testable import Topology

@Suite struct MatchTaskRejectionTests {
  private func record(_ value: [UInt8]?, offset: Int64, timestamp_ms: Int64 = 1_750_000_000_000) -> IncomingRecord {
    IncomingRecord(
      topic: .observations, partition: 3, offset: offset, timestamp_ms: timestamp_ms, key: [118], value: value)
  }

  private func frame(_ sequence: UInt64, second: Int64) -> [UInt8] {
    var frame = ObservationFrame(
      vehicle: VehicleID("v"), drive: DriveID("d"), sequence: sequence, captureTime_ns: second * 1_000_000_000)
    frame.software = "s"
    frame.calibration = "c"
    frame.gnss = GNSSFix(
      place: Geodetic(latitude_deg: 48.1, longitude_deg: 11.5), covariance: Covariance2(isotropicSigma_m: 1), yaw_rad: 0
    )
    return FrameCodec.encode(frame)
  }

  private let start: Int64 = 1_750_000_000

  @Test func whatCannotBeReadBecomesOneDeadLetterAndTheRestGoesOn() throws {
    var task = MatchTask(partition: 3)
    let bad: [[UInt8]?] = [nil, [], [0xff, 0xff, 0xff], Array("hello".utf8), frame(1, second: 10)]
    var records = bad.enumerated().map { record($1, offset: Int64($0)) }
    records.append(record(frame(1, second: start), offset: 5))
    let step = task.step(records, map: MapView())
    #expect(step.outputs.count == bad.count)
    #expect(step.counts.rejectedCount == bad.count)
    #expect(step.counts.records == 6)
    for (output, original) in zip(step.outputs, records) {
      #expect(output.record.topic == .observationsDeadLetter)
      #expect(output.record.value == original.value)
      let letter = try DeadLetter(
        from: IncomingRecord(
          topic: .observationsDeadLetter, partition: 0, offset: 0, timestamp_ms: 0, key: output.record.key,
          value: output.record.value, headers: output.record.headers))
      #expect(letter.id == "fleet.observations/3/\(original.offset)")
      #expect(!letter.reason.isEmpty)
    }
    #expect(task.openTraversals == 0, "the good frame still waits in its window")
    #expect(task.committableOffset == 0, "dead letters hold the offset until they have arrived")
    task.acknowledge(step.outputs.map(\.token))
    #expect(task.committableOffset == 5)
  }

  @Test func duplicatesAreCountedAndLateFramesRefused() {
    var task = MatchTask(partition: 3)
    let order: [(UInt64, Int64)] = [(1, 0), (2, 1), (2, 1), (5, 4), (3, 2), (9, 60), (4, 3), (5, 4)]
    let records = order.enumerated().map { record(frame($1.0, second: start + $1.1), offset: Int64($0)) }
    let step = task.step(records, map: MapView())
    // Frame 3 comes after 5, which still waits: it is put in its place. Frame 4 comes when 5 has been used.
    #expect(step.counts.duplicates == 2)
    #expect(step.counts.rejected == ["too_late": 1])
  }

  @Test func aClockFarAheadOfTheLogIsRefused() {
    var task = MatchTask(partition: 3)
    let step = task.step([record(frame(1, second: start + 200_000), offset: 0)], map: MapView())
    #expect(step.counts.rejected == ["out_of_range": 1])
  }

  @Test func aSilentDriveIsClosedByTheOthersTime() {
    var task = MatchTask(partition: 3)
    _ = task.step(
      [record(frame(1, second: start), offset: 0), record(frame(2, second: start + 1), offset: 1)], map: MapView())
    var other = ObservationFrame(
      vehicle: VehicleID("w"), drive: DriveID("d"), sequence: 1, captureTime_ns: (start + 100) * 1_000_000_000)
    other.software = "s"
    other.calibration = "c"
    _ = task.step([record(FrameCodec.encode(other), offset: 2)], map: MapView())
    #expect(task.committableOffset == 2)
  }
}

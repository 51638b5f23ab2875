import Contracts
import Evidence
import Foundation
import Geometry
import Learning
import MapModel
import Observations
import Runtime

/// Recorded drives in one order through all tasks, on one map, without a broker.
struct ChangeReplay: Sendable {
  /// How tasks run.
  let options: Replay.Options

  /// All that is told.
  /// - Parameter scratch: folder for the ledgers; it goes again.
  func told(
    _ tiles: [MapTile], _ drives: [RecordedDrive], order: DriveOrder, scratch: URL
  ) throws -> EditOutcome.Told {
    defer { remove(scratch) }
    let replay = try Replay(map: tiles, folder: scratch, options: options)
    var events: [ChangeEvent] = []
    var witnesses: [VehicleID: [Geodetic]] = [:]
    func take(_ output: Replay.Output) {
      events += output.changes
      for pose in output.poses where pose.testimony > 0 { witnesses[pose.vehicle, default: []].append(pose.place) }
    }
    for place in drives.indices {
      let drive = order.drive(at: place, of: drives)
      for frame in drive.frames {
        try replay.feed(
          FrameCodec.encode(frame), vehicle: frame.vehicle.text, timestamp_ms: frame.captureTime_ns / 1_000_000)
      }
      take(replay.takeOutput())
    }
    try replay.finish()
    take(replay.takeOutput())
    return EditOutcome.Told(events: events, witnesses: witnesses.sorted { $0.key < $1.key }.map(\.value))
  }

  private func remove(_ folder: URL) {
    do { try FileManager.default.removeItem(at: folder) } catch {
      Console.complain("\(folder.path): stays: \(error.localizedDescription)")
    }
  }
}

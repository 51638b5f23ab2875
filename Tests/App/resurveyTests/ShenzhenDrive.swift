import Contracts
import Foundation
import Geometry
import MapModel
import Observations
import TestSupport
import Testing

/// Recorded drives as their publisher writes them: one JSON object a line, metres around the map's anchor, packed with gzip.
enum ShenzhenDrive {
  private struct Line: Decodable {
    let drive: Int
    let seq: UInt64
    let t_ms: Int64
    let east_m: Double
    let north_m: Double
    let yaw_rad: Double
    let lines: [[[Float]]]
  }

  private struct Map: Decodable {
    struct Anchor: Decodable {
      let lat: Double
      let lon: Double
    }
    let anchor: Anchor
  }

  /// The first frames of a drive as proto3-JSON lines.
  static func frames(of path: String, map: String, first count: Int) throws -> String {
    let anchor = try JSONDecoder().decode(Map.self, from: Data(contentsOf: URL(filePath: map))).anchor
    let frame = ENUFrame(origin: Geodetic(latitude_deg: anchor.lat, longitude_deg: anchor.lon))
    let unpacked = try Command("gzip", ["-dc", path])
    try #require(unpacked.status == 0)
    var text = ""
    for line in unpacked.output.split(separator: "\n").prefix(count) {
      let recorded = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
      text += String(decoding: try FrameJSONLines.line(of: observation(recorded, frame)), as: UTF8.self)
    }
    return text
  }

  private static func observation(_ line: Line, _ anchor: ENUFrame) -> ObservationFrame {
    var frame = ObservationFrame(
      vehicle: VehicleID("crowd-\(line.drive)"), drive: DriveID("drive-\(line.drive)"), sequence: line.seq,
      captureTime_ns: 1_736_150_400_000_000_000 + line.t_ms * 1_000_000)
    let place = anchor.geodetic(Vector2(line.east_m, line.north_m))
    frame.gnss = GNSSFix(
      place: place, covariance: Covariance2(isotropicSigma_m: 1.5),
      yaw_rad: (line.yaw_rad - anchor.from(ENUFrame(origin: place)).yaw_rad).wrappedAngle_rad)
    frame.sensors = [
      SensorStatus(
        modality: .camera, fieldOfView_rad: .pi / 2, minRange_m: 3, maxRange_m: 10, detects: [.laneBoundary])
    ]
    frame.labels = [Label([.init(.laneBoundary)])]
    for points in line.lines {
      frame.lines.firstVertex.append(UInt32(frame.lines.x_m.count))
      frame.lines.vertexCount.append(UInt32(points.count))
      frame.lines.x_m += points.map { $0[0] }
      frame.lines.y_m += points.map { $0[1] }
      frame.lines.sigma_m.append(0.15)
      frame.lines.label.append(0)
      frame.lines.sensor.append(0)
      frame.lines.existence.append(0.9)
      frame.lines.tracking.append(0)
    }
    return frame
  }
}

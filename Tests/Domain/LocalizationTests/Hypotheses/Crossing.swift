import Geometry
import Localization
import MapModel
import Observations
import TestSupport

/// Two streets that cross in the middle of a tile, each with three lines that end before the other, and a vehicle that sees them.
struct Crossing {
  /// Lines from end to end, in the tile's frame, m.
  let lines: [(start: Vector2, end: Vector2)]

  init() {
    var lines: [(Vector2, Vector2)] = []
    for aside_m in [-3.5, 0, 4.5] {
      for (near_m, far_m) in [(-90.0, -9.0), (8.0, 90.0)] {
        lines.append((Vector2(near_m, aside_m), Vector2(far_m, aside_m)))
        // The other street crosses at 70°.
        let turn = Vector2(angle_rad: 1.22)
        lines.append(
          (turn * near_m + turn.leftNormal * (aside_m * 1.2), turn * far_m + turn.leftNormal * (aside_m * 1.2)))
      }
    }
    self.lines = lines
  }

  /// The map around it.
  var region: MapRegion {
    let elements = lines.enumerated().map { number, line in
      MapElement(
        piece: PieceID(ElementID(UInt64(number + 1))), elementClass: .laneBoundary, kind: .line,
        points: [TilePoint(line.start), TilePoint(line.end)])
    }
    return MapRegion(
      anchor: StraightRoad.tile, tiles: [MapTile(id: StraightRoad.tile, version: 1, elements: elements)])
  }

  /// What a vehicle sees from a pose, without noise.
  func frame(_ number: Int, at pose: Pose2, fixError: Vector2) -> ObservationFrame {
    var frame = ObservationFrame(
      vehicle: VehicleID("v"), drive: DriveID("d"), sequence: UInt64(number + 1),
      captureTime_ns: 1_790_000_000_000_000_000 + Int64(number) * 200_000_000)
    frame.gnss = GNSSFix(
      place: StraightRoad.tile.frame.geodetic(pose.position + fixError),
      covariance: Covariance2(isotropicSigma_m: 2.5), yaw_rad: pose.yaw_rad, yawSigma_rad: 0.03)
    frame.motion = Motion(speed_mps: 4, yawRate_radps: 0)
    frame.sensors = [
      SensorStatus(
        modality: .lidar, fieldOfView_rad: 6.2, minRange_m: 0, maxRange_m: 40, detects: [.laneBoundary])
    ]
    frame.labels = [Label([.init(.laneBoundary, probability: 0.95)])]
    for line in lines {
      let seen = Polyline([line.start, line.end])
      let vertices = (0...Int(seen.length_m)).compactMap { step -> Vector2? in
        let at = pose.inverse.transform(line.start + (line.end - line.start) * (Double(step) / seen.length_m))
        return at.length < 22 ? at : nil
      }
      guard vertices.count > 2 else { continue }
      frame.lines.firstVertex.append(UInt32(frame.lines.x_m.count))
      frame.lines.vertexCount.append(UInt32(vertices.count))
      for vertex in vertices {
        frame.lines.x_m.append(Float(vertex.x))
        frame.lines.y_m.append(Float(vertex.y))
      }
      frame.lines.sigma_m.append(0.06)
      frame.lines.label.append(0)
      frame.lines.sensor.append(0)
      frame.lines.existence.append(0.9)
      frame.lines.tracking.append(0)
    }
    return frame
  }
}

import Geometry
import Localization
import MapModel
import Observations

@testable import Learning

/// A straight road from west to east on the equator's side of a tile, and frames of vehicles on it.
enum Roads {
  static let tile = TileID(Geodetic(latitude_deg: 48.137, longitude_deg: 11.575))

  /// Two mapped lane boundaries, 3.6 m apart, 1.8 and 5.4 m north of the tile's centre, and a road edge far to the south.
  static let twoLines: [MapTile] = [
    map([(1, 1.8, .laneBoundary), (2, 5.4, .laneBoundary), (3, -6, .roadEdge)])
  ]

  /// Straight lines by their numbers and how far north of the tile's centre they lie, m.
  static func map(_ lines: [(id: UInt64, north_m: Double, elementClass: ElementClass)]) -> MapTile {
    MapTile(
      id: tile, version: 1,
      elements: lines.map { line in
        MapElement(
          piece: PieceID(ElementID(line.id)), elementClass: line.elementClass, kind: .line,
          points: [TilePoint(Vector2(-200, line.north_m)), TilePoint(Vector2(200, line.north_m))],
          attributes: Attributes([.init(.sourceID, "divider-\(line.id)")]))
      })
  }

  /// A frame eastwards at a place of the tile that sees lines at distances to its left.
  static func frame(
    _ sequence: UInt64 = 1, east_m: Double = 0, north_m: Double = 0, left_m: [Double],
    _ elementClass: ElementClass = .laneBoundary, modality: SensorStatus.Modality = .camera, yaw_rad: Double? = 0
  ) -> ObservationFrame {
    var frame = ObservationFrame(
      vehicle: VehicleID("v"), drive: DriveID("d"), sequence: sequence,
      captureTime_ns: 1_790_000_000_000_000_000 + Int64(sequence) * 100_000_000)
    frame.gnss = GNSSFix(
      place: tile.frame.geodetic(Vector2(east_m, north_m)), covariance: Covariance2(isotropicSigma_m: 1),
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

  /// A localized pose eastwards at a place of the map's frame.
  static func pose(
    east_m: Double = 0, north_m: Double, scale: Double = 1, isConverged: Bool = true
  ) -> RunPose {
    RunPose(
      pose: Pose2(Vector2(east_m, north_m), yaw_rad: 0), status: isConverged ? .converged : .ambiguous,
      lateralScale: scale, protectionLevel_m: 0.3,
      covariance: Covariance3(xx: 0.01, yy: 0.01, zz: 1e-5))
  }
}

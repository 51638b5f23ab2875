import Geometry
import MapModel
import Observations
import TestSupport

/// Frames of every shape, well-formed.
enum FrameFixture {
  static let start_ns: Int64 = 1_750_000_000_000_000_000

  /// The frame the decoding budget speaks of: 20 points, 6 lines of 20 vertices, 72 free rays.
  static func typical() -> ObservationFrame {
    var random = Seeded(1)
    var frame = ObservationFrame(
      vehicle: VehicleID("vehicle-0042"), drive: DriveID("2025-06-15-0042"), sequence: 1234, captureTime_ns: start_ns)
    frame.software = "perception-7.3"
    frame.calibration = "cal-2025-05"
    frame.gnss = GNSSFix(
      place: Geodetic(latitude_deg: 48.137, longitude_deg: 11.575, height_m: 520),
      covariance: Covariance2(xx: 2.25, xy: 0.1, yy: 2.25), yaw_rad: 0.7, yawSigma_rad: 0.02)
    frame.motion = Motion(speed_mps: 13.9, yawRate_radps: -0.02)
    frame.sensors = [
      SensorStatus(
        modality: .camera, fieldOfView_rad: 2.1, minRange_m: 2, maxRange_m: 80,
        detects: [.laneBoundary, .trafficSign, .stopLine, .crosswalk]),
      SensorStatus(modality: .lidar, fieldOfView_rad: 2 * .pi, maxRange_m: 60, detects: [.pole, .trafficSign]),
    ]
    frame.labels = [
      Label([
        .init(.laneBoundary, attributes: Attributes([.init(.style, "dashed")]), probability: 0.8),
        .init(.roadEdge, probability: 0.1),
      ]),
      Label([.init(.trafficSign, attributes: Attributes([.init(.signCode, "de274")]), probability: 0.95)]),
      Label([.init(.pole, probability: 0.9)]),
    ]
    frame.points = points(20, labels: 3, sensors: 2, &random)
    frame.lines = lines(6, vertices: 20...20, labels: 3, sensors: 2, &random)
    frame.freeSpace = FreeSpaceProfile(
      startAzimuth_rad: -.pi, step_rad: .pi / 36,
      range_m: (0..<72).map { _ in Float.random(in: 5...60, using: &random) })
    return frame
  }

  static func random(_ random: inout Seeded) -> ObservationFrame {
    var frame = ObservationFrame(
      vehicle: VehicleID("v\(UInt16.random(in: 0...999, using: &random))"), drive: DriveID("Fahrt-ü-✓"),
      sequence: UInt64.random(in: 0...(1 << 53 - 1), using: &random),
      captureTime_ns: start_ns + Int64.random(in: 0...1_000_000_000_000, using: &random))
    if Bool.random(using: &random) { frame.software = "sw-1" }
    if Bool.random(using: &random) { frame.calibration = "cal-1" }
    if Bool.random(using: &random) {
      frame.gnss = GNSSFix(
        place: Geodetic(
          latitude_deg: .random(in: -85...85, using: &random), longitude_deg: .random(in: -180...180, using: &random),
          height_m: .random(in: -100...4000, using: &random)),
        covariance: Covariance2(xx: 2, xy: .random(in: -1...1, using: &random), yy: 3))
      if Bool.random(using: &random) {
        frame.gnss?.yaw_rad = .random(in: -3...3, using: &random)
        frame.gnss?.yawSigma_rad = 0.01
      }
    }
    if Bool.random(using: &random) {
      frame.motion = Motion(speed_mps: .random(in: -5...60, using: &random), yawRate_radps: 0)
    }
    let sensors = Int.random(in: 1...3, using: &random)
    frame.sensors = (0..<sensors).map { _ in
      SensorStatus(
        modality: SensorStatus.Modality.allCases.randomElement(using: &random) ?? .camera,
        health: SensorStatus.Health.allCases.randomElement(using: &random) ?? .good,
        azimuth_rad: .random(in: -3...3, using: &random), fieldOfView_rad: .random(in: 0.1...6, using: &random),
        maxRange_m: .random(in: 10...300, using: &random),
        detects: Set(ElementClass.allCases.filter { _ in Bool.random(using: &random) }))
    }
    let labels = Int.random(in: 1...5, using: &random)
    frame.labels = (0..<labels).map { _ in label(&random) }
    frame.points = points(Int.random(in: 0...8, using: &random), labels: labels, sensors: sensors, &random)
    frame.lines = lines(
      Int.random(in: 0...5, using: &random), vertices: 2...9, labels: labels, sensors: sensors, &random)
    frame.polygons = lines(
      Int.random(in: 0...2, using: &random), vertices: 3...6, labels: labels, sensors: sensors, &random)
    frame.bearings = bearings(Int.random(in: 0...4, using: &random), labels: labels, sensors: sensors, &random)
    if Bool.random(using: &random) {
      frame.freeSpace = FreeSpaceProfile(startAzimuth_rad: -1, step_rad: 0.1, range_m: [1, 2.5, 60])
    }
    return frame
  }

  private static func label(_ random: inout Seeded) -> Label {
    let count = Int.random(in: 1...3, using: &random)
    return Label(
      (0..<count).map { i in
        Label.Candidate(
          ElementClass.allCases.randomElement(using: &random) ?? .pole, attributes: attributes(&random),
          probability: 0.5 / Double(i + 1))
      })
  }

  static func attributes(_ random: inout Seeded) -> Attributes {
    Attributes(
      AttributeKey.allCases.filter { _ in Int.random(in: 0..<6, using: &random) == 0 }.map {
        .init($0, "wert-\($0.name)")
      })
  }

  static func points(
    _ count: Int, labels: Int, sensors: Int, _ random: inout Seeded
  ) -> PointDetections {
    var points = PointDetections()
    for _ in 0..<count {
      points.x_m.append(.random(in: 2...80, using: &random))
      points.y_m.append(.random(in: -20...20, using: &random))
      points.varianceXX_m2.append(.random(in: 0.1...0.5, using: &random))
      points.varianceXY_m2.append(.random(in: -0.05...0.05, using: &random))
      points.varianceYY_m2.append(.random(in: 0.1...0.5, using: &random))
      points.label.append(.random(in: 0..<UInt32(labels), using: &random))
      points.sensor.append(.random(in: 0..<UInt32(sensors), using: &random))
      points.existence.append(.random(in: 0...1, using: &random))
      points.tracking.append(.random(in: 0...9, using: &random))
    }
    return points
  }

  private static func lines(
    _ count: Int, vertices: ClosedRange<Int>, labels: Int, sensors: Int, _ random: inout Seeded
  ) -> LineDetections {
    var lines = LineDetections()
    for _ in 0..<count {
      lines.firstVertex.append(UInt32(lines.x_m.count))
      let length = Int.random(in: vertices, using: &random)
      lines.vertexCount.append(UInt32(length))
      for k in 0..<length {
        lines.x_m.append(Float(k) * 2)
        lines.y_m.append(.random(in: -6...6, using: &random))
      }
      lines.sigma_m.append(.random(in: 0.05...0.3, using: &random))
      lines.label.append(.random(in: 0..<UInt32(labels), using: &random))
      lines.sensor.append(.random(in: 0..<UInt32(sensors), using: &random))
      lines.existence.append(.random(in: 0...1, using: &random))
      lines.tracking.append(.random(in: 0...9, using: &random))
    }
    return lines
  }

  static func bearings(
    _ count: Int, labels: Int, sensors: Int, _ random: inout Seeded
  ) -> BearingDetections {
    var bearings = BearingDetections()
    for _ in 0..<count {
      bearings.originX_m.append(1.5)
      bearings.originY_m.append(.random(in: -1...1, using: &random))
      bearings.azimuth_rad.append(.random(in: -3...3, using: &random))
      bearings.sigma_rad.append(0.01)
      bearings.label.append(.random(in: 0..<UInt32(labels), using: &random))
      bearings.sensor.append(.random(in: 0..<UInt32(sensors), using: &random))
      bearings.existence.append(.random(in: 0...1, using: &random))
      bearings.tracking.append(.random(in: 0...9, using: &random))
    }
    return bearings
  }
}

import Geometry
import MapModel
import Observations

/// A straight road through the middle of one tile, from west to east, and a vehicle that sees it: the smallest world in which a pose, a
/// match and a vote can be told right from wrong. Lines run at a distance north of the tile's centre.
package struct StraightRoad: Sendable {
  /// A line of the world or the map.
  package struct Line: Sendable {
    package var id: UInt64
    package var north_m: Double
    package var elementClass: ElementClass
    package var style: String?
    package var from_m: Double
    package var to_m: Double

    package init(
      _ id: UInt64, north_m: Double, _ elementClass: ElementClass = .laneBoundary, style: String? = nil,
      from_m: Double = -240, to_m: Double = 240
    ) {
      self.id = id
      self.north_m = north_m
      self.elementClass = elementClass
      self.style = style
      self.from_m = from_m
      self.to_m = to_m
    }
  }

  /// A point of the world or the map.
  package struct Point: Sendable {
    package var id: UInt64
    package var east_m: Double
    package var north_m: Double
    package var elementClass: ElementClass
    package var attributes: Attributes

    package init(
      _ id: UInt64, east_m: Double, north_m: Double, _ elementClass: ElementClass = .trafficSign,
      attributes: Attributes = Attributes()
    ) {
      self.id = id
      self.east_m = east_m
      self.north_m = north_m
      self.elementClass = elementClass
      self.attributes = attributes
    }
  }

  /// The tile.
  package static let tile = TileID(Geodetic(latitude_deg: 48.137, longitude_deg: 11.575))
  /// Lines.
  package var lines: [Line]
  /// Points.
  package var points: [Point]

  package init(lines: [Line], points: [Point] = []) {
    self.lines = lines
    self.points = points
  }

  /// A carriageway of three lanes between two kerbs: boundaries 3.5 m apart.
  package static let threeLanes = StraightRoad(lines: [
    Line(1, north_m: 5.6, .roadEdge), Line(2, north_m: 5.25, style: "solid"), Line(3, north_m: 1.75, style: "dashed"),
    Line(4, north_m: -1.75, style: "dashed"), Line(5, north_m: -5.25, style: "solid"),
    Line(6, north_m: -5.6, .roadEdge),
  ])

  /// Poles and signs to both sides, 40 m apart, with the ids 100 … 111.
  package static let landmarks: [Point] = {
    var points: [Point] = []
    for i in 0..<12 {
      let east_m = 40.0 * Double(i) - 220
      let north_m = i % 2 == 0 ? 8.0 : -8.5
      points.append(Point(UInt64(100 + i), east_m: east_m, north_m: north_m, i % 3 == 0 ? .pole : .trafficSign))
    }
    return points
  }()

  /// The road as a tile of a map.
  package func mapTile(version: UInt64 = 1) -> MapTile {
    var elements: [MapElement] = []
    for line in lines {
      var attributes = Attributes()
      attributes[.style] = line.style
      elements.append(
        MapElement(
          piece: PieceID(ElementID(line.id)), elementClass: line.elementClass, kind: .line,
          points: [TilePoint(Vector2(line.from_m, line.north_m)), TilePoint(Vector2(line.to_m, line.north_m))],
          attributes: attributes))
    }
    for point in points {
      elements.append(
        MapElement(
          piece: PieceID(ElementID(point.id)), elementClass: point.elementClass, kind: .point,
          points: [TilePoint(Vector2(point.east_m, point.north_m))], attributes: point.attributes))
    }
    return MapTile(id: Self.tile, version: version, elements: elements)
  }

  /// How a drive reports.
  package struct Drive: Sendable {
    /// Satellite error, east and north, m.
    package var fixError = Vector2.zero
    package var fixSigma_m = 2.0
    /// Error of each fix by itself, on each axis and of the direction.
    package var fixJitter_m = 0.0
    package var fixJitter_rad = 0.01
    /// Lateral coordinates are divided by this before they are reported.
    package var lateralScale = 1.0
    package var hasMotion = true
    package var hasFixYaw = true
    package var speed_mps = 10.0
    package var rate_hz = 5.0
    package var noise_m = 0.05
    /// Farthest a line is seen to the side and ahead, m.
    package var lineReach_m = 9.0
    package var ahead_m = 4.0...22.0
    package var pointReach_m = 40.0
    package var vehicle = "v1"
    package var start_ns: Int64 = 1_790_000_000_000_000_000

    package init() {}
  }

  /// The frames of a drive along the road at a distance north of its middle, eastwards.
  package func frames(from_m: Double, to_m: Double, north_m: Double, _ drive: Drive = Drive()) -> [ObservationFrame] {
    var frames: [ObservationFrame] = []
    var noise = Noise(seed: 7)
    var jumps = Noise(seed: 8)
    let step = drive.speed_mps / drive.rate_hz
    var east = from_m
    while east <= to_m {
      let index = frames.count
      var frame = ObservationFrame(
        vehicle: VehicleID(drive.vehicle), drive: DriveID("d1"), sequence: UInt64(index + 1),
        captureTime_ns: drive.start_ns + Int64(Double(index) / drive.rate_hz * 1e9))
      let truth = Vector2(east, north_m)
      let jump = Vector2(jumps.next(), jumps.next()) * drive.fixJitter_m
      frame.gnss = GNSSFix(
        place: Self.tile.frame.geodetic(truth + drive.fixError + jump),
        covariance: Covariance2(isotropicSigma_m: drive.fixSigma_m),
        yaw_rad: drive.hasFixYaw ? drive.fixJitter_rad * noise.next() : nil, yawSigma_rad: 0.03)
      if drive.hasMotion { frame.motion = Motion(speed_mps: drive.speed_mps, yawRate_radps: 0.002 * noise.next()) }
      frame.sensors = [
        SensorStatus(
          modality: .camera, fieldOfView_rad: 2.4, minRange_m: 2, maxRange_m: 45,
          detects: [.laneBoundary, .roadEdge, .trafficSign, .trafficLight, .pole])
      ]
      addLines(to: &frame, truth, drive, &noise)
      addPoints(to: &frame, truth, drive, &noise)
      frames.append(frame)
      east += step
    }
    return frames
  }

  private func addLines(to frame: inout ObservationFrame, _ truth: Vector2, _ drive: Drive, _ noise: inout Noise) {
    for line in lines {
      let left = line.north_m - truth.y
      let first = max(drive.ahead_m.lowerBound, line.from_m - truth.x)
      let last = min(drive.ahead_m.upperBound, line.to_m - truth.x)
      guard abs(left) <= drive.lineReach_m, last - first > 2 else { continue }
      let error = drive.noise_m * noise.next()
      let count = 8
      frame.lines.firstVertex.append(UInt32(frame.lines.x_m.count))
      frame.lines.vertexCount.append(UInt32(count))
      for i in 0..<count {
        frame.lines.x_m.append(Float(first + (last - first) * Double(i) / Double(count - 1)))
        frame.lines.y_m.append(Float((left + error) / drive.lateralScale))
      }
      frame.lines.sigma_m.append(Float(max(drive.noise_m, 0.05)))
      var attributes = Attributes()
      attributes[.style] = line.style
      frame.lines.label.append(
        label(Label([.init(line.elementClass, attributes: attributes, probability: 0.95)]), &frame))
      frame.lines.sensor.append(0)
      frame.lines.existence.append(0.9)
      frame.lines.tracking.append(0)
    }
  }

  private func addPoints(to frame: inout ObservationFrame, _ truth: Vector2, _ drive: Drive, _ noise: inout Noise) {
    for point in points {
      let ahead = point.east_m - truth.x
      let left = point.north_m - truth.y
      guard ahead > 2, ahead < drive.pointReach_m, abs(left) < ahead else { continue }
      frame.points.x_m.append(Float(ahead + 2 * drive.noise_m * noise.next()))
      frame.points.y_m.append(Float((left + 2 * drive.noise_m * noise.next()) / drive.lateralScale))
      let variance = Float(max(4 * drive.noise_m * drive.noise_m, 0.01))
      frame.points.varianceXX_m2.append(variance)
      frame.points.varianceXY_m2.append(0)
      frame.points.varianceYY_m2.append(variance)
      frame.points.label.append(
        label(Label([.init(point.elementClass, attributes: point.attributes, probability: 0.95)]), &frame))
      frame.points.sensor.append(0)
      frame.points.existence.append(0.9)
      frame.points.tracking.append(0)
    }
  }

  private func label(_ label: Label, _ frame: inout ObservationFrame) -> UInt32 {
    if let at = frame.labels.firstIndex(of: label) { return UInt32(at) }
    frame.labels.append(label)
    return UInt32(frame.labels.count - 1)
  }
}

/// Seeded noise of mean 0 and variance 1, as a sum of uniform numbers.
package struct Noise {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  /// A uniform number in 0 ..< 1 (SplitMix64; Steele et al. 2014, doi:10.1145/2714064.2660195).
  package mutating func uniform() -> Double {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return Double((z ^ (z >> 31)) >> 11) / Double(1 << 53)
  }

  /// The next number: twelve uniform ones less six.
  package mutating func next() -> Double {
    var sum = -6.0
    for _ in 0..<12 { sum += uniform() }
    return sum
  }
}

import Settings

/// Frames of the matching benchmark: a pose, and detections relative to its position with the axes of the map.
struct MatchFrames {
  static let made = "give frames of the matching benchmark (PBF1)"

  /// In what order frames are matched.
  enum Order: String, CaseIterable, ExpressibleByArgument {
    /// One vehicle after the other.
    case drive
    /// All vehicles interleaved.
    case fleet
  }

  /// Vehicles and frames of each.
  let vehicles: Int
  let framesPerVehicle: Int
  /// x, y (m) and heading (radians) of every frame, one after the other.
  let poses: [Double]
  /// Where each frame's point detections begin, and the end.
  let pointOffsets: [UInt32]
  /// Where each frame's line detections begin, and the end.
  let lineOffsets: [UInt32]
  /// Position of every point detection, m.
  let points: [SIMD2<Float>]
  /// Its covariance xx, xy, yy, m², one after the other.
  let covariances: [Float]
  /// Its class.
  let pointClass: [UInt8]
  /// Where each line detection's samples begin, and the end.
  let sampleOffsets: [UInt32]
  /// Its class.
  let lineClass: [UInt8]
  /// x, y (m) and unit tangent of every sample.
  let samples: [SIMD4<Float>]

  /// Reads and checks a file.
  init(_ path: String) throws(CommandError) {
    var bytes = try MatchBytes(path, magic: "PBF1", made: Self.made)
    let frames = try bytes.count("frames")
    vehicles = try bytes.count("vehicles")
    framesPerVehicle = try bytes.count("frames per vehicle")
    guard vehicles.multipliedReportingOverflow(by: framesPerVehicle) == (frames, false) else {
      throw CommandError(
        .dataError, "\(path): \(vehicles) vehicles of \(framesPerVehicle) frames are not \(frames) frames")
    }
    let points = try bytes.count("point detections")
    let lines = try bytes.count("line detections")
    let samples = try bytes.count("samples")
    _ = try bytes.count("reserved")
    poses = try bytes.array(Double.self, 3 * frames, "pose")
    pointOffsets = try bytes.offsets(frames, total: points, "point offsets")
    lineOffsets = try bytes.offsets(frames, total: lines, "line offsets")
    self.points = try bytes.array(SIMD2<Float>.self, points, "detection xy")
    covariances = try bytes.array(Float.self, 3 * points, "covariance")
    pointClass = try bytes.array(UInt8.self, points, "detection class")
    sampleOffsets = try bytes.offsets(lines, total: samples, "sample offsets")
    lineClass = try bytes.array(UInt8.self, lines, "line detection class")
    self.samples = try bytes.array(SIMD4<Float>.self, samples, "samples")
    try bytes.check(pointClass, below: MatchMap.classes, "detection class")
    try bytes.check(lineClass, below: MatchMap.classes, "line detection class")
  }

  /// Number of frames.
  var count: Int { poses.count / 3 }

  /// The frame at a place of an order.
  func index(at place: Int, _ order: Order) -> Int {
    switch order {
    case .drive: place
    case .fleet: place % vehicles * framesPerVehicle + place / vehicles
    }
  }
}

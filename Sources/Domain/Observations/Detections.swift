/// Points in the vehicle frame, one entry a detection in every column.
public struct PointDetections: Hashable, Sendable {
  /// Forward, m.
  public var x_m: [Float] = []
  /// Left, m.
  public var y_m: [Float] = []
  /// Variance forward, m².
  public var varianceXX_m2: [Float] = []
  /// Covariance forward and left, m².
  public var varianceXY_m2: [Float] = []
  /// Variance left, m².
  public var varianceYY_m2: [Float] = []
  /// Index into the frame's labels.
  public var label: [UInt32] = []
  /// Index into the frame's sensors.
  public var sensor: [UInt32] = []
  /// Probability that something is there, 0 … 1.
  public var existence: [Float] = []
  /// The tracker's number of the object within the drive; 0 where there is no tracker.
  public var tracking: [UInt32] = []

  /// No detections.
  public init() {}
  /// Number of detections.
  public var count: Int { x_m.count }
}

/// Chains of vertices in the vehicle frame. Detection i owns the vertices `firstVertex[i] ..< firstVertex[i] + vertexCount[i]`.
public struct LineDetections: Hashable, Sendable {
  /// Number of vertices of each detection.
  public var vertexCount: [UInt32] = []
  /// Index of each detection's first vertex; the running sum of `vertexCount`.
  public var firstVertex: [UInt32] = []
  /// Forward, m, of all vertices.
  public var x_m: [Float] = []
  /// Left, m, of all vertices.
  public var y_m: [Float] = []
  /// Standard deviation across the line, m, of each detection.
  public var sigma_m: [Float] = []
  /// Index into the frame's labels.
  public var label: [UInt32] = []
  /// Index into the frame's sensors.
  public var sensor: [UInt32] = []
  /// Probability that something is there, 0 … 1.
  public var existence: [Float] = []
  /// The tracker's number of the object within the drive; 0 where there is no tracker.
  public var tracking: [UInt32] = []

  /// No detections.
  public init() {}
  /// Number of detections.
  public var count: Int { vertexCount.count }

  /// The vertices of detection `i`, as indexes into `x_m` and `y_m`.
  public func vertices(of i: Int) -> Range<Int> {
    let first = Int(firstVertex[i])
    return first..<(first + Int(vertexCount[i]))
  }
}

/// Directions without range, from the sensor's place in the vehicle frame.
public struct BearingDetections: Hashable, Sendable {
  /// Where the sensor sits: forward, m.
  public var originX_m: [Float] = []
  /// Where the sensor sits: left, m.
  public var originY_m: [Float] = []
  /// Direction counter-clockwise from forward, radians.
  public var azimuth_rad: [Float] = []
  /// Standard deviation of the direction, radians.
  public var sigma_rad: [Float] = []
  /// Index into the frame's labels.
  public var label: [UInt32] = []
  /// Index into the frame's sensors.
  public var sensor: [UInt32] = []
  /// Probability that something is there, 0 … 1.
  public var existence: [Float] = []
  /// The tracker's number of the object within the drive; 0 where there is no tracker.
  public var tracking: [UInt32] = []

  /// No detections.
  public init() {}
  /// Number of detections.
  public var count: Int { azimuth_rad.count }
}

/// Free distance by direction, evenly spaced counter-clockwise; between rays the nearer one counts.
public struct FreeSpaceProfile: Hashable, Sendable {
  /// Direction of the first ray from forward, radians.
  public var startAzimuth_rad: Double
  /// Angle between rays, radians, positive.
  public var step_rad: Double
  /// Distance to the first obstacle of each ray, m; the view beyond is blocked.
  public var range_m: [Float]

  /// A profile of its rays.
  public init(startAzimuth_rad: Double, step_rad: Double, range_m: [Float]) {
    self.startAzimuth_rad = startAzimuth_rad
    self.step_rad = step_rad
    self.range_m = range_m
  }
}

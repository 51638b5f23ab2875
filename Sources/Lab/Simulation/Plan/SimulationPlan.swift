import Geometry

/// All that decides what is simulated: the same plan over the same map gives the same bytes.
public struct SimulationPlan: Hashable, Sendable {
  /// Seed of everything.
  public var seed: UInt64 = 1
  /// Vehicles in the fleet, 1 … 100 000.
  public var vehicles = 12
  /// Days over which drives are spread, 1 … 3660.
  public var days = 12
  /// Drives of all vehicles together, 1 … 1 000 000.
  public var drives = 48
  /// Length of each drive, m, 50 … 1 000 000; a drive ends early where lanes end.
  public var driveLength_m = 1700.0
  /// Frames a second, 0.1 … 50.
  public var frameRate_Hz = 5.0
  /// Midnight (UTC) of the first day, ns since 1970. The default is 2 March 2026.
  public var start_ns: Int64 = 1_772_409_600_000_000_000
  /// Changes between the map and the world.
  public var edits = EditCounts()
  /// What the vehicles carry.
  public var suite = SensorSuite.standard
  /// What is wrong with what they report.
  public var noise = NoiseParameters.standard
  /// Who else is on the road.
  public var traffic = TrafficParameters()
  /// What happens to frames on their way.
  public var transport = TransportParameters()
  /// How far drivers stray from the lane's middle, m.
  public var wander_m = 0.2

  /// The plan of the demonstration: about 39 000 frames over the default city, each street driven a dozen times.
  public init() {}

  static let day_ns: Int64 = 86_400_000_000_000

  func check() throws(SimulationError) {
    try check("vehicles", Double(vehicles), 1...100_000)
    try check("days", Double(days), 1...3660)
    try check("drives", Double(drives), 1...1_000_000)
    try check("drive length (m)", driveLength_m, 50...1_000_000)
    try check("frame rate (Hz)", frameRate_Hz, 0.1...50)
    try check("start (s since 1970)", Double(start_ns / 1_000_000_000), 0...4_102_444_800)
    try check("free-space rays", Double(suite.freeSpaceRays), 8...720)
    try check("wander (m)", wander_m, 0...0.5)
    try check("GNSS correlation (s)", noise.gnssCorrelation_s, 0.1...100_000)
    try check("latest delay (s)", transport.lateDelay_s, 0...86_400)
  }

  private func check(_ name: String, _ value: Double, _ range: ClosedRange<Double>) throws(SimulationError) {
    guard range.contains(value) else { throw .parameter(name: name, value: value, range: range) }
  }
}

/// What happens to frames between vehicle and log.
public struct TransportParameters: Hashable, Sendable {
  /// Time every frame takes, s.
  public var delay_s = 0.2
  /// Part of it that differs from frame to frame, s; above the time between frames it changes their order.
  public var jitter_s = 0.1
  /// Share of frames that come twice.
  public var duplicateShare = 0.003
  /// Share of frames that come late.
  public var lateShare = 0.003
  /// Latest delay of a late frame, s.
  public var lateDelay_s = 20.0

  /// A mobile network on a good day.
  public init() {}

  /// Every frame once, at once, in order.
  public static let perfect: TransportParameters = {
    var perfect = TransportParameters()
    perfect.delay_s = 0
    perfect.jitter_s = 0
    perfect.duplicateShare = 0
    perfect.lateShare = 0
    return perfect
  }()
}

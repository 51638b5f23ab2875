/// What localization assumes of sensors and roads. The defaults hold for simulated fleets and for real crowd drives alike.
public struct LocalizationConfiguration: Hashable, Sendable {
  /// Standard deviation of a camera's lateral scale among vehicles, around 1.
  public var scaleSigma = 0.05
  /// Time over which a satellite fix keeps its error, s.
  public var biasTime_s = 60.0
  /// Part of the fix's standard deviation that is new in each fix.
  public var fixNoiseShare = 0.15
  /// Least standard deviation of a detected line across it, m.
  public var lineFloor_m = 0.1
  /// Standard deviation of the map across a line, and of a mapped point, m.
  public var mapSigma_m = 0.05
  /// Time over which errors of detections stay the same, s.
  public var lineCorrelation_s = 0.3
  /// See `lineCorrelation_s`, for points.
  public var pointCorrelation_s = 0.3
  /// Farthest distance across a line at which a detection is taken for it, m.
  public var lineGate_m = 1.2
  /// Frames' worth of independent evidence that lines of the last `laneMemory_s` have on which lane it is.
  public var laneLineWeight = 2.5
  /// Time over which evidence on the lane is averaged, s.
  public var laneMemory_s = 30.0
  /// The same while no lane is held, s.
  public var searchMemory_s = 6.0
  /// Frames a second that points count as independent on which lane it is.
  public var lanePointRate_hz = 1.0
  /// Time between looks at which lane it is while one is held, s.
  public var laneInterval_s = 0.35
  /// Probability of the best lane above which it is taken.
  public var laneProbability = 0.65
  /// Standard deviation across the road beyond which a frame abstains, m.
  public var lateralAlert_m = 0.4
  /// Standard deviation along the road beyond which a frame abstains, m.
  public var alongAlert_m = 6.0
  /// Standard deviations that make the protection level.
  public var protectionFactor = 3.0
  /// Updates needed before a filter is trusted.
  public var warmUpUpdates = 8

  /// The defaults.
  public init() {}
}

/// What localization assumes of sensors and roads. The defaults hold for simulated fleets and for real crowd drives alike.
public struct LocalizationConfiguration: Hashable, Sendable {
  /// What is known of any vehicle's cameras.
  public var camera = CameraPrior(
    mean: .none, sigma: CameraCorrection(lateralScale: 0.05, yaw_rad: 0.0035, stretch_pm: 0.0023, lateral_m: 0.03))
  /// Standard deviation of the odometer's scale.
  public var speedScaleSigma = 0.01
  /// Standard deviation of the turn rate's offset, rad/s.
  public var turnBiasSigma_radps = 0.001
  /// Time over which a satellite fix keeps its error, s.
  public var biasTime_s = 60.0
  /// Part of the fix's standard deviation that is new in each fix.
  public var fixNoiseShare = 0.15
  /// Time over which that part stays the same, s.
  public var fixCorrelation_s = 1.0
  /// Farthest part of a line that is used, m.
  public var lineReach_m = 40.0
  /// Least standard deviation of a detected line across it, m.
  public var lineFloor_m = 0.1
  /// Standard deviation of a detected area's middle, m.
  public var areaSigma_m = 0.15
  /// Standard deviation of the map across a line, and of a mapped point, m.
  public var mapSigma_m = 0.02
  /// Time over which errors of detected lines stay the same, s.
  public var lineCorrelation_s = 0.2
  /// Part of a detected line's variance that all of it shares, 0 … 1; the rest differs from sample to sample.
  public var lineCommonShare = 0.5
  /// See `lineCorrelation_s`, for points.
  public var pointCorrelation_s = 0.2
  /// Farthest distance across a line at which a detection is taken for it, m.
  public var lineGate_m = 1.2
  /// Cost of a line that lies unmapped all the time, were it charged in full: natural logarithm of likelihoods.
  public var laneLineWeight = 6.0
  /// Cost of one change of the world: the most a line that the map lacks may count for another lane.
  public var changeCost = 3.0
  /// Time after which what lines say of the lane counts half of what it may: before, it is one view seen again and again, s.
  public var laneRamp_s = 10.0
  /// Time over which the fix is averaged to tell lanes apart, s.
  public var fixMemory_s = 3.0
  /// Time over which evidence on the lane is averaged, s.
  public var laneMemory_s = 60.0
  /// Frames a second that points count as independent on which lane it is.
  public var lanePointRate_hz = 1.0
  /// Time between looks at which lane it is while one is held, s.
  public var laneInterval_s = 0.35
  /// Standard deviation across the road beyond which the lane that was held is no longer known, m: about a quarter of a lane.
  public var laneSure_m = 0.8
  /// Standard deviation along the road up to which a landmark's nearest counterpart is taken for its own, m.
  public var alongSure_m = 0.7
  /// Frames a second that count as independent on the place along the road.
  public var alongRate_hz = 1.0
  /// Time over which evidence on it fades, s.
  public var alongMemory_s = 20.0
  /// Probability of a place along the road above which it is taken.
  public var alongProbability = 0.95
  /// Probability of the likeliest lane, or place where streets cross, above which the first one is taken.
  public var firstLaneProbability = 0.65
  /// Probability of another lane above which it is taken.
  public var laneProbability = 0.77
  /// Probability of the held lane below which a pose is not relied on.
  public var keepProbability = 0.86
  /// Probability of the held lane below which a frame says nothing on the map at all; from there on its word weighs as much as the lane is sure.
  public var testimonyProbability = 0.5
  /// Bound by the standard deviation across the road, `protectionFactor` times that, beyond which a frame abstains, m.
  public var lateralAlert_m = 2.0
  /// Standard deviation along the road beyond which a frame abstains, m.
  public var alongAlert_m = 6.0
  /// Standard deviations that make the protection level. Errors have longer tails than a normal distribution: they come from mistaken
  /// counterparts.
  public var protectionFactor = 5.0
  /// Share of what is seen of lines that lies on the map, below which the protection level grows: where more lies elsewhere, the map has changed,
  /// and the pose may have followed a line that did.
  public var protectionAgreement = 0.8
  /// By how much it grows where nothing that is seen lies on the map, m: half a lane.
  public var protectionDisagreement_m = 1.6
  /// Probability that the protection level promises the lateral error to be beyond it, in a converged frame.
  public var protectionRisk = 0.003
  /// Updates needed before a filter is trusted.
  public var warmUpUpdates = 8

  /// The defaults.
  public init() {}
}

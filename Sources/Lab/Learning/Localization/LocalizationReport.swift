import Geometry
import Observations

/// What a measurement on simulated drives found, for files and for people.
public struct LocalizationReport: Hashable, Sendable, Codable {
  /// What was driven on.
  public var map: String
  /// Sensor model of the localizer.
  public var model: String
  /// Seed of everything.
  public var seed: UInt64
  /// Share of the elements changed in the scenario `changed`, 0 … 1.
  public var changedShare: Double
  /// One row a scenario.
  public var scenarios: [Scenario]

  /// One scenario.
  public struct Scenario: Hashable, Sendable, Codable {
    /// Which one.
    public var scenario: LocalizationScenario
    /// Number of drives.
    public var drives: Int
    /// Distance driven, km.
    public var driven_km: Double
    /// Undisturbed frames.
    public var frames: Int
    /// Those by status; `none` without a pose.
    public var statuses: [String: Int]
    /// Share of them that have converged, 0 … 1: all errors are of these alone.
    public var convergedShare: Double?
    /// Errors; nil where the map is not the world's.
    public var errors: Errors?
    /// Time from the start of a drive until it is localized.
    public var start: RecoveryReport
    /// Frames during a disturbance (an outage, a hole in the map); nil in a scenario without.
    public var disturbed: Disturbed?
  }

  /// Errors of converged undisturbed frames.
  public struct Errors: Hashable, Sendable, Codable {
    /// Median across the road, m.
    public var lateralP50_m: Double?
    /// 95th percentile across the road, m.
    public var lateralP95_m: Double?
    /// The latter over that of the scenario `unchanged`; nil without one.
    public var lateralP95Ratio: Double?
    /// 95th percentile along the road where two landmarks that are not parallel were seen in the last 50 m, m.
    public var longitudinalP95_m: Double?
    /// Share of the converged frames where they were, 0 … 1.
    public var longitudinalFrames: Double?
    /// 95th percentile along the road of all converged frames, m.
    public var longitudinalAllP95_m: Double?
    /// 95th percentile of the direction, degrees.
    public var headingP95_deg: Double?
    /// Average normalized squared errors.
    public var consistency: ConsistencyReport
    /// Lane slips: converged and more than 1.5 m off across the road.
    public var slips: Int
    /// Slips per 1000 km driven.
    public var slipsPer1000km: Double?
    /// Share of converged frames that are slipped, 0 … 1.
    public var slippedShare: Double?
    /// Protection levels against errors.
    public var integrity: IntegrityReport
  }

  /// Frames during disturbances.
  public struct Disturbed: Hashable, Sendable, Codable {
    /// Their number.
    public var frames: Int
    /// By status.
    public var statuses: [String: Int]
    /// Share that call themselves converged, 0 … 1.
    public var convergedShare: Double?
    /// 95th percentile of those across the road, m.
    public var lateralP95_m: Double?
    /// Time from the end of a disturbance until the vehicle is localized again.
    public var recovery: RecoveryReport
  }

  /// A report of tallies, one a scenario.
  public init(_ tallies: [LocalizationTally], map: String, options: LocalizationBenchOptions) {
    self.map = map
    model = options.model.name
    seed = options.seed
    changedShare = options.changedShare
    let unchanged = tallies.first { $0.scenario == .unchanged }?.across.quantile(0.95)
    scenarios = tallies.map { tally in
      Scenario(
        scenario: tally.scenario, drives: tally.drives, driven_km: tally.driven_m / 1000, frames: tally.frames,
        statuses: tally.statuses, convergedShare: Self.share(tally.statuses["converged"] ?? 0, of: tally.frames),
        errors: tally.scenario.hasTrueMap ? Errors(tally, unchangedP95_m: unchanged) : nil, start: tally.start.report,
        disturbed: tally.disturbedFrames > 0 ? Disturbed(tally) : nil)
    }
  }

  fileprivate static func share(_ part: Int, of whole: Int) -> Double? {
    whole > 0 ? Double(part) / Double(whole) : nil
  }
}

extension LocalizationReport.Errors {
  init(_ tally: LocalizationTally, unchangedP95_m: Double?) {
    let converged = tally.across.count
    lateralP50_m = tally.across.quantile(0.5)
    lateralP95_m = tally.across.quantile(0.95)
    if let unchangedP95_m, unchangedP95_m > 0 { lateralP95Ratio = lateralP95_m.map { $0 / unchangedP95_m } }
    longitudinalP95_m = tally.along.quantile(0.95)
    longitudinalFrames = LocalizationReport.share(tally.along.count, of: converged)
    longitudinalAllP95_m = tally.alongAll.quantile(0.95)
    headingP95_deg = tally.yaw.quantile(0.95).map { $0 * 180 / .pi }
    consistency = tally.consistency.report
    slips = tally.slips.episodes
    slipsPer1000km = tally.driven_m > 0 ? Double(slips) * 1e6 / tally.driven_m : nil
    slippedShare = LocalizationReport.share(tally.slips.frames, of: converged)
    integrity = tally.integrity.report
  }
}

extension LocalizationReport.Disturbed {
  init(_ tally: LocalizationTally) {
    frames = tally.disturbedFrames
    statuses = tally.disturbedStatuses
    convergedShare = LocalizationReport.share(tally.disturbedStatuses["converged"] ?? 0, of: tally.disturbedFrames)
    lateralP95_m = tally.acrossDisturbed.quantile(0.95)
    recovery = tally.recovery.report
  }
}

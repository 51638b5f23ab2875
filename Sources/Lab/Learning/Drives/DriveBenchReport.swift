import Observations

/// What a measurement on recorded drives found, for files and for people.
public struct DriveBenchReport: Hashable, Sendable, Codable {
  /// Sensor model of the localizer.
  public var model: String
  /// How far a lane is moved, m.
  public var laneWidth_m: Double
  /// All frames.
  public var frames: Int
  /// Those without a reported place and direction: they are nowhere.
  public var withoutReportedPose: Int
  /// Those with a line whose vertex nearest to 8 m ahead lies, with the reported pose, within 4 m of a mapped one.
  public var onMapFrames: Int
  /// Drives with such a frame.
  public var drivesOnMap: Int
  /// The same measures with the reported poses where they are, and one lane to either side.
  public var columns: [Column]

  /// All measures with the reported poses in one lane.
  public struct Column: Hashable, Sendable, Codable {
    /// Where the reported poses are.
    public var reported: ReportedLane
    /// On-map frames that have converged.
    public var converged: Int
    /// Their share of the on-map frames, 0 … 1: no other figure tells anything without it.
    public var convergedShare: Double?
    /// Share of the converged frames within half a lane of where the reports were put: the rest went to another lane, or back.
    public var inLaneShare: Double?
    /// On-map frames by what localization says of them, by its name; `none` where there is no pose.
    public var onMapByStatus: [String: Int]
    /// Drives of whose on-map frames fewer than half have converged.
    public var ambiguousDrives: [String]
    /// Their share of the drives on the map, 0 … 1.
    public var ambiguousDriveShare: Double?
    /// Steps of the pose.
    public var steps: StepReport
    /// All detected points; nil where not measured.
    public var fit: [FitReport]?
    /// Points of lines hidden from the localizer; nil where not measured.
    public var hidden: [FitReport]?
    /// Two halves of the lines; nil where not measured.
    public var halves: HalvesReport?
    /// Moved reports, one row a shift, then all; nil where not measured.
    public var shifted: [ShiftReport]?
    /// Deleted dividers; nil where not measured.
    public var deleted: [DeletionReport]?
  }

  /// A report of tallies, one a lane, of the same drives.
  public init(_ tallies: [(ReportedLane, DriveTally)], options: DriveBenchOptions) {
    model = options.model.name
    laneWidth_m = options.laneWidth_m
    frames = tallies.first?.1.frames ?? 0
    withoutReportedPose = tallies.first?.1.withoutReportedPose ?? 0
    onMapFrames = tallies.first?.1.onMap ?? 0
    drivesOnMap = tallies.first?.1.drivesOnMap ?? 0
    columns = tallies.map { Column($0, $1, options) }
  }
}

extension DriveBenchReport.Column {
  init(_ reported: ReportedLane, _ tally: DriveTally, _ options: DriveBenchOptions) {
    func share(_ part: Int, of whole: Int) -> Double? { whole > 0 ? Double(part) / Double(whole) : nil }
    func measured<Value>(_ part: DriveBenchOptions.Part, _ value: @autoclosure () -> Value) -> Value? {
      options.parts.contains(part) ? value() : nil
    }
    self.reported = reported
    converged = tally.converged
    convergedShare = share(tally.converged, of: tally.onMap)
    inLaneShare = share(tally.inLane, of: tally.converged)
    onMapByStatus = tally.onMapByStatus
    ambiguousDrives = tally.ambiguousDrives
    ambiguousDriveShare = share(tally.ambiguousDrives.count, of: tally.drivesOnMap)
    steps = tally.steps.report
    fit = measured(.fit, tally.fit.report)
    hidden = measured(.hidden, tally.hidden.report)
    halves = measured(.halves, tally.halves.report)
    shifted = measured(.shifted, Self.shifts(tally, options))
    deleted = measured(.deleted, zip(options.dividers, tally.deletions).map { $1.report(divider: $0) })
  }

  private static func shifts(_ tally: DriveTally, _ options: DriveBenchOptions) -> [ShiftReport] {
    var all = ShiftTally()
    for shift in tally.shifts { all.merge(shift) }
    return zip(options.shifts_m, tally.shifts).map { $1.report(left_m: $0) } + [all.report(left_m: nil)]
  }
}

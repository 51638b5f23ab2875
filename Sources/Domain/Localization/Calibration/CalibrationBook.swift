/// What is known of a fleet's cameras from the drives that are over: a hierarchy of fleet, software version and calibration. It only ever
/// tells what comes before a drive; what a drive saw reaches the next one through `enter`.
///
/// A value without clock. The same drives in any order give the same priors to the last bit, as long as nothing had to be forgotten for
/// the limits on calibrations and software versions.
public struct CalibrationBook: Sendable {
  /// What it assumes.
  public let configuration: CalibrationConfiguration
  private let levels: CalibrationLevels
  /// Ordered by calibration.
  private var histories: [CalibrationHistory] = []
  /// When each software version was last driven with, ns since 1970.
  private var latest_ns: [String: Int64] = [:]
  private var estimate: CalibrationEstimate

  /// A book that knows no drive: its priors are what is known of any camera.
  public init(_ configuration: CalibrationConfiguration = CalibrationConfiguration()) {
    self.configuration = configuration
    levels = CalibrationLevels(configuration)
    estimate = CalibrationEstimate([], levels: levels)
  }

  /// What is known of the cameras of a drive that begins.
  public func prior(software: String, calibration: String) -> CameraPrior {
    guard !histories.isEmpty else { return configuration.anyCamera }
    return estimate.prior(software: software, calibration: calibration)
  }

  /// Takes drives in that are over.
  public mutating func enter(_ drives: some Sequence<DriveCalibration>) {
    var isChanged = false
    for drive in drives {
      insert(drive)
      isChanged = true
    }
    if isChanged { estimate = CalibrationEstimate(histories, levels: levels) }
  }

  /// Takes a drive in that is over.
  public mutating func enter(_ drive: DriveCalibration) { enter(CollectionOfOne(drive)) }

  private mutating func insert(_ drive: DriveCalibration) {
    let place = histories.firstIndex { $0.calibration >= drive.calibration } ?? histories.count
    if place == histories.count || histories[place].calibration != drive.calibration {
      histories.insert(CalibrationHistory(drive.calibration), at: place)
    }
    histories[place].enter(drive, limit: configuration.driveLimit)
    if histories.count > configuration.calibrationLimit,
      let oldest = histories.indices.min(by: { histories[$0].latest_ns < histories[$1].latest_ns })
    {
      histories.remove(at: oldest)
    }
    latest_ns[drive.software] = max(latest_ns[drive.software] ?? .min, drive.time_ns)
    if latest_ns.count > configuration.softwareLimit { forgetSoftware() }
  }

  private mutating func forgetSoftware() {
    guard let oldest = latest_ns.min(by: { ($0.value, $0.key) < ($1.value, $1.key) })?.key else { return }
    latest_ns[oldest] = nil
    for index in histories.indices { histories[index].forget(software: oldest) }
    histories.removeAll { $0.drives.isEmpty }
  }

  // MARK: - What is monitored

  /// What the whole fleet has in common, with how well it is known.
  public var fleet: CameraPrior { estimate.fleet }
  /// Calibrations with drives.
  public var calibrationCount: Int { histories.count }
  /// Drives that are kept.
  public var driveCount: Int { histories.reduce(0) { $0 + $1.drives.count } }

  /// Calibrations whose lateral scale or yaw is further off fleet and software than `outlierLimit`, by name.
  public var outliers: [String] {
    histories.map(\.calibration).filter { estimate.deviation(ofCalibration: $0) > configuration.outlierLimit }
  }
}

/// What was measured on some drives with the reported poses in one lane; tallies of several drives add up.
public struct DriveTally: Sendable {
  var drives = 0
  var frames = 0
  var withoutReportedPose = 0
  var onMap = 0
  var onMapByStatus: [String: Int] = [:]
  var converged = 0
  /// Converged on-map frames within half a lane of where the reports were put.
  var inLane = 0
  var drivesOnMap = 0
  var ambiguousDrives: [String] = []
  var fit = FitTally()
  var hidden = FitTally()
  var halves = HalvesTally()
  var steps = StepTally()
  /// One for each of the options' shifts.
  var shifts: [ShiftTally]
  /// One for each of the options' dividers.
  var deletions: [DeletionTally]

  /// Nothing measured yet.
  public init(_ options: DriveBenchOptions) {
    shifts = Array(repeating: ShiftTally(), count: options.shifts_m.count)
    deletions = Array(repeating: DeletionTally(), count: options.dividers.count)
  }

  /// Adds what was measured on other drives, with the same options.
  public mutating func merge(_ other: DriveTally) {
    drives += other.drives
    frames += other.frames
    withoutReportedPose += other.withoutReportedPose
    onMap += other.onMap
    onMapByStatus.merge(other.onMapByStatus) { $0 + $1 }
    converged += other.converged
    inLane += other.inLane
    drivesOnMap += other.drivesOnMap
    ambiguousDrives += other.ambiguousDrives
    fit.merge(other.fit)
    hidden.merge(other.hidden)
    halves.merge(other.halves)
    steps.merge(other.steps)
    for index in shifts.indices { shifts[index].merge(other.shifts[index]) }
    for index in deletions.indices { deletions[index].merge(other.deletions[index]) }
  }
}

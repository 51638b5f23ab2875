import Simulation

/// The fleet of these tests: small enough for a debug build, and every element that is gone is driven past often enough to be found.
/// Drives are spread over a week: votes of one day say less together, and vehicles that MATCH reads one partition after the other stay
/// within the bound on late evidence.
enum Fleet {
  /// 6 January 2025: no clock that is roughly right takes its frames for frames of the future.
  private static let start = (text: "2025-01-06T00:00:00Z", ns: Int64(1_736_121_600_000_000_000))

  /// As options of `simulate`.
  static let arguments = [
    "--vehicles", "6", "--days", "7", "--drives", "14", "--length-m", "500", "--rate", "1", "--removed", "4",
    "--added", "0", "--moved", "0", "--attribute-changed", "0", "--work-zones", "0", "--start", start.text,
  ]

  /// The same as a plan, with a transport that loses nothing.
  static let plan: SimulationPlan = {
    var plan = SimulationPlan()
    plan.vehicles = 6
    plan.days = 7
    plan.drives = 14
    plan.driveLength_m = 500
    plan.frameRate_Hz = 1
    plan.edits = EditCounts(removed: 4, added: 0, moved: 0, attributeChanged: 0, workZones: 0)
    plan.start_ns = start.ns
    plan.transport = .perfect
    return plan
  }()
}

import Geometry
import Observations

/// One planned drive: who, when and which way.
public struct SimulatedDrive: Sendable {
  /// Its name in frames.
  public let id: DriveID
  /// Who drives.
  public let vehicle: Vehicle
  /// Capture time of the first frame, ns since 1970.
  public let start_ns: Int64
  /// The way.
  public let path: DrivePath
  /// Lanes along the way, as indexes into the simulator's graph.
  public let lanes: [Int]

  /// Number of frames at a rate.
  public func frameCount(frameRate_Hz: Double) -> Int { Int(path.duration_s * frameRate_Hz) + 1 }
}

/// When and by whom drives are made: every day's drives overlap in time, no vehicle drives twice at once.
struct DriveSchedule {
  /// Vehicle index and start of each drive, in order of planning.
  let entries: [(vehicle: Int, start_ns: Int64)]

  /// Earliest start in a day and length of the window in which a round of drives starts.
  private static let morning_s = 8 * 3600.0
  /// About this many drives are on the road together.
  private static let together = 3.0

  init(_ plan: SimulationPlan, random: SeededRandom) {
    // Slow enough for the last drive of a round to end before its vehicle starts again.
    let longest_s = plan.driveLength_m / 3 + 60
    let typical_s = plan.driveLength_m / 10
    var firstOfDay = 0
    var day = 0
    entries = (0..<plan.drives).map { drive in
      let own = drive * plan.days / plan.drives
      if own != day {
        day = own
        firstOfDay = drive
      }
      var draw = random.split(UInt64(drive))
      let perDay = Double(plan.drives) / Double(plan.days)
      let window = min(perDay, Double(plan.vehicles)) * typical_s / Self.together
      let round = Double((drive - firstOfDay) / plan.vehicles)
      let second = Self.morning_s + round * (window + longest_s) + draw.uniform(0, window)
      // Whole milliseconds, as real clocks report.
      return (
        drive % plan.vehicles,
        plan.start_ns + Int64(day) * SimulationPlan.day_ns + Int64(second * 1000) * 1_000_000
      )
    }
  }
}

import Geometry
import MapModel
import Observations

/// Counts how often changes were driven past within the sensors' sure reach.
enum PassCount {
  /// Ahead of the rear axle and to each side, m: where every sensor suite sees well.
  private static let nearest_m = 3.0
  private static let ahead_m = 28.0
  private static let aside_m = 11.0
  /// Share of a line's length that one pass must cover.
  private static let share = 0.5
  /// A return after this time is another pass, s.
  private static let pause_s = 30.0

  /// The changes with their passes, vehicles and days filled in; passes before a change came or after it went do not count.
  static func counted(_ truth: [TruthChange], drives: [SimulatedDrive], frame: ENUFrame) -> [TruthChange] {
    truth.map { change in
      var change = change
      let spots = spots(of: change, frame: frame)
      var vehicles: Set<VehicleID> = []
      var days: Set<Int64> = []
      change.passes = 0
      for drive in drives
      where drive.start_ns >= change.from_ns ?? .min && drive.start_ns < change.until_ns ?? .max {
        let passes = passes(drive.path, spots: spots)
        guard passes > 0 else { continue }
        change.passes += passes
        vehicles.insert(drive.vehicle.id)
        days.insert(drive.start_ns / SimulationPlan.day_ns)
      }
      change.vehicles = vehicles.count
      change.days = days.count
      return change
    }
  }

  /// What must be seen: the old place where there is one.
  private static func spots(of change: TruthChange, frame: ENUFrame) -> [Vector2] {
    let points = (change.before.isEmpty ? change.after : change.before).map(frame.flat)
    switch change.shape {
    case .point: return points
    case .line: return points.count > 1 ? Polyline(points).resampled(spacing_m: 5) : points
    case .polygon: return [points.reduce(Vector2.zero, +) * (1 / Double(max(points.count, 1)))]
    }
  }

  private static func passes(_ path: DrivePath, spots: [Vector2]) -> Int {
    var passes = 0
    var seen: Set<Int> = []
    var last_s = -Double.infinity
    func close() {
      if Double(seen.count) >= share * Double(spots.count), !seen.isEmpty { passes += 1 }
      seen.removeAll()
    }
    for index in stride(from: 0, to: path.positions.count, by: 4) {
      let place = path.positions[index]
      guard spots.contains(where: { abs($0.x - place.x) < 40 && abs($0.y - place.y) < 40 }) else { continue }
      let vehicleFromMap = Pose2(place, yaw_rad: path.yaws_rad[index]).inverse
      for (number, spot) in spots.enumerated() {
        let local = vehicleFromMap.transform(spot)
        guard local.x > nearest_m, local.x < ahead_m, abs(local.y) < aside_m else { continue }
        if path.times_s[index] - last_s > pause_s { close() }
        last_s = path.times_s[index]
        seen.insert(number)
      }
    }
    close()
    return passes
  }
}

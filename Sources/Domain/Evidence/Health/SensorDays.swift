import MapModel

/// How much worse than usual a calibration is under one sign on days in a row: what is left to judge by where those that drive at the same
/// time are at fault too. Vehicles that lie alike drive when they like, one after another; on all of a day the honest drive as well.
struct SensorDays: Hashable, Sendable {
  /// The latest day, counted from 1970.
  var day: UInt32
  var today = DeviationTally()
  /// Days before it, of those on which it drove, on which it was worse, without a better one between them.
  var days: UInt32 = 0
  /// Sum over those and the latest of what counts against it, in standard deviations.
  var sum = 0.0
  /// Traversals that were summed up.
  var traversals: UInt32 = 0
  /// Some of their tiles: as many as the quorum asks for.
  var tiles: Set<TileID> = []

  init(day: UInt32) { self.day = day }

  /// True where it is worse on the latest day, by more than one traversal says by chance.
  func isWorse(_ policy: FleetPolicy) -> Bool { today.mean >= policy.allowance && sum >= policy.allowance }

  /// True where it has been for long enough, in tiles enough, to ask what the others do.
  func isLasting(_ policy: FleetPolicy) -> Bool {
    isWorse(policy) && today.count >= policy.comparedPasses && Int(days) + 1 >= policy.outlierDays
      && sum >= policy.alarm && tiles.count >= policy.quorumTiles
  }

  /// Takes a traversal in; one of an earlier day counts for nothing.
  /// - Returns: false once nothing is held against it any more.
  mutating func note(_ deviation: Double, day: UInt32, tile: TileID, policy: FleetPolicy) -> Bool {
    guard day >= self.day else { return true }
    if day > self.day {
      guard isWorse(policy) else {
        self = SensorDays(day: day)
        return note(deviation, day: day, tile: tile, policy: policy)
      }
      days += 1
      (self.day, today) = (day, DeviationTally())
    }
    today.note(deviation)
    sum += deviation - policy.allowance
    traversals += 1
    if tiles.count < policy.quorumTiles { tiles.insert(tile) }
    return sum > 0
  }
}

extension SensorWatch {
  /// Notes a traversal's deviations day by day.
  mutating func noteDay(
    _ deviations: [(sign: HealthSign, value: Double)], day: UInt32, tile: TileID, policy: FleetPolicy
  ) {
    for (sign, value) in deviations where sign.isCompared {
      var course = courses[sign] ?? SensorDays(day: day)
      courses[sign] = course.note(value, day: day, tile: tile, policy: policy) ? course : nil
    }
  }

  /// The first sign under which it has been worse for days.
  func lastingSign(_ policy: FleetPolicy) -> HealthSign? {
    courses.filter { $0.value.isLasting(policy) }.map(\.key).min()
  }

  /// Takes a calibration out for what it has done for days.
  fileprivate mutating func takeOut(for sign: HealthSign, _ traversal: TraversalHealth) -> FleetFinding {
    let traversals = courses[sign]?.traversals ?? 0
    (drifts, courses) = ([:], [:])
    quarantine = sign
    revision += 1
    return .quarantine(
      SensorFinding(
        subject: traversal.calibration, isSoftware: false, sign: sign, traversals: traversals, tile: traversal.tile,
        time_ns: traversal.time_ns, revision: revision))
  }
}

extension FleetHealth {
  /// Quarantines a calibration that has been worse than usual for days, where only few of those that were heard on the same days are, and
  /// all of them together are better: each counts once, however often it drove. Snow that comes every afternoon is seen by most.
  mutating func judgeDays(
    _ deviations: [(sign: HealthSign, value: Double)], _ traversal: TraversalHealth, day: UInt32, policy: FleetPolicy
  ) -> FleetFinding? {
    let subject = traversal.calibration
    guard calibrations[subject] != nil, calibrations[subject]?.quarantine == nil else { return nil }
    calibrations[subject]?.noteDay(deviations, day: day, tile: traversal.tile, policy: policy)
    guard let sign = calibrations[subject]?.lastingSign(policy) else { return nil }
    var (others, alike, sum) = (0, 0, 0.0)
    for (name, watch) in calibrations
    where name != subject && watch.quarantine == nil && Int64(watch.lastDay) + 1 >= Int64(day) {
      others += 1
      guard let course = watch.courses[sign] else { continue }
      sum += course.today.mean
      if course.isWorse(policy) { alike += 1 }
    }
    guard others >= policy.comparedSources, Double(alike) < policy.alikeShare * Double(others),
      (calibrations[subject]?.courses[sign]?.today.mean ?? 0) - sum / Double(others) >= policy.allowance
    else { return nil }
    return calibrations[subject]?.takeOut(for: sign, traversal)
  }
}

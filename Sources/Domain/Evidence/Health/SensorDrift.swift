import MapModel

/// Deviations that were summed up.
struct DeviationTally: Hashable, Sendable {
  var count = 0.0
  var sum = 0.0

  var mean: Double { count > 0 ? sum / count : 0 }

  mutating func note(_ deviation: Double) {
    count += 1
    sum += deviation
  }

  static func - (a: DeviationTally, b: DeviationTally) -> DeviationTally {
    DeviationTally(count: a.count - b.count, sum: a.sum - b.sum)
  }
}

/// A one-sided CUSUM (E. S. Page, 1954) of how much worse than usual a sensor is under one sign, with where and on whom, and how much
/// worse than the others that drove meanwhile.
struct SensorDrift: Hashable, Sendable {
  var sum = 0.0
  /// Traversals since it left zero.
  var traversals: UInt32 = 0
  /// Each of them less the mean of the others between it and the one before: the whole fleet's, and those of the same software.
  var againstFleet = DeviationTally()
  var againstSoftware = DeviationTally()
  /// What had been summed up of them at the last traversal.
  var fleetBefore: DeviationTally
  var softwareBefore: DeviationTally
  /// How much too wide they saw what lies to the side, in thousandths, those that show it.
  var scale_permille = DeviationTally()
  /// Some of the tiles since then, and of the vehicles that were worse: as many as are asked for.
  var tiles: Set<TileID> = []
  var vehicles: Set<UInt32> = []

  /// A drift that begins with a traversal.
  init(fleet: DeviationTally, software: DeviationTally) {
    fleetBefore = fleet
    softwareBefore = software
  }

  /// Takes a traversal in.
  /// - Parameters:
  ///   - fleet: All deviations of others so far.
  ///   - software: Those of the same software.
  mutating func note(
    _ deviation: Double, tile: TileID, vehicle: UInt32, fleet: DeviationTally, software: DeviationTally,
    policy: FleetPolicy
  ) {
    sum = max(0, sum + deviation - policy.allowance)
    guard sum > 0 else { return }
    traversals += 1
    for (now, before, tally) in [
      (fleet, fleetBefore, \SensorDrift.againstFleet), (software, softwareBefore, \SensorDrift.againstSoftware),
    ] {
      let meanwhile = now - before
      if meanwhile.count >= 1 { self[keyPath: tally].note(deviation - meanwhile.mean) }
    }
    (fleetBefore, softwareBefore) = (fleet, software)
    if tiles.count < policy.quorumTiles { tiles.insert(tile) }
    if deviation > policy.allowance, vehicles.count < policy.manyVehicles { vehicles.insert(vehicle) }
  }

  /// Whether the others were not as bad at the same time: snow is no fault of a sensor, and the fault of a software version none of a
  /// calibration. Nil where too few others drove meanwhile.
  func isAlone(_ policy: FleetPolicy) -> Bool? {
    let others = againstSoftware.count >= policy.comparedPasses ? againstSoftware : againstFleet
    guard others.count >= policy.comparedPasses else { return nil }
    return others.mean >= policy.allowance
  }
}

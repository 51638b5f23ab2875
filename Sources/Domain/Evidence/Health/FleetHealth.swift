import MapModel
import Observations

/// Compares the fleet's sensors with each other, and watches regions for storms: a fold over traversals' health.
///
/// A traversal is compared with what is usual in its tile, under each sign, in standard deviations over the whole fleet. A sensor that
/// goes on being worse is compared with the others that drove meanwhile, and quarantined where it stands alone.
public struct FleetHealth: Hashable, Sendable {
  var calibrations: [String: SensorWatch] = [:]
  var software: [String: SensorWatch] = [:]
  var regions: [UInt32: RegionWatch] = [:]
  /// Mean square of what traversals differ from what is usual.
  var spreads: [HealthSign: FadingMean] = [:]
  /// All deviations of traversals whose calibration was not quarantined.
  var totals: [HealthSign: DeviationTally] = [:]

  /// Traversals a spread remembers.
  private static let memory = 1000.0

  /// A fleet of which nothing is known.
  public init() {}

  /// Takes a traversal in.
  /// - Parameter place: What is usual in its tile; moved on.
  /// - Returns: what it completes, in a fixed order.
  public mutating func fold(
    _ traversal: TraversalHealth, place: inout PlaceHealth, policy: FleetPolicy
  ) -> [FleetFinding] {
    var findings: [FleetFinding] = []
    let shares = PlaceHealth.shares(traversal)
    var deviations: [(sign: HealthSign, value: Double)] = []
    for share in shares {
      guard let excess = place.excess(share, policy: policy) else { continue }
      deviations.append((share.sign, deviation(excess, share.sign, isTrusted: !isQuarantined(traversal), policy)))
    }
    let vehicle = hash(traversal.vehicle)
    let day = Visit.day(of: traversal.time_ns)
    let ofSoftware = software[traversal.software]?.totals ?? [:]
    // Of quarantined software no calibration is spoken of: nothing of it counts.
    if !traversal.calibration.isEmpty, software[traversal.software]?.quarantine == nil {
      calibrations[traversal.calibration, default: SensorWatch()].hear(
        vehicle, software: traversal.software, day: day)
      let finding = calibrations[traversal.calibration, default: SensorWatch()].judge(
        deviations, traversal, vehicle: vehicle, .calibration, fleet: totals, software: ofSoftware, policy)
      if let finding { findings.append(finding) }
      if let finding = judgeDays(deviations, traversal, day: day, policy: policy) { findings.append(finding) }
    }
    if !traversal.software.isEmpty {
      let common = signsInCommon(software: traversal.software, day: day, policy: policy)
      let finding = software[traversal.software, default: SensorWatch()].judge(
        deviations, traversal, vehicle: vehicle, .software, fleet: totals, software: [:], common: common, policy)
      if let finding { findings.append(finding) }
    }
    // A quarantined calibration speaks for no one; quarantined software for its own calibrations still.
    if calibrations[traversal.calibration]?.quarantine == nil {
      for (sign, value) in deviations {
        totals[sign, default: DeviationTally()].note(value)
        calibrations[traversal.calibration]?.totals[sign, default: DeviationTally()].note(value)
        software[traversal.software]?.totals[sign, default: DeviationTally()].note(value)
      }
    }
    if !isQuarantined(traversal) { place.note(shares, policy: policy) }
    let region = RegionWatch.region(of: traversal.tile)
    if let finding = regions[region, default: RegionWatch()].note(traversal, policy: policy) {
      findings.append(finding)
    }
    if !isQuarantined(traversal),
      let finding = regions[region]?.noteDatum(traversal, vehicle: vehicle, policy: policy)
    {
      findings.append(finding)
    }
    return findings
  }

  private func isQuarantined(_ traversal: TraversalHealth) -> Bool {
    calibrations[traversal.calibration]?.quarantine != nil || software[traversal.software]?.quarantine != nil
  }

  private func hash(_ vehicle: VehicleID) -> UInt32 {
    var hash = StableHash()
    hash.add(vehicle.text)
    return hash.folded
  }

  /// In standard deviations of the fleet, within the cap.
  private mutating func deviation(
    _ excess: Double, _ sign: HealthSign, isTrusted: Bool, _ policy: FleetPolicy
  ) -> Double {
    var spread = spreads[sign] ?? FadingMean(count: 20, mean: Self.firstSpread(sign))
    let sigma = max(spread.mean.squareRoot(), 0.25 * Self.firstSpread(sign).squareRoot())
    if isTrusted {
      // One wild traversal must not widen the measure by itself.
      spread.note(min(excess * excess, 9 * sigma * sigma), memory: Self.memory)
      spreads[sign] = spread
    }
    return min(max(excess / sigma, -policy.traversalCap), policy.traversalCap)
  }

  /// What the spread is taken for before traversals have shown it, squared.
  private static func firstSpread(_ sign: HealthSign) -> Double {
    switch sign {
    case .missed: 0.15 * 0.15
    case .displaced: 0.7 * 0.7
    case .cluttered: 0.1 * 0.1
    case .scaled: 0.02 * 0.02
    case .shifted: 0.15 * 0.15
    }
  }
}

/// A mean in which what is past counts less and less.
struct FadingMean: Hashable, Sendable {
  var count = 0.0
  var mean = 0.0

  mutating func note(_ value: Double, memory: Double) {
    count = min(count + 1, memory)
    mean += (value - mean) / count
  }
}

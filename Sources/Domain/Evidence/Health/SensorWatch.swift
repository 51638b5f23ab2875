/// What is known of one calibration or software version.
struct SensorWatch: Hashable, Sendable {
  /// What is compared with others.
  enum Kind: Hashable, Sendable {
    case calibration
    case software
  }

  var drifts: [HealthSign: SensorDrift] = [:]
  /// The sign it was quarantined for, and the traversals since.
  var quarantine: HealthSign?
  var quarantined: UInt32 = 0
  /// While quarantined: a CUSUM of how much it is as usual again.
  var calm = 0.0
  /// How it does day by day, under the signs that speak against it.
  var courses: [HealthSign: SensorDays] = [:]
  /// The last day it was heard, counted from 1970, on whom and with which software; of calibrations alone.
  var lastDay: UInt32 = 0
  var vehicle: UInt32 = 0
  var software = ""
  /// How many verdicts there were: the revision of its alert.
  var revision: UInt64 = 0
  /// All deviations of its traversals, less those of quarantined calibrations.
  var totals: [HealthSign: DeviationTally] = [:]

  /// Notes that a calibration was heard.
  mutating func hear(_ vehicle: UInt32, software: String, day: UInt32) {
    guard day >= lastDay else { return }
    (self.vehicle, self.software, lastDay) = (vehicle, software, day)
  }

  /// Takes a traversal's deviations in.
  /// - Parameters:
  ///   - fleet: All deviations so far, those of quarantined calibrations left out.
  ///   - software: Those of the same software; empty where the sensor is the software.
  ///   - common: Of software, the signs that most vehicles with it show.
  mutating func judge(
    _ deviations: [(sign: HealthSign, value: Double)], _ traversal: TraversalHealth, vehicle: UInt32, _ kind: Kind,
    fleet: [HealthSign: DeviationTally], software: [HealthSign: DeviationTally], common: Set<HealthSign> = [],
    _ policy: FleetPolicy
  ) -> FleetFinding? {
    func finding(_ sign: HealthSign, _ traversals: UInt32) -> SensorFinding {
      SensorFinding(
        subject: kind == .software ? traversal.software : traversal.calibration, isSoftware: kind == .software,
        sign: sign, traversals: traversals, tile: traversal.tile, time_ns: traversal.time_ns, revision: revision)
    }
    if let sign = quarantine {
      guard let deviation = deviations.first(where: { $0.sign == sign })?.value else { return nil }
      calm = max(0, calm + policy.allowance - deviation)
      quarantined += 1
      guard calm >= policy.calm else { return nil }
      revision += 1
      defer { (quarantine, quarantined, calm) = (nil, 0, 0) }
      return .release(finding(sign, quarantined))
    }
    for (sign, deviation) in deviations {
      // The sensor's own share in them is no measure of it.
      let own = totals[sign] ?? DeviationTally()
      let fleet = fleet[sign].map { $0 - own } ?? DeviationTally()
      let software = software[sign].map { $0 - own } ?? DeviationTally()
      var drift = drifts[sign] ?? SensorDrift(fleet: fleet, software: software)
      drift.note(
        deviation, tile: traversal.tile, vehicle: vehicle, fleet: fleet, software: software, policy: policy)
      if sign == .scaled, drift.sum > 0, traversal.lateralScale_permille != 0 {
        drift.scale_permille.note(Double(traversal.lateralScale_permille))
      }
      drifts[sign] = drift.sum > 0 ? drift : nil
      guard drift.sum >= policy.alarm, drift.tiles.count >= policy.quorumTiles else { continue }
      guard kind == .calibration || drift.vehicles.count >= policy.manyVehicles || common.contains(sign) else {
        // It is some vehicles', however much they drive: begun anew, so that who shows it is asked again only once they have gone on.
        drifts[sign] = nil
        continue
      }
      // Where all of a software version have it, it is no calibration's.
      let isAlone = sign.isCompared || kind == .calibration ? drift.isAlone(policy) : true
      switch isAlone {
      case nil: continue
      case false?: drifts[sign] = nil
      case true?:
        (drifts, courses) = ([:], [:])
        quarantine = sign
        revision += 1
        var finding = finding(sign, drift.traversals)
        finding.scale_permille = Int(drift.scale_permille.mean.rounded())
        return .quarantine(finding)
      }
    }
    return nil
  }
}

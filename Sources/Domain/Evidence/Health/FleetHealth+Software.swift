extension FleetHealth {
  /// The signs of which a software version may soon be found at fault and that most vehicles driving with it show, each counted once: a
  /// few that lie in its name make it look bad by driving much, and nobody is taken out for what they say.
  ///
  /// Looked at are vehicles heard on a day or the one before.
  /// - Parameters:
  ///   - subject: The software version.
  ///   - day: Counted from 1970.
  func signsInCommon(software subject: String, day: UInt32, policy: FleetPolicy) -> Set<HealthSign> {
    guard let drifts = software[subject]?.drifts else { return [] }
    return Set(
      drifts.filter { sign, drift in
        drift.sum >= policy.alarm - policy.traversalCap && isCommon(sign, software: subject, day: day, policy: policy)
      }.keys)
  }

  private func isCommon(_ sign: HealthSign, software subject: String, day: UInt32, policy: FleetPolicy) -> Bool {
    var (heard, alike): (Set<UInt32>, Set<UInt32>) = ([], [])
    for watch in calibrations.values
    where watch.software == subject && Int64(watch.lastDay) + 1 >= Int64(day) {
      heard.insert(watch.vehicle)
      if watch.quarantine == sign || (watch.drifts[sign]?.sum ?? 0) >= policy.allowance { alike.insert(watch.vehicle) }
    }
    return alike.count >= policy.quorumVehicles && 2 * alike.count >= heard.count
  }
}

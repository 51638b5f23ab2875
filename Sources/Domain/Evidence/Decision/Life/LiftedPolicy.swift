extension Policy {
  /// The policy by which a change that is on the map already goes on standing when part of its evidence is taken out: what is left has to make
  /// it as suspect as one that is told of for the first time. Whoever is taken out may have seen it like everybody else.
  public var standing: Policy {
    var standing = self
    for threshold in Self.thresholds {
      standing[keyPath: threshold] = self[keyPath: threshold] * suspected_permille / 1000
    }
    standing.patience_mnat = 0
    standing.pairPatience_mnat = 0
    standing.quorum_vehicles = min(quorum_vehicles, Suspicion.quorum)
    standing.quorum_days = 1
    standing.gapPasses = min(gapPasses, Suspicion.quorum)
    standing.minimumPasses = min(minimumPasses, Suspicion.quorum)
    return standing
  }

  private static let thresholds: [any WritableKeyPath<Policy, Int64> & Sendable] = [
    \.removedThreshold_mnat, \.addedThreshold_mnat, \.movedThreshold_mnat, \.attributeThreshold_mnat,
    \.neighbourThreshold_mnat, \.gapThreshold_mnat, \.gapMargin_mnat,
  ]

  /// The policy by which a person's approval decides: any evidence will do, of one vehicle on one day, and nothing is waited for.
  public var lifted: Policy {
    var lifted = self
    for threshold in Self.thresholds {
      lifted[keyPath: threshold] = self[keyPath: threshold] * unsuspected_permille / 1000 + 1
    }
    lifted.patience_mnat = 0
    lifted.pairPatience_mnat = 0
    lifted.quorum_vehicles = 1
    lifted.quorum_days = 1
    lifted.minimumPasses = 1
    lifted.gapPasses = 1
    lifted.addedLineMinimum_cm = min(addedLineMinimum_cm, 500)
    return lifted
  }
}

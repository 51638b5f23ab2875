extension Policy {
  /// The policy by which a person's approval decides: any evidence will do, of one vehicle on one day, and nothing is waited for.
  public var lifted: Policy {
    var lifted = self
    for threshold in [
      \Policy.removedThreshold_mnat, \.addedThreshold_mnat, \.movedThreshold_mnat, \.attributeThreshold_mnat,
      \.neighbourThreshold_mnat,
    ] as [WritableKeyPath<Policy, Int64>] {
      lifted[keyPath: threshold] = self[keyPath: threshold] * unsuspected_permille / 1000 + 1
    }
    lifted.patience_mnat = 0
    lifted.pairPatience_mnat = 0
    lifted.quorum_vehicles = 1
    lifted.quorum_days = 1
    lifted.minimumPasses = 1
    lifted.addedLineMinimum_cm = min(addedLineMinimum_cm, 500)
    return lifted
  }
}

import MapModel

extension Support {
  /// True where enough vehicles speak for a change, on enough days.
  public func hasQuorum(_ policy: Policy) -> Bool {
    Int64(vehicles) >= policy.quorum_vehicles && Int64(days) >= policy.quorum_days
  }

  /// True where enough vehicles, days and traversals do.
  public func suffices(_ policy: Policy) -> Bool {
    hasQuorum(policy) && Int64(traversals) >= policy.minimumPasses
  }
}

extension CandidateCluster {
  /// True where the evidence for it suffices by itself.
  func isConfirmed(_ policy: Policy) -> Bool {
    let threshold = elementClass.entry.isTemporary ? policy.temporaryThreshold_mnat : policy.addedThreshold_mnat
    let isSupported = elementClass.entry.isTemporary ? support.hasQuorum(policy) : support.suffices(policy)
    return score_mnat >= threshold && isSupported
  }

  /// True where it suffices beside a confirmed one.
  func mayJoin(_ policy: Policy) -> Bool { score_mnat >= policy.neighbourThreshold_mnat && support.hasQuorum(policy) }
}

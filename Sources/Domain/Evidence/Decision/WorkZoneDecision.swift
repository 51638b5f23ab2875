import MapModel

/// Zones of temporary objects: which begin, grow and end.
struct WorkZoneDecision {
  let clusters: [CandidateCluster]
  let policy: Policy

  /// What became of a tile's zones.
  struct Outcome {
    /// Zones with a new member, with their index.
    var grown: [Int] = []
    /// Members of new zones.
    var begun: [[UInt32]] = []
  }

  /// Gives confirmed objects their zone: the one they lie next to, or a new one with everything rising around it.
  func assign(to zones: inout [WorkZone]) -> Outcome {
    var outcome = Outcome()
    for cluster in clusters where cluster.isConfirmed(policy) {
      if zones.contains(where: { $0.members.contains(cluster.id) }) { continue }
      if outcome.begun.contains(where: { $0.contains(cluster.id) }) { continue }
      if let index = zones.firstIndex(where: { isNear(cluster, $0.members) }) {
        zones[index].members = (zones[index].members + [cluster.id]).sorted()
        zones[index].lastSeen_ns = max(zones[index].lastSeen_ns, cluster.support.lastSeen_ns)
        if !outcome.grown.contains(index) { outcome.grown.append(index) }
      } else {
        outcome.begun.append(around(cluster, not: zones))
      }
    }
    return outcome
  }

  private func around(_ core: CandidateCluster, not zones: [WorkZone]) -> [UInt32] {
    var members = [core.id]
    var grew = true
    while grew {
      grew = false
      for other in clusters
      where other.mayJoin(policy) && !members.contains(other.id) && isNear(other, members)
        && !zones.contains(where: { $0.members.contains(other.id) })
      {
        members.append(other.id)
        grew = true
      }
    }
    return members.sorted()
  }

  private func isNear(_ cluster: CandidateCluster, _ members: [UInt32]) -> Bool {
    clusters.contains { other in
      members.contains(other.id) && other.centre.distance_cm(to: cluster.centre) <= policy.zoneLink_cm
    }
  }
}

import MapModel

/// What is to be told about a work zone.
public struct WorkZoneReport: Hashable, Sendable {
  /// The change.
  public var change: ChangeName
  /// False once it has expired or its objects are gone.
  public var stands: Bool
  /// The hull of its objects, or their places if they are fewer than three.
  public var points: [TilePoint]
  /// Evidence for its best supported object, thousandths of a nat.
  public var evidence_mnat: Int64
  /// Who saw its objects.
  public var support: Support
  /// Why it no longer stands.
  public var reason: String
}

extension TileEvidence {
  /// Begins and grows zones by what a traversal confirmed; `name` gives each new one its change.
  public mutating func growZones(policy: Policy, name: () -> ChangeName) -> [WorkZoneReport] {
    let decision = WorkZoneDecision(
      clusters: candidates.clusters.filter { $0.elementClass.entry.isTemporary }, policy: policy)
    let outcome = decision.assign(to: &zones)
    var reports = outcome.grown.map { report(zones[$0]) }
    for members in outcome.begun {
      let lastSeen = members.compactMap { candidates[$0]?.support.lastSeen_ns }.max() ?? 0
      let zone = WorkZone(change: name(), members: members, lastSeen_ns: lastSeen)
      zones.append(zone)
      reports.append(report(zone))
    }
    return reports
  }

  /// Ends zones whose objects are gone, or unseen for too long.
  public mutating func endZones(now_ns: Int64, policy: Policy) -> [WorkZoneReport] {
    var reports: [WorkZoneReport] = []
    var standing: [WorkZone] = []
    for var zone in zones {
      let present = zone.members.filter { candidates[$0] != nil }
      if present.isEmpty {
        reports.append(report(zone, ends: "none of its objects is seen any more"))
      } else if now_ns - zone.lastSeen_ns > policy.zoneExpiry_s * 1_000_000_000 {
        reports.append(report(zone, ends: "expired: not seen for \(policy.zoneExpiry_s) s of event time"))
        candidates.remove(present)
      } else {
        zone.members = present
        standing.append(zone)
      }
    }
    zones = standing
    return reports
  }

  /// What is to be told about a zone now.
  public func report(_ zone: WorkZone, ends reason: String? = nil) -> WorkZoneReport {
    let members = zone.members.compactMap { candidates[$0] }
    var support = Support()
    for member in members { support.add(member.support) }
    return WorkZoneReport(
      change: zone.change, stands: reason == nil, points: ConvexHull.around(members.map(\.centre)),
      evidence_mnat: members.map(\.score_mnat).max() ?? 0, support: support, reason: reason ?? "")
  }
}

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
    for index in outcome.grown { extend(&zones[index]) }
    var reports = outcome.grown.map { report(zones[$0]) }
    for members in outcome.begun {
      let lastSeen = members.compactMap { candidates[$0]?.support.lastSeen_ns }.max() ?? 0
      var zone = WorkZone(change: name(), members: members, lastSeen_ns: lastSeen)
      extend(&zone)
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
      let isExpired = now_ns - zone.lastSeen_ns > policy.zoneExpiry_s * 1_000_000_000
      if present.isEmpty || isExpired { end(zone.extent, lastSeen_ns: zone.lastSeen_ns) }
      if present.isEmpty {
        reports.append(report(zone, ends: "none of its objects is seen any more"))
      } else if isExpired {
        reports.append(report(zone, ends: "expired: not seen for \(policy.zoneExpiry_s) s of event time"))
        candidates.remove(present)
      } else {
        zone.members = present
        standing.append(zone)
      }
    }
    zones = standing
    endedZones.removeAll { now_ns - $0.until_ns > policy.lateness_s * 1_000_000_000 }
    return reports
  }

  /// What zones keep from counting at a time: what is said of the rest in their extent tells what stands there while they do. Signs are
  /// covered, others put up, lines painted over; what has changed for good is what drives find after the zone has gone.
  func zoneShadow(at time_ns: Int64, policy: Policy) -> ZoneShadow? {
    guard !zones.isEmpty || !endedZones.isEmpty else { return nil }
    return ZoneShadow(zones.map(\.extent) + endedZones, at: time_ns, reach_cm: policy.zoneLink_cm)
  }

  /// Takes over where zones stand and stood, as it is known by now, to fold traversals again.
  public mutating func takeExtents(of other: TileEvidence) {
    zones = other.zones
    endedZones = other.endedZones
  }

  private func extend(_ zone: inout WorkZone) {
    for member in zone.members.compactMap({ candidates[$0] }) { zone.extent.add(member) }
  }

  /// Keeps where a zone stood, for late evidence and for folding again.
  private mutating func end(_ extent: ZoneExtent, lastSeen_ns: Int64) {
    var extent = extent
    extent.until_ns = lastSeen_ns
    endedZones.append(extent)
    if endedZones.count > Self.mostEndedZones { endedZones.removeFirst() }
  }

  /// Most zones of a tile that are remembered after their end; the oldest goes when one more ends.
  private static var mostEndedZones: Int { 16 }

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

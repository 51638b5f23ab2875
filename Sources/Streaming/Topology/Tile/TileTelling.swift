import Evidence
import MapModel
import Reconstruction

/// Words about changes and work zones.
extension TileSteps {
  /// A change's event, without what its edit did.
  func event(_ change: NamedChange) -> ChangeEvent {
    let proposal = change.proposal
    var event = ChangeEvent(
      change: change.name.id(in: tile), kind: proposal.kind, status: .confirmed, tile: tile,
      elementClass: proposal.elementClass, shapeKind: proposal.shapeKind)
    event.pieceBefore = proposal.edit.piece
    event.evidence_mnat = proposal.evidence_mnat
    event.fill(proposal.support)
    event.splitFrom = change.splitFrom?.id(in: tile) ?? ""
    event.reason = change.reason
    return event
  }

  /// Tells a person of a change longer than usual; it is in the map already.
  mutating func warnOfSize(_ event: ChangeEvent) {
    guard event.shapeKind == .line else { return }
    let length_cm = max(
      event.before.isEmpty ? 0 : LineInterval.length_cm(of: event.before),
      event.after.isEmpty ? 0 : LineInterval.length_cm(of: event.after))
    guard Int64(length_cm) >= policy.largeChange_cm else { return }
    say(
      Alert(
        alert: "large-\(event.change)", revision: 1, severity: .info, tile: tile, changes: [event.change],
        title: "\(event.kind.name) \(event.elementClass.name) of \(length_cm / 100) m",
        detail: "Applied in version \(event.appliedVersion) of tile \(tile).", isResolved: true,
        time_ns: cause.time_ns))
  }

  mutating func growZones() {
    var next = raised
    let offset = offset
    let reports = state.evidence.growZones(policy: policy) {
      next += 1
      return ChangeName(offset: offset, number: next)
    }
    raised = next
    for report in reports { say(event(report)) }
  }

  mutating func endZones() {
    guard !state.evidence.zones.isEmpty else { return }
    let reports = state.evidence.endZones(now_ns: partition.time.now_ns, policy: policy)
    guard !reports.isEmpty else { return }
    state.isChanged = true
    for report in reports { end(report.change, event(report)) }
  }

  func event(_ report: WorkZoneReport) -> ChangeEvent {
    let shape: ShapeKind = report.points.count < 2 ? .point : report.points.count == 2 ? .line : .polygon
    var event = ChangeEvent(
      change: report.change.id(in: tile), kind: .temporary, status: report.stands ? .confirmed : .retracted,
      tile: tile, elementClass: .workZoneObject, shapeKind: shape)
    if report.stands { event.after = report.points } else { event.before = report.points }
    event.evidence_mnat = report.evidence_mnat
    event.fill(report.support)
    event.reason = report.reason
    return event
  }
}

extension ChangeEvent {
  /// Says who spoke for it.
  mutating func fill(_ support: Support) {
    traversals = support.traversals
    vehicles = support.vehicles
    days = support.days
    firstSeen_ns = support.firstSeen_ns
    lastSeen_ns = support.lastSeen_ns
  }

  /// Says what its edit did.
  mutating func fill(_ result: EditResult) {
    pieceBefore = result.pieceBefore
    pieceAfter = result.pieceAfter
    before = result.before
    after = result.after
    attributesBefore = result.attributesBefore
    attributesAfter = result.attributesAfter
  }
}

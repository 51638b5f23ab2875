import Evidence
import MapModel
import Reconstruction

/// Changes that a gate, a storm or a person keeps from the map.
extension TileSteps {
  mutating func hold(
    _ name: ChangeName, _ proposal: ChangeProposal, _ event: ChangeEvent, reason: String, isStorm: Bool
  ) {
    var event = event
    if event.before.isEmpty, let piece = proposal.edit.piece, let element = state.tile[piece] {
      event.before = element.points
      event.attributesBefore = element.attributes
    }
    if case .add(let points, let attributes) = proposal.edit {
      event.after = points
      event.attributesAfter = attributes
    }
    event.status = .held
    event.reason = reason
    say(event)
    partition.counts.held += 1
    if state.held.count >= HeldChange.limit {
      let oldest = state.held.removeFirst()
      retract(oldest, reason: "more than \(HeldChange.limit) changes are held in the tile")
    }
    state.held.append(HeldChange(name: name, proposal: proposal, reason: reason, isStorm: isStorm))
    state.evidence.candidates.hold(proposal.clusters, true)
    say(
      alert(
        of: name, revision: 1, severity: .warning, title: "\(proposal.kind.name) \(proposal.elementClass.name) is held",
        detail: "\(reason). Approve or reject change \(name.id(in: tile)).", isResolved: false))
  }

  /// Tells that nothing is left to do about a held change.
  mutating func resolve(_ change: HeldChange) {
    say(
      alert(
        of: change.name, revision: 2, severity: .info,
        title: "\(change.proposal.kind.name) \(change.proposal.elementClass.name) is no longer held", detail: "",
        isResolved: true))
  }

  /// Drops held changes that the evidence no longer speaks for.
  mutating func retractHeld() {
    let weak = state.held.filter { !isSupported($0.proposal) }
    guard !weak.isEmpty else { return }
    state.held.removeAll { change in weak.contains { $0.name == change.name } }
    for change in weak { retract(change, reason: "the evidence for it is gone") }
  }

  private mutating func retract(_ change: HeldChange, reason: String) {
    state.evidence.candidates.hold(change.proposal.clusters, false)
    var event = event(change.name, change.proposal)
    event.status = .retracted
    event.reason = reason
    say(event)
    resolve(change)
  }

  private func isSupported(_ proposal: ChangeProposal) -> Bool {
    if proposal.clusters.contains(where: { state.evidence.candidates[$0] != nil }) { return true }
    guard let piece = proposal.edit.piece, let place = state.evidence.ledger.place(of: piece) else { return false }
    return state.evidence.ledger.entries[place.entries].contains { ledger in
      switch proposal.kind {
      case .removed: ledger.removal.score_mnat > 0
      case .moved: ledger.move.score_mnat > 0 || ledger.removal.score_mnat > 0
      case .attributeChanged: ledger.attribute.score_mnat > 0
      case .added, .temporary: false
      }
    }
  }

  /// A person's word; false where it is about a change that is not held.
  mutating func review(_ review: Review) -> Bool {
    guard review.decision != .comment else { return true }
    guard let place = state.held.firstIndex(where: { $0.name.id(in: tile) == review.change }) else { return false }
    let change = state.held.remove(at: place)
    state.isChanged = true
    state.evidence.candidates.hold(change.proposal.clusters, false)
    resolve(change)
    switch review.decision {
    case .comment: break
    case .approve: rebuild([(name: change.name, proposal: change.proposal)], isApproved: true)
    case .reject:
      if let piece = change.proposal.edit.piece { state.evidence.ledger.forget(piece) }
      state.evidence.candidates.remove(change.proposal.clusters)
      var event = event(change.name, change.proposal)
      event.status = .rejected
      event.reason = "\(review.reviewer): \(review.comment)"
      say(event)
    }
    return true
  }

  private func alert(
    of name: ChangeName, revision: UInt64, severity: Alert.Severity, title: String, detail: String, isResolved: Bool
  ) -> Alert {
    let id = name.id(in: tile)
    return Alert(
      alert: "held-\(id)", revision: revision, severity: severity, tile: tile, changes: [id], title: title,
      detail: detail, isResolved: isResolved, time_ns: cause.time_ns)
  }
}

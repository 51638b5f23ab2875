import Evidence
import MapModel
import Reconstruction

/// Changes that a gate, a storm or a person keeps from the map.
extension TileSteps {
  mutating func hold(_ change: NamedChange, reason: String, isStorm: Bool) {
    let held = HeldChange(change, reason: reason, isStorm: isStorm, in: state.tile)
    let (name, proposal) = (change.name, change.proposal)
    say(event(held))
    partition.counts.held += 1
    if state.held.count >= HeldChange.limit {
      let oldest = state.held.removeFirst()
      retract(oldest, reason: "more than \(HeldChange.limit) changes are held in the tile")
    }
    state.held.append(held)
    state.isChanged = true
    state.evidence.candidates.hold(proposal.clusters, true)
    // What a storm or a datum shift holds is spoken of by one alert a region, FLEET's.
    guard !isStorm else { return }
    say(
      alert(
        of: name, revision: 1, severity: .warning, title: "\(proposal.kind.name) \(proposal.elementClass.name) is held",
        detail: "\(reason). Approve or reject change \(name.id(in: tile)).", isResolved: false))
  }

  /// Tells that nothing is left to do about a held change.
  mutating func resolve(_ change: HeldChange) {
    guard !change.isStorm else { return }
    say(
      alert(
        of: change.name, revision: 2, severity: .info,
        title: "\(change.proposal.kind.name) \(change.proposal.elementClass.name) is no longer held", detail: "",
        isResolved: true))
  }

  /// Drops held changes that the evidence no longer speaks for.
  mutating func retractHeld() {
    let weak = state.held.filter { !isSupported($0) }
    guard !weak.isEmpty else { return }
    state.held.removeAll { change in weak.contains { $0.name == change.name } }
    for change in weak { retract(change, reason: "the evidence for it is gone") }
  }

  private mutating func retract(_ change: HeldChange, reason: String) {
    state.evidence.candidates.hold(change.proposal.clusters, false)
    var event = event(change)
    event.status = .retracted
    event.reason = reason
    end(change.name, event)
    resolve(change)
  }

  /// Has held changes follow a new version of the tile; what it leaves nothing of is retracted.
  mutating func followHeld() {
    var gone: [HeldChange] = []
    var kept: [HeldChange] = []
    for change in state.held {
      if let followed = change.following(state.tile) { kept.append(followed) } else { gone.append(change) }
    }
    state.held = kept
    for change in gone { retract(change, reason: "the piece it is about has changed") }
  }

  /// A held change's event.
  func event(_ held: HeldChange) -> ChangeEvent {
    var event = event(NamedChange(name: held.name, proposal: held.proposal, splitFrom: held.splitFrom))
    if let piece = held.proposal.edit.piece {
      event.before = held.course
      event.attributesBefore = state.tile[piece]?.attributes ?? Attributes()
    }
    if case .add(let points, let attributes) = held.proposal.edit {
      event.after = points
      event.attributesAfter = attributes
    }
    event.status = .held
    event.reason = held.reason
    return event
  }

  private func isSupported(_ held: HeldChange) -> Bool {
    // What a person took apart waits for a person.
    if held.splitFrom != nil { return true }
    let proposal = held.proposal
    if proposal.clusters.contains(where: { state.evidence.candidates[$0] != nil }) { return true }
    guard let piece = proposal.edit.piece, let place = state.evidence.ledger.place(of: piece) else { return false }
    if proposal.kind == .moved, state.evidence.gapsMove(piece, tile: state.tile, policy: policy) { return true }
    return state.evidence.ledger.entries[place.entries].contains { ledger in
      switch proposal.kind {
      case .removed: ledger.removal.score_mnat > 0
      case .moved: ledger.move.score_mnat > 0 || ledger.removal.score_mnat > 0
      case .attributeChanged: ledger.attribute.score_mnat > 0
      case .added, .temporary: false
      }
    }
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

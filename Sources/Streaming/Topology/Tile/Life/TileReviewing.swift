import Evidence
import MapModel
import Observations
import Reconstruction

/// A person's word on a change.
extension TileSteps {
  /// A change whose life goes on.
  private enum Open {
    case suspect(Suspect)
    case held(HeldChange)
    case applied(AppliedChange)
    case zone(WorkZone)

    var name: ChangeName {
      switch self {
      case .suspect(let change): change.name
      case .held(let change): change.name
      case .applied(let change): change.name
      case .zone(let zone): zone.change
      }
    }

    var status: ChangeEvent.Status {
      switch self {
      case .suspect: .suspected
      case .held: .held
      case .applied: .applied
      case .zone: .confirmed
      }
    }
  }

  /// Follows a review.
  /// - Returns: why it is refused; nil where it was followed.
  mutating func review(_ review: Review) -> Rejection? {
    guard let open = open(review.change) else { return refusal(of: review) }
    if let seen = review.seen, seen != open.status {
      return Rejection(
        .stale, field: "review.seen_status", value: seen.name, limit: "\(open.status.name), as the change is by now")
    }
    if let last_ns = state.book.lastReview_ns(of: open.name), review.time_ns <= last_ns {
      return Rejection(
        .stale, field: "review.time_ns", value: "\(review.time_ns)", limit: "after the review at \(last_ns)")
    }
    let refusal =
      switch review.decision {
      case .approve: approve(open, review)
      case .reject: reject(open, review)
      case .comment: remark(open, review)
      case .split: split(open, review)
      }
    guard refusal == nil else { return refusal }
    state.isChanged = true
    partition.counts.reviews += 1
    if self.open(review.change) != nil { state.book.note(review, of: open.name) }
    return nil
  }

  private func open(_ id: String) -> Open? {
    func isMeant(_ name: ChangeName) -> Bool { name.id(in: tile) == id }
    if let change = state.book.suspects.first(where: { isMeant($0.name) }) { return .suspect(change) }
    if let change = state.held.first(where: { isMeant($0.name) }) { return .held(change) }
    if let change = state.book.applied.first(where: { isMeant($0.name) }) { return .applied(change) }
    return state.evidence.zones.first { isMeant($0.change) }.map { .zone($0) }
  }

  /// Why a review of no open change is refused.
  private func refusal(of review: Review) -> Rejection {
    guard let ended = state.book.ended.last(where: { $0.name.id(in: tile) == review.change }) else {
      return Rejection(
        .unknownValue, field: "review.change_id", value: review.change, limit: "a change of the tile that is open")
    }
    let contradicts =
      switch (review.decision, ended.status) {
      case (.approve, .rejected), (.approve, .retracted), (.reject, .verified): true
      default: false
      }
    return Rejection(
      contradicts ? .contradictory : .stale, field: "review.decision", value: review.decision.name,
      limit: "on a change that is open; this one is \(ended.status.name)")
  }

  private mutating func approve(_ open: Open, _ review: Review) -> Rejection? {
    switch open {
    case .suspect(let suspect):
      guard let proposal = proposal(for: suspect) else { return tooLittle(review) }
      state.book.suspects.removeAll { $0.name == suspect.name }
      retractSuspects(of: proposal, reason: "is part of change \(suspect.name.id(in: tile))")
      partition.counts.confirmed += 1
      rebuild([NamedChange(name: suspect.name, proposal: proposal, reason: review.words)], isApproved: true)
    case .held(let held):
      state.held.removeAll { $0.name == held.name }
      state.evidence.candidates.hold(held.proposal.clusters, false)
      resolve(held)
      rebuild(
        [NamedChange(name: held.name, proposal: held.proposal, splitFrom: held.splitFrom, reason: review.words)],
        isApproved: true)
    case .applied(let change): verify(change, reason: review.words)
    case .zone:
      return Rejection(
        .contradictory, field: "review.decision", value: review.decision.name,
        limit: "reject or comment: a work zone stands as long as it is seen")
    }
    return nil
  }

  private mutating func reject(_ open: Open, _ review: Review) -> Rejection? {
    switch open {
    case .suspect(let suspect):
      state.book.suspects.removeAll { $0.name == suspect.name }
      var event = event(suspect, .rejected)
      event.reason = review.words
      forget(suspect.subject.piece, suspect.subject.clusters)
      charge(event, suspect.subject.piece)
      end(suspect.name, event)
    case .held(let held):
      state.held.removeAll { $0.name == held.name }
      state.evidence.candidates.hold(held.proposal.clusters, false)
      resolve(held)
      forget(held.proposal.edit.piece, held.proposal.clusters)
      var event = event(held)
      event.status = .rejected
      event.reason = review.words
      charge(event, held.proposal.edit.piece)
      end(held.name, event)
    case .applied(let change):
      guard restore(change, .rejected, reason: review.words) else {
        return Rejection(
          .stale, field: "review.decision", value: review.decision.name,
          limit: "on a change that no other has built upon: reject the later ones first")
      }
      charge(change.event, change.event.kind == .added ? nil : change.event.pieceBefore)
    case .zone(let zone):
      var event = event(state.evidence.report(zone, ends: review.words))
      event.status = .rejected
      state.evidence.zones.removeAll { $0.change == zone.change }
      state.evidence.candidates.remove(zone.members)
      end(zone.change, event)
    }
    return nil
  }

  private mutating func remark(_ open: Open, _ review: Review) -> Rejection? {
    var event: ChangeEvent
    switch open {
    case .suspect(let suspect): event = self.event(suspect, .suspected)
    case .held(let held): event = self.event(held)
    case .applied(let change): event = change.event
    case .zone(let zone): event = self.event(state.evidence.report(zone))
    }
    event.reason = review.words
    say(event)
    return nil
  }

  private mutating func split(_ open: Open, _ review: Review) -> Rejection? {
    let whole: ChangeProposal?
    var event: ChangeEvent
    switch open {
    case .suspect(let suspect):
      whole = proposal(for: suspect)
      event = self.event(suspect, .split)
    case .held(let held):
      whole = held.proposal
      event = self.event(held)
    case .applied, .zone:
      return Rejection(
        .stale, field: "review.decision", value: review.decision.name,
        limit: "on a suspected or held change; this one is \(open.status.name)")
    }
    guard let whole else { return tooLittle(review) }
    let parts = whole.parts(in: state.tile)
    guard parts.count > 1 else {
      return Rejection(
        .tooFew, field: "review.decision", value: review.decision.name, limit: "on a change of more than one part")
    }
    state.book.suspects.removeAll { $0.name == open.name }
    if case .held(let held) = open {
      state.held.removeAll { $0.name == held.name }
      state.evidence.candidates.hold(held.proposal.clusters, false)
      resolve(held)
    } else {
      retractSuspects(of: whole, reason: "is part of change \(open.name.id(in: tile))")
    }
    event.status = .split
    event.reason = review.words
    end(open.name, event)
    for part in parts {
      hold(
        NamedChange(name: name(), proposal: part, splitFrom: open.name), reason: "split by \(review.words)",
        isStorm: false)
    }
    return nil
  }

  /// What the evidence as it stands would do to the map.
  private func proposal(for suspect: Suspect) -> ChangeProposal? {
    let touched = TileEvidence.Touched(
      pieces: suspect.subject.piece.map { [$0] } ?? [], clusters: suspect.subject.clusters)
    return state.evidence.proposals(after: touched, tile: state.tile, held: state.heldPieces, policy: policy.lifted)
      .first { suspect.isMeant(by: $0) }
  }

  private func tooLittle(_ review: Review) -> Rejection {
    Rejection(
      .tooFew, field: "review.decision", value: review.decision.name,
      limit: "on a change whose evidence tells what to do to the map")
  }

  private mutating func forget(_ piece: PieceID?, _ clusters: [UInt32]) {
    if let piece { state.evidence.forget(piece) }
    state.evidence.candidates.remove(clusters)
  }

  private mutating func charge(_ event: ChangeEvent, _ piece: PieceID?) {
    state.book.charge(
      RejectionCharge(event.kind, piece: piece, elementClass: event.elementClass, points: event.after))
  }
}

extension Review {
  /// Who said what.
  fileprivate var words: String { comment.isEmpty ? reviewer : "\(reviewer): \(comment)" }
}

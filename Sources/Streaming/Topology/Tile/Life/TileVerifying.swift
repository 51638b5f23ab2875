import Evidence
import MapModel
import Reconstruction

/// What becomes of changes after they were applied.
extension TileSteps {
  /// Lets a traversal speak on applied changes, and tells of those that are verified.
  mutating func verify(_ evidence: TraversalEvidence, weights: EvidenceWeights) {
    guard !state.book.applied.isEmpty else { return }
    let visit = Visit(evidence)
    var verified: [AppliedChange] = []
    for index in state.book.applied.indices {
      let change = state.book.applied[index]
      let testimony = AppliedTestimony(change.event, made: change.made, weights: weights)
      guard let ratio = testimony.ratio_mnat(evidence, tile: state.tile) else { continue }
      state.book.applied[index].verification.fold(ratio, visit: visit, policy: policy)
      let verification = state.book.applied[index].verification
      // Those who brought a change in concert must not be enough to verify it either.
      if verification.suffices(policy), state.evidence.traffic.agrees(to: verification.support, policy) {
        verified.append(state.book.applied[index])
      }
    }
    for change in verified {
      let support = change.verification.support
      verify(
        change,
        reason: "\(support.vehicles) vehicles in \(support.traversals) traversals on \(support.days) days say so since "
          + "version \(change.event.appliedVersion)")
    }
  }

  /// Tells that a change is verified.
  mutating func verify(_ change: AppliedChange, reason: String) {
    state.book.applied.removeAll { $0.name == change.name }
    partition.counts.verified += 1
    var event = change.event
    event.status = .verified
    event.reason = reason
    end(change.name, event)
  }

  /// Takes back applied changes that proposals speak against and leaves the other proposals.
  mutating func takeBack(_ proposals: [ChangeProposal]) -> [ChangeProposal] {
    guard !state.book.applied.isEmpty else { return proposals }
    return proposals.filter { proposal in
      let wrong = state.book.applied.last {
        ChangeReversal(of: $0.event, made: $0.made, policy: policy).isMeant(by: proposal)
          && $0.undo.isPossible(in: state.tile)
      }
      // A storm, or a person's word that is awaited, holds the map as it is.
      guard let wrong, state.storms.isEmpty else { return true }
      retractSuspects(of: proposal, reason: "takes change \(wrong.name.id(in: tile)) back")
      return !restore(wrong, .retracted, reason: "later drives speak against it", spoken: proposal.clusters)
    }
  }

  /// Takes a change back in a new version; false where another change has touched since what it did.
  mutating func restore(
    _ change: AppliedChange, _ status: ChangeEvent.Status, reason: String, spoken: [UInt32] = []
  ) -> Bool {
    var rebuild = TileRebuild(state.tile)
    guard let borderEdits = rebuild.restore(change.undo, name: change.name),
      let version = rebuild.version(time_ns: cause.time_ns)
    else { return false }
    state.book.applied.removeAll { $0.name == change.name }
    var event = change.event
    event.status = status
    event.reason = reason
    event.restoredVersion = version.tile.version
    end(change.name, event)
    publish(version, spoken: spoken)
    for edit in borderEdits { outbox.say(edit, cause, &partition) }
    return true
  }

  /// Tells the last word on a change.
  mutating func end(_ name: ChangeName, _ event: ChangeEvent) {
    switch event.status {
    case .retracted: partition.counts.retracted += 1
    case .rejected: partition.counts.rejected += 1
    default: break
    }
    state.book.end(name, event.status)
    state.isChanged = true
    say(event)
  }
}

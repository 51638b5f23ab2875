import Evidence
import MapModel

/// Suspected changes: told once enough speaks for them, given up once little is left, and nothing in between.
extension TileSteps {
  /// Tells of what a traversal has made suspect.
  mutating func raiseSuspects(after touched: TileEvidence.Touched) {
    let held = state.heldPieces
    let asked = state.evidence.pieces(touched.pieces, atLeast: policy.suspected_permille, policy: policy)
    for piece in asked where !held.contains(piece) {
      guard
        let suspicion = state.evidence.suspicion(
          of: piece, tile: state.tile, policy: policy, atLeast: policy.suspected_permille),
        suspicion.isRaised(policy, charge_mnat: charge(suspicion, piece)),
        !state.book.suspects.contains(where: { $0.subject.piece == piece }),
        let hash = state.tile[piece]?.evidenceHash
      else { continue }
      raise(.piece(piece, hash: hash), suspicion)
    }
    for id in touched.clusters {
      guard let cluster = state.evidence.candidates[id], !cluster.isHeld, !cluster.elementClass.entry.isTemporary,
        let suspicion = state.evidence.suspicion(of: [id], policy: policy),
        suspicion.isRaised(policy, charge_mnat: charge(suspicion, nil)),
        !state.book.suspects.contains(where: { $0.subject.clusters.contains(id) })
      else { continue }
      if let place = suspect(beside: cluster) {
        let ids = state.book.suspects[place].subject.clusters
        state.book.suspects[place].subject = .clusters((ids + [id]).sorted())
      } else {
        raise(.clusters([id]), suspicion)
      }
    }
  }

  /// Gives up suspects for which little speaks any more, or whose piece is another by now.
  mutating func dropSuspects() {
    var kept: [Suspect] = []
    var dropped: [(suspect: Suspect, reason: String)] = []
    var contested: [ChangeName] = []
    for var suspect in state.book.suspects {
      var now: Suspicion?
      switch suspect.subject {
      case .piece(let piece, let hash):
        guard state.tile[piece]?.evidenceHash == hash else {
          dropped.append((suspect, "the piece it is about has changed"))
          continue
        }
        now = state.evidence.suspicion(of: piece, tile: state.tile, policy: policy)
      case .clusters(let ids):
        let left = ids.filter { state.evidence.candidates[$0] != nil }
        if left != ids { suspect.subject = .clusters(left) }
        now = state.evidence.suspicion(of: left, policy: policy)
      }
      if let now, !now.isFallen(policy) {
        suspect.last = now
        if isBelowQuorum(now) { suspect.weigh(policy) }
        kept.append(suspect)
      } else if suspect.isOutvoted {
        contested.append(suspect.name)
        dropped.append((suspect, "contested: some vehicles said so, and those that passed after them did not"))
      } else {
        dropped.append((suspect, "the evidence for it is gone"))
      }
    }
    state.book.suspects = kept
    for (suspect, reason) in dropped { retract(suspect, reason: reason) }
    tell(contested: contested)
  }

  /// True where more vehicles than speak for it have to agree, since more pass here.
  private func isBelowQuorum(_ suspicion: Suspicion) -> Bool {
    !state.evidence.traffic.agrees(to: suspicion.support, policy)
  }

  /// The name under which a proposal was suspected; the suspects that it speaks for as well are part of it.
  mutating func adopt(_ proposal: ChangeProposal) -> ChangeName? {
    let meant = state.book.suspects.filter { $0.isMeant(by: proposal) }
    guard let first = meant.first else { return nil }
    state.book.suspects.removeAll { suspect in meant.contains { $0.name == suspect.name } }
    for other in meant.dropFirst() { retract(other, reason: "is part of change \(first.name.id(in: tile))") }
    return first.name
  }

  /// Ends suspects that a proposal speaks for, where it is not about them.
  mutating func retractSuspects(of proposal: ChangeProposal, reason: String) {
    let meant = state.book.suspects.filter { $0.isMeant(by: proposal) }
    state.book.suspects.removeAll { suspect in meant.contains { $0.name == suspect.name } }
    for suspect in meant { retract(suspect, reason: reason) }
  }

  /// A suspect's event.
  func event(_ suspect: Suspect, _ status: ChangeEvent.Status) -> ChangeEvent {
    let last = suspect.last
    var event = ChangeEvent(
      change: suspect.name.id(in: tile), kind: last.kind, status: status, tile: tile, elementClass: last.elementClass,
      shapeKind: last.shapeKind)
    if let piece = suspect.subject.piece {
      event.pieceBefore = piece
      event.before = last.points
      event.attributesBefore = state.tile[piece]?.attributes ?? Attributes()
    } else {
      event.after = last.points
    }
    event.attributesAfter = last.attributes
    event.evidence_mnat = last.evidence_mnat
    event.fill(last.support)
    return event
  }

  /// What a suspicion, or a proposal, has to bring beyond the threshold because a person rejected it before.
  private func charge(_ suspicion: Suspicion, _ piece: PieceID?) -> Int64 {
    state.book.charges.contains {
      $0.isDue(
        suspicion.kind, piece: piece, elementClass: suspicion.elementClass, points: suspicion.points, policy: policy)
    } ? policy.rejectedCharge_mnat : 0
  }

  /// Proposals without those that a person rejected and that have not brought more since.
  mutating func charged(_ proposals: [ChangeProposal]) -> [ChangeProposal] {
    guard !state.book.charges.isEmpty else { return proposals }
    return proposals.filter { proposal in
      let due = state.book.charges.first {
        $0.isDue(
          proposal.kind, piece: proposal.edit.piece, elementClass: proposal.elementClass, points: proposal.newPoints,
          policy: policy)
      }
      guard let due else { return true }
      guard proposal.evidence_mnat >= proposal.kind.threshold_mnat(policy) + policy.rejectedCharge_mnat else {
        return false
      }
      state.book.forget(due)
      return true
    }
  }

  private mutating func raise(_ subject: Suspect.Subject, _ suspicion: Suspicion) {
    guard state.book.suspects.count < ChangeBook.suspectLimit else {
      partition.counts.unsuspected += 1
      return
    }
    var suspect = Suspect(name: name(), subject: subject, last: suspicion)
    if isBelowQuorum(suspicion) { suspect.weigh(policy) }
    state.book.suspects.append(suspect)
    partition.counts.suspected += 1
    say(event(suspect, .suspected))
  }

  private mutating func retract(_ suspect: Suspect, reason: String) {
    var event = event(suspect, .retracted)
    event.reason = reason
    end(suspect.name, event)
  }

  /// The suspect a stretch of line continues, or of which a point is a second image.
  private func suspect(beside cluster: CandidateCluster) -> Int? {
    let reach_cm = cluster.kind == .line ? LineSlab.width_cm * 2 : policy.clusterGate_cm * 2
    return state.book.suspects.firstIndex { suspect in
      suspect.last.elementClass == cluster.elementClass
        && suspect.subject.clusters.contains { id in
          state.evidence.candidates[id].map { other in
            guard other.kind == cluster.kind else { return false }
            guard cluster.kind == .line else { return other.centre.distance_cm(to: cluster.centre) <= reach_cm }
            return other.centre.distance_cm(to: cluster.centre) <= reach_cm
              && LineMeasure(other.points).aside_cm(of: cluster.centre) <= policy.clusterGate_cm * 2
          } ?? false
        }
    }
  }
}

extension Suspect.Subject {
  /// The piece; nil where it is about something new.
  var piece: PieceID? { if case .piece(let piece, _) = self { piece } else { nil } }
  /// The clusters; none where it is about a piece.
  var clusters: [UInt32] { if case .clusters(let ids) = self { ids } else { [] } }
}

extension LineMeasure {
  /// Distance of a point from the straight line through both ends, cm.
  fileprivate func aside_cm(of point: TilePoint) -> Int64 {
    guard let first = points.first, let last = points.last, points.count > 1 else { return .max }
    let (dx, dy) = (Int64(last.x_cm) - Int64(first.x_cm), Int64(last.y_cm) - Int64(first.y_cm))
    let (px, py) = (Int64(point.x_cm) - Int64(first.x_cm), Int64(point.y_cm) - Int64(first.y_cm))
    return abs(dx * py - dy * px) / max(FixedPoint.length(dx, dy), 1)
  }
}

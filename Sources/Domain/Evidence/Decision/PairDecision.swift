import MapModel

/// Whether what is gone stands elsewhere now.
struct PairDecision {
  /// What to do about a removal.
  enum Outcome: Hashable {
    /// Nothing near it is new.
    case alone
    /// Something near it may be new, or it may stand there: wait for the evidence of that.
    case wait
    /// It is a move.
    case move(ChangeProposal)
  }

  let piece: PieceDecision
  let clusters: [CandidateCluster]
  let policy: Policy

  /// True where anything new of the piece's class is confirmed in the tile at all.
  var isPossible: Bool {
    let elementClass = piece.element.elementClass
    // By index: asked of every piece, and a cluster is dear to copy.
    return clusters.indices.contains {
      clusters[$0].elementClass == elementClass && !clusters[$0].isHeld && clusters[$0].isConfirmed(policy)
    }
  }

  /// The verdict on a proposed removal of a stretch of the piece, or of all of it.
  func outcome(_ removal: ChangeProposal, stretch_cm: Range<Int>?) -> Outcome {
    piece.element.kind == .line ? line(removal, stretch_cm) : point(removal)
  }

  private func point(_ removal: ChangeProposal) -> Outcome {
    let likelihood = MoveLikelihood(policy: policy, kind: .point)
    let centre = piece.element.centre
    let near = clusters.filter { cluster in
      cluster.elementClass == piece.element.elementClass && cluster.kind != .line && !cluster.isHeld
        && isLikely(likelihood.odds_mnat(distance_cm: cluster.centre.distance_cm(to: centre)), removal)
    }
    let order: (CandidateCluster, CandidateCluster) -> Bool = { a, b in
      (a.centre.distance_cm(to: centre), a.id) < (b.centre.distance_cm(to: centre), b.id)
    }
    if let other = near.filter({ $0.isConfirmed(policy) }).min(by: order) {
      let shift = centre.vector_cm(to: other.centre)
      return .move(
        moved(
          removal, .shiftPoint(piece.element.piece, east_cm: Int32(shift.x), north_cm: Int32(shift.y)), by: [other]))
    }
    return waits(removal, for: near) ? .wait : .alone
  }

  private func line(_ removal: ChangeProposal, _ stretch_cm: Range<Int>?) -> Outcome {
    let likelihood = MoveLikelihood(policy: policy, kind: .line)
    let course = LineMeasure(piece.element.points)
    let length = Int(course.length / LineMeasure.unitsPerCentimetre)
    let stretch = stretch_cm ?? 0..<length
    let near = clusters.filter { cluster in
      guard cluster.elementClass == piece.element.elementClass, cluster.kind == .line, !cluster.isHeld else {
        return false
      }
      let foot = course.nearest(to: cluster.centre)
      return foot.station_cm > 0 && foot.station_cm < length && stretch.contains(foot.station_cm)
        && isLikely(likelihood.odds_mnat(distance_cm: foot.distance_cm), removal)
    }
    let firm = near.filter { $0.isConfirmed(policy) || $0.mayJoin(policy) }
    var best: (chain: ClusterChain, distance_cm: Int64)?
    for core in firm where core.isConfirmed(policy) {
      let chain = ClusterChain(through: core, over: firm)
      let distance = course.nearest(to: core.centre).distance_cm
      let size = (chain.clusters.count, -distance)
      if best.map({ size > ($0.chain.clusters.count, -$0.distance_cm) }) ?? true { best = (chain, distance) }
    }
    if let chain = best?.chain, LineInterval.length_cm(of: chain.points) * 2 >= stretch.count {
      return .move(lineMove(removal, chain, course: course, stretch_cm: stretch_cm))
    }
    return waits(removal, for: near) ? .wait : .alone
  }

  private func lineMove(
    _ removal: ChangeProposal, _ chain: ClusterChain, course: LineMeasure, stretch_cm: Range<Int>?
  ) -> ChangeProposal {
    let members = clusters.filter { chain.clusters.contains($0.id) }
    if stretch_cm != nil {
      let lines = clusters.filter { $0.kind == .line && $0.elementClass == piece.element.elementClass }
      let near = moved(removal, removal.edit, by: members)
      if let move = DisplacedCourse(piece).move(near, over: lines) { return move }
    }
    var shifts: [LineShift] = []
    let feet = chain.points.map { course.nearest(to: $0) }.sorted { $0.station_cm < $1.station_cm }
    for foot in feet where foot.station_cm > shifts.last?.station_cm ?? -1 {
      if let stretch_cm, !stretch_cm.contains(foot.station_cm) { continue }
      shifts.append(LineShift(station_cm: foot.station_cm, left_cm: foot.left_cm))
    }
    if stretch_cm != nil { piece.fade(&shifts, beside: piece.intervals(of: stretch_cm)) }
    return moved(removal, .shiftLine(piece.element.piece, shifts), by: members)
  }

  private func moved(_ removal: ChangeProposal, _ edit: TileEdit, by others: [CandidateCluster]) -> ChangeProposal {
    var move = removal
    move.kind = .moved
    move.edit = edit
    move.clusters = others.map(\.id)
    for other in others { move.support.add(other.support) }
    move.evidence_mnat += others.map(\.score_mnat).max() ?? 0
    return move
  }

  private func isLikely(_ odds_mnat: Int64, _ removal: ChangeProposal) -> Bool {
    odds_mnat > 0 && odds_mnat + removal.evidence_mnat >= policy.pairThreshold_mnat
  }

  private func isRising(_ cluster: CandidateCluster) -> Bool {
    cluster.score_mnat >= policy.neighbourThreshold_mnat && cluster.support.vehicles > 1
  }

  /// True while a removal may turn out to be a move: something new near it is rising, or it is seen beside its place itself. What speaks for the move as
  /// much as for the removal uses up no patience: of a thing that is hard to see, most of it would be gathered before that of the move suffices.
  /// Nor does what the removal began with count where anything like it is near: that it is not in its place any more, it says of both.
  private func waits(_ removal: ChangeProposal, for near: [CandidateCluster]) -> Bool {
    guard piece.mayHaveMoved || !near.isEmpty else { return false }
    let gathered_mnat = removal.evidence_mnat - piece.head_mnat
    if gathered_mnat < policy.removedThreshold_mnat { return true }
    return (piece.mayHaveMoved || near.contains { isRising($0) })
      && gathered_mnat - piece.moveEvidence_mnat < policy.removedThreshold_mnat + policy.pairPatience_mnat
  }
}

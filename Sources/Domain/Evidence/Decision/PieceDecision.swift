import MapModel

/// What the ledgers of one piece say, taken together.
struct PieceDecision {
  let element: MapElement
  let ledgers: ArraySlice<ElementLedger>
  let policy: Policy

  /// Attributes changed, by the reading that leads where the evidence is strongest.
  var attributeChanges: [ChangeProposal] {
    guard let strongest = ledgers.max(by: { $0.attribute.score_mnat < $1.attribute.score_mnat })?.attribute,
      strongest.score_mnat >= policy.attributeThreshold_mnat
    else { return [] }
    let reading = strongest.reading
    let states = ledgers.map { ledger in
      let score = ledger.attribute.reading == reading ? ledger.attribute.score_mnat : 0
      return IntervalState(
        isObserved: score > 0 || ledger.last?.wasRead == true,
        isConfirmed: score >= policy.attributeThreshold_mnat && ledger.attribute.support.suffices(policy),
        mayJoin: score >= policy.neighbourThreshold_mnat && ledger.attribute.support.hasQuorum(policy),
        score_mnat: score)
    }
    return stretches(states, threshold_mnat: policy.attributeThreshold_mnat).map { run in
      proposal(
        .attributeChanged, .relabel(element.piece, stretch_cm: run.stretch_cm, reading),
        of: run.intervals.map { (states[$0].score_mnat, ledger($0).attribute.support) })
    }
  }

  /// Displaced, by offsets of an element that is still seen.
  var moves: [ChangeProposal] {
    element.kind == .line ? lineMoves(left: true) + lineMoves(left: false) : pointMove.map { [$0] } ?? []
  }

  /// True of a point that seems to stand elsewhere now, on less evidence than confirms it.
  var mayHaveMoved: Bool {
    guard element.kind != .line else { return false }
    let move = ledger(0).move
    return move.support.hasQuorum(policy) && move.isDisplaced(from: ledger(0).settled, policy: policy)
  }

  /// Evidence that a point stands elsewhere now, thousandths of a nat; nothing where it does not seem to.
  var moveEvidence_mnat: Int64 { mayHaveMoved ? ledger(0).move.score_mnat : 0 }

  /// Evidence that its removal began with, thousandths of a nat.
  var head_mnat: Int64 { ledgers.lazy.map(\.removal.head_mnat).max() ?? 0 }

  private var pointMove: ChangeProposal? {
    let move = ledger(0).move
    guard move.score_mnat >= policy.movedThreshold_mnat, move.support.suffices(policy),
      move.isDisplaced(from: ledger(0).settled, policy: policy)
    else { return nil }
    return proposal(
      .moved,
      .shiftPoint(
        element.piece, east_cm: Int32(clamping: move.first_cm), north_cm: Int32(clamping: move.second_cm)),
      of: [(move.score_mnat, move.support)])
  }

  private func lineMoves(left: Bool) -> [ChangeProposal] {
    let since_ns = onset_ns(left: left)
    let states = ledgers.map { ledger in
      let score = ledger.move.scores_mnat[left ? 0 : 1]
      let leans = (ledger.move.first_cm > ledger.settled.first_cm) == left
      return IntervalState(
        // What was not seen since the line began to move says nothing about where it is now.
        isObserved: score > 0 || ledger.lastSeen_ns >= since_ns,
        isConfirmed: leans && score >= policy.movedThreshold_mnat && ledger.move.support.suffices(policy)
          && ledger.move.isDisplaced(from: ledger.settled, policy: policy),
        mayJoin: leans && score >= policy.neighbourThreshold_mnat && ledger.move.support.hasQuorum(policy),
        score_mnat: score)
    }
    return stretches(states, threshold_mnat: policy.movedThreshold_mnat).map { run in
      let moving = run.intervals.filter { states[$0].score_mnat > 0 }
      let lefts_cm = CommonShift.pooled(moving.map { (ledger($0).move.first_cm, ledger($0).move.weight) })
      var shifts = zip(moving, lefts_cm).map { LineShift(station_cm: centre_cm($0), left_cm: $1) }
      if run.stretch_cm != nil { fade(&shifts, beside: run.intervals) }
      return proposal(
        .moved, .shiftLine(element.piece, shifts),
        of: run.intervals.map { (states[$0].score_mnat, ledger($0).move.support) })
    }
  }

  /// When the evidence of a move to one side began to rise in the interval where it is strongest, ns since 1970.
  private func onset_ns(left: Bool) -> Int64 {
    let side = left ? 0 : 1
    return ledgers.max { $0.move.scores_mnat[side] < $1.move.scores_mnat[side] }?.move.support.firstSeen_ns ?? 0
  }

  /// Gone, whole or in stretches.
  var removals: [ChangeProposal] {
    removals(
      threshold_mnat: policy.removedThreshold_mnat, joining_mnat: policy.neighbourThreshold_mnat,
      passes: policy.minimumPasses, withHead: true)
  }

  /// What seems to be going, on less evidence: it counts only as the other half of a move.
  var fadings: [ChangeProposal] {
    removals(
      threshold_mnat: policy.fadingThreshold_mnat, joining_mnat: policy.fadingThreshold_mnat, passes: 1,
      withHead: false)
  }

  /// - Parameter withHead: Whether what a removal began with counts; beside others' evidence only what votes have given does.
  private func removals(
    threshold_mnat: Int64, joining_mnat: Int64, passes: Int64, withHead: Bool
  ) -> [ChangeProposal] {
    var states = ledgers.map { ledger in
      let removal = ledger.removal
      let score_mnat = withHead ? removal.score_mnat : removal.gathered_mnat
      return IntervalState(
        isObserved: ledger.passes > 0,
        isConfirmed: score_mnat >= threshold_mnat && removal.support.hasQuorum(policy)
          && Int64(removal.support.traversals) >= passes,
        mayJoin: removal.gathered_mnat >= joining_mnat && removal.support.hasQuorum(policy), score_mnat: score_mnat)
    }
    RemovalPooling(ledgers: ledgers, policy: policy).confirm(&states, threshold_mnat: threshold_mnat, passes: passes)
    return stretches(states, threshold_mnat: threshold_mnat).map { run in
      proposal(
        .removed, .remove(element.piece, stretch_cm: run.stretch_cm),
        of: run.intervals.map { (states[$0].score_mnat, ledger($0).removal.support) })
    }
  }

  /// A stretch that lies aside as a whole; what lies beside it stays.
  func shifts(of run: Range<Int>, left_cm: Int64) -> [LineShift] {
    var shifts = Set([run.lowerBound, run.upperBound - 1]).sorted().map {
      LineShift(station_cm: centre_cm($0), left_cm: left_cm)
    }
    fade(&shifts, beside: run)
    return shifts
  }

  /// What lies beside a changed stretch of a line stays: the shift fades to nothing at the middle of the next interval.
  func fade(_ shifts: inout [LineShift], beside run: Range<Int>) {
    if run.lowerBound > 0 { shifts.insert(LineShift(station_cm: centre_cm(run.lowerBound - 1), left_cm: 0), at: 0) }
    if run.upperBound < ledgers.count { shifts.append(LineShift(station_cm: centre_cm(run.upperBound), left_cm: 0)) }
  }

  /// The intervals a stretch of the piece overlaps.
  func intervals(of stretch_cm: Range<Int>?) -> Range<Int> {
    guard let stretch_cm else { return 0..<ledgers.count }
    let length = LineInterval.length_cm(of: element.points)
    let inside = (0..<ledgers.count).filter {
      LineInterval.range_cm(of: $0, lineLength_cm: length).overlaps(stretch_cm)
    }
    return (inside.first ?? 0)..<((inside.last ?? 0) + 1)
  }

  private func ledger(_ interval: Int) -> ElementLedger { ledgers[ledgers.startIndex + interval] }

  private func centre_cm(_ interval: Int) -> Int {
    let range = LineInterval.range_cm(of: interval, lineLength_cm: LineInterval.length_cm(of: element.points))
    return (range.lowerBound + range.upperBound) / 2
  }

  private func stretches(
    _ states: [IntervalState], threshold_mnat: Int64
  ) -> [(intervals: Range<Int>, stretch_cm: Range<Int>?)] {
    switch IntervalRuns(states: states, threshold_mnat: threshold_mnat, policy: policy).outcome {
    case .wait: return []
    case .whole: return [(0..<states.count, nil)]
    case .stretches(let runs):
      let length = LineInterval.length_cm(of: element.points)
      return runs.map { run in
        let start = LineInterval.range_cm(of: run.lowerBound, lineLength_cm: length).lowerBound
        let end = LineInterval.range_cm(of: run.upperBound - 1, lineLength_cm: length).upperBound
        return (run, run.count == states.count ? nil : start..<end)
      }
    }
  }

  private func proposal(
    _ kind: ChangeEvent.Kind, _ edit: TileEdit, of parts: [(score_mnat: Int64, support: Support)]
  ) -> ChangeProposal {
    var support = Support()
    for part in parts { support.add(part.support) }
    return ChangeProposal(
      kind: kind, elementClass: element.elementClass, shapeKind: element.kind, edit: edit, clusters: [],
      evidence_mnat: parts.map(\.score_mnat).max() ?? 0, support: support)
  }
}

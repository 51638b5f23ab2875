import MapModel

/// What speaks for changes of one element, of each kind since its evidence last stood at nothing.
struct Excursions: Hashable, Sendable {
  /// "It is gone".
  var removal = RemovalExcursion()
  /// "It is elsewhere".
  var move = MoveExcursion()
  /// "It is another kind".
  var attribute = AttributeExcursion()

  /// True where nothing speaks for anything. An excursion whose score is back at nothing has forgotten all else, but for a reading that a repeated
  /// word has begun with.
  var isEmpty: Bool {
    removal.score_mnat == 0 && move.score_mnat == 0 && attribute.score_mnat == 0 && attribute.reading.entries.isEmpty
  }

  /// Folds a vote; what it says of how well the element is seen goes into `history`.
  /// - Parameter settled: Where the element was seen before the visit.
  mutating func fold(
    _ cast: Cast, _ history: inout DetectionHistory, _ settled: SettledOffset, weights: EvidenceWeights
  ) {
    // Misses in a row tell of an element of which little is known that it is hard to see as well as that it is gone. They count by half for
    // that, as much as many of one day say of the other; where an element was seen a hundred times, they teach little.
    var known = history
    known.add(removal.pending.without(cast.earlier).average(of: 2))
    let missed_mnat = (
      now: known.removal_mnat(cast.vote, cast.day, weights),
      earlier: cast.earlier.map { known.removal_mnat($0, cast.day, weights) }
    )
    foldRemoval(cast, &history, missed_mnat: missed_mnat, policy: weights.policy)
    move.fold(
      cast.vote, replacing: cast.earlier, missed_mnat: (missed_mnat.now, missed_mnat.earlier ?? 0), settled: settled,
      visit: cast.visit, weights: weights)
    guard let differences = cast.differences else { return }
    let differs = !differences.entries.isEmpty
    attribute.fold(
      weights.reading_mnat(differs: differs, detected: cast.vote.detected), reading: differs ? differences : nil,
      visit: cast.visit, again: cast.wasRead, policy: weights.policy)
  }

  /// True where a vote speaks for no change, so that of an element nothing speaks for all that becomes of it is history: nearly all votes.
  static func passesOver(
    _ cast: Cast, _ history: DetectionHistory, _ settled: SettledOffset, weights: EvidenceWeights
  ) -> Bool {
    // In place of an earlier vote even one that speaks against a change may raise a score.
    guard cast.earlier == nil, cast.differences?.entries.isEmpty ?? true,
      MoveExcursion.passesOver(cast.vote, settled, weights.policy)
    else { return false }
    return history.removal_mnat(cast.vote, cast.day, weights) <= 0
  }

  /// - Parameter missed_mnat: What the vote and the one it replaces say of "gone" against "there", thousandths of a nat.
  private mutating func foldRemoval(
    _ cast: Cast, _ history: inout DetectionHistory, missed_mnat: (now: Int64, earlier: Int64?), policy: Policy
  ) {
    let ratio = missed_mnat.now
    if history.passes == 0, removal.pending.passes == 0, ratio > 0 {
      // Its first vote misses it: it may be long gone.
      (removal.head_mnat, removal.score_mnat) = (policy.unseen_mnat, policy.unseen_mnat)
    } else if cast.earlier != nil, removal.pending.passes == 1, ratio <= 0 {
      removal.score_mnat -= removal.head_mnat
      removal.head_mnat = 0
    }
    let change =
      missed_mnat.earlier.map { ratio - $0 } ?? removal.support.weigh(ratio, of: cast.visit, policy: policy)
    removal.score_mnat = min(max(removal.score_mnat + change, 0), policy.removedThreshold_mnat * 4)
    if removal.score_mnat > 0 {
      removal.pending.count(cast.vote, replacing: cast.earlier)
      if ratio > 0 { removal.support.add(cast.visit, again: cast.earlier != nil) }
    } else {
      history.add(removal.pending)
      // The vote this one replaces may have been counted in either; both are history now.
      history.count(cast.vote, replacing: cast.earlier)
      removal = RemovalExcursion()
    }
  }
}

/// A vote with all that a ledger folds of it.
struct Cast {
  let vote: ElementVote
  /// The vote of the same visit it takes the place of, if any.
  let earlier: ElementVote?
  /// What its reading says against the map, nil where it reads nothing that the map knows.
  let differences: Attributes?
  /// True where the earlier vote was read already.
  let wasRead: Bool
  /// What visits before it on its day said.
  let day: SameDay
  let visit: Visit
}

import MapModel

/// All that traversals have said about one piece of the map, or one interval of a piece of line.
public struct ElementLedger: Hashable, Sendable {
  /// Passes and sightings outside of excursions.
  public internal(set) var history = DetectionHistory()
  /// Event time it was last seen, ns since 1970; 0 where never.
  public internal(set) var lastSeen_ns: Int64 = 0
  /// "It is gone".
  public internal(set) var removal = RemovalExcursion()
  /// "It is elsewhere".
  public internal(set) var move = MoveExcursion()
  /// "It is another kind".
  public internal(set) var attribute = AttributeExcursion()
  var last: LastVote?

  /// The vote that counted last, so that the next slot of the same visit can take its place.
  struct LastVote: Hashable, Sendable {
    var trip: UInt32
    var slot: Int64
    var vote: ElementVote
    var wasRead: Bool
    /// What visits before it on its day said.
    var day: SameDay

    /// Keeps of the vote what its place does not say already.
    init(visit: Visit, vote: ElementVote, wasRead: Bool, day: SameDay) {
      trip = visit.trip
      slot = visit.slot
      self.vote = ElementVote(
        piece: PieceID(ElementID(0)), pieceHash: 0, interval: 0, expected: vote.expected, detected: vote.detected,
        offset_cm: vote.offset_cm, offsetNorth_cm: vote.offsetNorth_cm, sigma_cm: vote.sigma_cm, frames: 0)
      self.wasRead = wasRead
      self.day = day
    }

    /// What was said on the day of a visit that begins after it.
    func said(before visit: Visit) -> SameDay {
      day.before(visit.day, adding: (seen: vote.detected, missed: 255 - vote.detected))
    }
  }

  /// An element nobody has passed.
  public init() {}

  /// Traversals that expected it.
  public var passes: UInt32 { history.passes + removal.pending.passes }
  /// Sum of the probabilities with which they saw it, in 1/255.
  public var detected_255: UInt64 { history.detected_255 + removal.pending.detected_255 }

  /// Folds a vote.
  ///
  /// Two consecutive slots of one visit count once, by the vote that says more; votes of other vehicles on the same element between them
  /// end the visit.
  /// - Parameters:
  ///   - reading: The attributes the vote refers to, if any.
  ///   - mapped: The element's attributes on the map.
  public mutating func fold(
    _ vote: ElementVote, reading: Attributes?, mapped: Attributes, visit: Visit, weights: EvidenceWeights
  ) {
    var earlier: LastVote?
    if let last, visit.continues(trip: last.trip, slot: last.slot) {
      let before = abs(removal_mnat(last.vote, last.day, weights))
      guard abs(removal_mnat(vote, last.day, weights)) > before else {
        self.last?.slot = visit.slot
        return
      }
      earlier = last
    }
    let day = earlier?.day ?? last?.said(before: visit) ?? SameDay(day: visit.day)
    foldRemoval(vote, replacing: earlier?.vote, day: day, visit: visit, weights: weights)
    if vote.detected >= 128 { lastSeen_ns = max(lastSeen_ns, visit.time_ns) }
    move.fold(vote, replacing: earlier?.vote, visit: visit, weights: weights)

    var wasRead = earlier?.wasRead ?? false
    if let reading, vote.detected >= 128, let differences = mapped.differences(in: reading) {
      let differs = !differences.entries.isEmpty
      attribute.fold(
        weights.reading_mnat(differs: differs, detected: vote.detected), reading: differs ? differences : nil,
        visit: visit, again: wasRead, policy: weights.policy)
      wasRead = true
    }
    last = LastVote(visit: visit, vote: vote, wasRead: wasRead, day: day)
  }

  private func removal_mnat(_ vote: ElementVote, _ day: SameDay, _ weights: EvidenceWeights) -> Int64 {
    weights.removal_mnat(
      expected: history.cautious(expected: vote.expected, policy: weights.policy), detected: vote.detected, day: day)
  }

  private mutating func foldRemoval(
    _ vote: ElementVote, replacing earlier: ElementVote?, day: SameDay, visit: Visit, weights: EvidenceWeights
  ) {
    let ratio = removal_mnat(vote, day, weights)
    let change =
      earlier.map { ratio - removal_mnat($0, day, weights) }
      ?? removal.support.weigh(ratio, of: visit, policy: weights.policy)
    removal.score_mnat = min(max(removal.score_mnat + change, 0), weights.policy.removedThreshold_mnat * 4)
    if removal.score_mnat > 0 {
      removal.pending.count(vote, replacing: earlier)
      if ratio > 0 { removal.support.add(visit, again: earlier != nil) }
    } else {
      history.add(removal.pending)
      // The vote this one replaces may have been counted in either; both are history now.
      history.count(vote, replacing: earlier)
      removal = RemovalExcursion()
    }
  }
}

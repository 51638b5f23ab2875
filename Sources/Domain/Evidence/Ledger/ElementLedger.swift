import MapModel

/// All that traversals have said about one piece of the map, or one interval of a piece of line.
public struct ElementLedger: Hashable, Sendable {
  /// Passes and sightings outside of excursions.
  public internal(set) var history = DetectionHistory()
  /// Event time it was last seen, ns since 1970; 0 where never.
  public internal(set) var lastSeen_ns: Int64 = 0
  /// Where it stands against the map.
  public internal(set) var settled = SettledOffset()
  /// What speaks for changes: one entry, or none where nothing does, as of nearly every element.
  private(set) var excursions: [Excursions] = []
  var last: LastVote?

  /// The vote that counted last, so that the next slot of the same visit can take its place.
  struct LastVote: Hashable, Sendable {
    var slot: Int64
    var trip: UInt32
    /// What visits before it on its day said.
    var day: SameDay
    /// Of the vote what its place does not say already.
    let offset_cm, offsetNorth_cm: Int16
    let sigma_cm: UInt16
    let expected, detected: UInt8
    var wasRead: Bool

    init(visit: Visit, vote: ElementVote, wasRead: Bool, day: SameDay) {
      self.init(trip: visit.trip, slot: visit.slot, vote: vote, wasRead: wasRead, day: day)
    }

    init(trip: UInt32, slot: Int64, vote: ElementVote, wasRead: Bool, day: SameDay) {
      self.trip = trip
      self.slot = slot
      self.day = day
      offset_cm = vote.offset_cm
      offsetNorth_cm = vote.offsetNorth_cm
      sigma_cm = vote.sigma_cm
      expected = vote.expected
      detected = vote.detected
      self.wasRead = wasRead
    }

    /// The vote, without what its place says.
    var vote: ElementVote {
      ElementVote(
        piece: PieceID(ElementID(0)), pieceHash: 0, interval: 0, expected: expected, detected: detected,
        offset_cm: offset_cm, offsetNorth_cm: offsetNorth_cm, sigma_cm: sigma_cm, frames: 0)
    }

    /// What was said on the day of a visit that begins after it.
    func said(before visit: Visit) -> SameDay {
      day.before(visit.day, adding: (seen: detected, missed: 255 - detected))
    }
  }

  /// An element nobody has passed.
  public init() {}

  /// "It is gone".
  public var removal: RemovalExcursion { excursions.isEmpty ? RemovalExcursion() : excursions[0].removal }
  /// "It is elsewhere".
  public var move: MoveExcursion { excursions.isEmpty ? MoveExcursion() : excursions[0].move }
  /// "It is another kind".
  public var attribute: AttributeExcursion { excursions.isEmpty ? AttributeExcursion() : excursions[0].attribute }
  /// True where anything speaks for any change.
  var isRemarkable: Bool { !excursions.isEmpty }

  /// True where nobody has said anything about it.
  var isUntouched: Bool {
    last == nil && excursions.isEmpty && history == DetectionHistory() && settled == SettledOffset() && lastSeen_ns == 0
  }

  /// Puts stored excursions back.
  mutating func restore(_ stored: Excursions) { excursions = stored.isEmpty ? [] : [stored] }

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
    fold(
      vote, differences: reading.flatMap { vote.isSeen ? mapped.differences(in: $0) : nil }, visit: visit,
      weights: weights)
  }

  /// Folds a vote.
  /// - Parameter differences: What its reading says against the map; nil where it reads nothing that the map knows, or hardly saw the element.
  mutating func fold(_ vote: ElementVote, differences: Attributes?, visit: Visit, weights: EvidenceWeights) {
    var earlier: LastVote?
    if let last, visit.continues(trip: last.trip, slot: last.slot) {
      let before = abs(history.removal_mnat(last.vote, last.day, weights))
      guard abs(history.removal_mnat(vote, last.day, weights)) > before else {
        self.last?.slot = visit.slot
        return
      }
      earlier = last
    } else if let last {
      let rising_mnat = excursions.isEmpty ? 0 : excursions[0].move.score_mnat
      MoveExcursion.settle(&settled, by: last.vote, rising_mnat: rising_mnat, weights: weights)
    }
    let day = earlier?.day ?? last?.said(before: visit) ?? SameDay(day: visit.day)
    let cast = Cast(
      vote: vote, earlier: earlier?.vote, differences: differences, wasRead: earlier?.wasRead ?? false, day: day,
      visit: visit)
    if excursions.isEmpty, Excursions.passesOver(cast, history, settled, weights: weights) {
      history.count(vote, replacing: nil)
    } else if excursions.isEmpty {
      // Kept only if this vote speaks for a change.
      var fresh = Excursions()
      fresh.fold(cast, &history, settled, weights: weights)
      if !fresh.isEmpty { excursions = [fresh] }
    } else {
      excursions[0].fold(cast, &history, settled, weights: weights)
      if excursions[0].isEmpty { excursions = [] }
    }
    if vote.isSeen { lastSeen_ns = max(lastSeen_ns, visit.time_ns) }
    last = LastVote(visit: visit, vote: vote, wasRead: cast.wasRead || cast.differences != nil, day: day)
  }
}

extension ElementVote {
  /// True where it was seen well enough to tell where it is.
  var showsPlace: Bool { detected >= 64 }
  /// True where the element was rather seen than not.
  var isSeen: Bool { detected >= 128 }
}

extension DetectionHistory {
  /// What a vote says for a removal, thousandths of a nat.
  func removal_mnat(_ vote: ElementVote, _ day: SameDay, _ weights: EvidenceWeights) -> Int64 {
    weights.removal_mnat(
      expected: cautious(expected: vote.expected, policy: weights.policy), detected: vote.detected, day: day)
  }
}

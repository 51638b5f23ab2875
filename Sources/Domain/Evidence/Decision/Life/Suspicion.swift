import MapModel

/// What the evidence says of something that may have changed, as far as it goes.
public struct Suspicion: Hashable, Sendable {
  /// What would have happened.
  public var kind: ChangeEvent.Kind
  /// What it is.
  public var elementClass: ElementClass
  /// How to read its vertices.
  public var shapeKind: ShapeKind
  /// Log-likelihood ratio of its strongest part, thousandths of a nat.
  public var evidence_mnat: Int64
  /// The evidence that would confirm it, thousandths of a nat.
  public var threshold_mnat: Int64
  /// Who speaks for it.
  public var support: Support
  /// Where: of a piece the stretch that may have changed, of something new its vertices so far.
  public var points: [TilePoint]
  /// What it reads, where attributes may have changed or something new was read.
  public var attributes = Attributes()

  /// Vehicles that have to speak for it, and traversals.
  static let quorum: Int64 = 2

  /// How much of the evidence that confirms it is there, in thousandths.
  public func share_permille(charge_mnat: Int64 = 0) -> Int64 {
    Self.share_permille(evidence_mnat - charge_mnat, of: threshold_mnat)
  }

  /// A share of a threshold, in thousandths; never negative.
  static func share_permille(_ evidence_mnat: Int64, of threshold_mnat: Int64) -> Int64 {
    max(evidence_mnat, 0) * 1000 / max(threshold_mnat, 1)
  }

  /// True where enough speaks for it to tell people. One vehicle alone raises no suspicion.
  public func isRaised(_ policy: Policy, charge_mnat: Int64 = 0) -> Bool {
    share_permille(charge_mnat: charge_mnat) >= policy.suspected_permille
      && Int64(support.vehicles) >= min(policy.quorum_vehicles, Self.quorum)
  }

  /// True where too little is left of it.
  public func isFallen(_ policy: Policy) -> Bool { share_permille() <= policy.unsuspected_permille }
}

extension TileEvidence {
  /// The strongest suspicion about a piece; nil where it has no ledgers or nothing speaks for any change.
  /// - Parameter least_permille: Share of the threshold below which nobody asks, in thousandths: nearly every piece is passed over so.
  public func suspicion(
    of piece: PieceID, tile: MapTile, policy: Policy, atLeast least_permille: Int64 = 0
  ) -> Suspicion? {
    guard let place = ledger.place(of: piece) else { return nil }
    var best: (kind: ChangeEvent.Kind, entry: Int, share_permille: Int64)?
    for kind in [ChangeEvent.Kind.removed, .moved, .attributeChanged] {
      var strongest: (entry: Int, evidence_mnat: Int64)?
      for entry in place.entries {
        let evidence_mnat = ledger.entries[entry].evidence(of: kind, policy: policy)
        if evidence_mnat > strongest?.evidence_mnat ?? 0 { strongest = (entry, evidence_mnat) }
      }
      guard let strongest else { continue }
      let share = Suspicion.share_permille(strongest.evidence_mnat, of: kind.threshold_mnat(policy))
      if share >= least_permille, share > best?.share_permille ?? -1 { best = (kind, strongest.entry, share) }
    }
    guard let best else { return nil }
    let element = tile.element(at: place.element)
    let strongest = ledger.entries[best.entry]
    let scores = ledger.entries[place.entries].map { $0.evidence(of: best.kind, policy: policy) }
    let index = best.entry - place.entries.lowerBound
    return Suspicion(
      kind: best.kind, elementClass: element.elementClass, shapeKind: element.kind, evidence_mnat: scores[index],
      threshold_mnat: best.kind.threshold_mnat(policy), support: strongest.support(of: best.kind),
      points: Self.stretch(of: element, around: index, scores: scores),
      attributes: best.kind == .attributeChanged ? strongest.attribute.reading : Attributes())
  }

  /// The suspicion that clusters make up together; nil where none of them is left.
  public func suspicion(of ids: [UInt32], policy: Policy) -> Suspicion? {
    let members = ids.compactMap { candidates[$0] }
    guard let core = members.max(by: { ($0.score_mnat, $1.id) < ($1.score_mnat, $0.id) }) else { return nil }
    return Suspicion(
      kind: .added, elementClass: core.elementClass, shapeKind: core.kind, evidence_mnat: core.score_mnat,
      threshold_mnat: policy.addedThreshold_mnat, support: core.support,
      points: core.kind == .line ? ClusterChain(through: core, over: members).points : core.points,
      attributes: core.labels.leading)
  }

  /// Of a line the intervals around the strongest that say the same, of anything else all of it.
  private static func stretch(of element: MapElement, around strongest: Int, scores: [Int64]) -> [TilePoint] {
    guard element.kind == .line, scores.count > 1 else { return element.points }
    var low = strongest
    var high = strongest
    while low > 0, scores[low - 1] * 2 >= scores[strongest] { low -= 1 }
    while high + 1 < scores.count, scores[high + 1] * 2 >= scores[strongest] { high += 1 }
    let length = LineInterval.length_cm(of: element.points)
    let start = LineInterval.range_cm(of: low, lineLength_cm: length).lowerBound
    let end = LineInterval.range_cm(of: high, lineLength_cm: length).upperBound
    return LineMeasure(element.points).slice(start..<end)
  }
}

extension ElementLedger {
  /// Evidence of a kind of change, thousandths of a nat; of a move only once it is far enough to be called one.
  public func evidence(of kind: ChangeEvent.Kind, policy: Policy) -> Int64 {
    switch kind {
    case .removed: removal.gathered_mnat
    case .moved: move.isDisplaced(from: settled, policy: policy) ? move.score_mnat : 0
    case .attributeChanged: attribute.score_mnat
    case .added, .temporary: 0
    }
  }

  /// Who speaks for a kind of change.
  public func support(of kind: ChangeEvent.Kind) -> Support {
    switch kind {
    case .removed: removal.support
    case .moved: move.support
    case .attributeChanged: attribute.support
    case .added, .temporary: Support()
    }
  }
}

extension ChangeEvent.Kind {
  /// The evidence that confirms a change of this kind, thousandths of a nat.
  public func threshold_mnat(_ policy: Policy) -> Int64 {
    switch self {
    case .removed: policy.removedThreshold_mnat
    case .added: policy.addedThreshold_mnat
    case .moved: policy.movedThreshold_mnat
    case .attributeChanged: policy.attributeThreshold_mnat
    case .temporary: policy.temporaryThreshold_mnat
    }
  }
}

import Evidence
import MapModel
import Observations

/// Hears what traversals say of one change, from the state before and after each.
struct ChangeHearing {
  private(set) var testimonies: [ChangeExplanation.Testimony] = []
  private let change: String
  private let decisive: ChangeEvent
  private let firstStep: Int64
  private let decision: Int64
  private let applied: Int64
  private let end: Int64
  private let piece: PieceID?
  private let course: [TilePoint]
  private let intervals: Range<Int>
  private let policy: Policy
  /// Vehicles that had to agree by the time it was decided.
  private var quorum: Int64
  /// What the votes of the traversal that is heard are worth.
  private var weights: EvidenceWeights

  init(_ steps: [ChangeExplanation.Step], tile: MapTile, policy: Policy) {
    let decisive = steps.first { $0.event.status == .applied } ?? steps.first { $0.event.status == .held } ?? steps[0]
    self.decisive = decisive.event
    change = decisive.event.change
    firstStep = steps[0].offset
    decision = decisive.offset
    applied = steps.first { $0.event.status == .applied }?.offset ?? .max
    end = steps.first { $0.event.status.isEnd }?.offset ?? .max
    piece = decisive.event.pieceBefore
    course = decisive.event.after.isEmpty ? decisive.event.before : decisive.event.after
    self.policy = policy
    quorum = policy.quorum_vehicles
    weights = EvidenceWeights(policy)
    if let element = piece.flatMap({ tile[$0] }), element.kind == .line, let first = decisive.event.before.first,
      let last = decisive.event.before.last
    {
      let measure = LineMeasure(element.points)
      let stations = [measure.nearest(to: first).station_cm, measure.nearest(to: last).station_cm].sorted()
      let length = LineInterval.length_cm(of: element.points)
      let inside = (0..<LineInterval.count(of: element)).filter {
        let range = LineInterval.range_cm(of: $0, lineLength_cm: length)
        return stations[0] <= (range.lowerBound + range.upperBound) / 2
          && (range.lowerBound + range.upperBound) / 2 <= stations[1]
      }
      intervals = (inside.first ?? 0)..<((inside.last ?? 0) + 1)
    } else {
      intervals = 0..<1
    }
  }

  mutating func hear(
    _ evidence: TraversalEvidence, offset: Int64, weights: EvidenceWeights, before: TileState, after: TileState
  ) {
    self.weights = weights
    guard offset <= end, offset > applied || offset <= decision else { return }
    if offset > applied {
      verify(evidence, offset: offset, before: before, after: after)
    } else if let piece {
      hear(evidence, on: piece, offset: offset, before: before, after: after)
    } else {
      hearNew(evidence, offset: offset, before: before, after: after)
    }
    if offset <= decision, let support = testimonies.last?.support {
      quorum = after.evidence.traffic.quorum(of: support, policy)
    }
    // What stood at nothing before the first step begins anew.
    if offset < firstStep, testimonies.last?.offset == offset, testimonies.last?.after_mnat == 0 { testimonies = [] }
  }

  private mutating func hear(
    _ evidence: TraversalEvidence, on piece: PieceID, offset: Int64, before: TileState, after: TileState
  ) {
    guard let place = before.evidence.ledger.place(of: piece), let element = before.tile[piece] else { return }
    let votes = evidence.votes.filter {
      $0.piece == piece && $0.pieceHash == place.pieceHash && intervals.contains(Int($0.interval))
        && Int($0.interval) < place.entries.count
    }
    guard !votes.isEmpty else { return }
    let earlier = score(on: piece, before)
    let later = decided(earlier, evidence, offset) ?? score(on: piece, after) ?? earlier ?? (0, Support())
    let own = weights.of(element.elementClass)
    let cautious = votes.map { vote in
      Int(
        before.evidence.ledger.entries[place.entries.lowerBound + Int(vote.interval)].history.cautious(
          expected: own.expected(vote.expected), policy: own.policy))
    }
    let seen = votes.filter { $0.detected >= 128 }
    let labels = seen.compactMap { vote in
      vote.label > 0 && Int(vote.label) <= evidence.labels.count ? evidence.labels[Int(vote.label) - 1] : nil
    }
    testimonies.append(
      testimony(
        evidence, offset, word: word(seen, of: votes, labels, element), parts: votes.count,
        expected: mean(votes.map { Int($0.expected) }), cautious: mean(cautious),
        detected: mean(votes.map { Int($0.detected) }), offset_cm: aside(seen), reading: labels.first ?? Attributes(),
        before: earlier?.mnat ?? 0, after: later, places: seen.map { Self.place(of: $0, on: element) }))
  }

  private mutating func hearNew(_ evidence: TraversalEvidence, offset: Int64, before: TileState, after: TileState) {
    let seen = evidence.candidates.filter { isMeant($0.elementClass, $0.points) }
    let earlier = scoreOfNew(before)
    let later = decided(earlier, evidence, offset) ?? scoreOfNew(after) ?? (0, Support())
    let reach = evidence.swath.reaches.first { $0.elementClass == decisive.elementClass }
    guard !seen.isEmpty || (earlier.map { $0.mnat != later.mnat } ?? false) else { return }
    testimonies.append(
      testimony(
        evidence, offset, word: seen.isEmpty ? "absent though in view" : "sighted", parts: max(seen.count, 1),
        expected: reach?.expected ?? 0, cautious: nil, detected: mean(seen.map { Int($0.existence) }), offset_cm: nil,
        reading: Attributes(), before: earlier?.mnat ?? 0, after: later, places: seen.map(\.points)))
  }

  private mutating func verify(_ evidence: TraversalEvidence, offset: Int64, before: TileState, after: TileState) {
    func open(_ state: TileState) -> AppliedChange? {
      state.book.applied.first { $0.name.id(in: state.tile.id) == change }
    }
    guard let earlier = open(before) else { return }
    var later = earlier.verification
    let testimony = AppliedTestimony(earlier.event, made: earlier.made, weights: weights)
    guard let ratio = testimony.ratio_mnat(evidence, tile: before.tile) else { return }
    later.fold(ratio, visit: Visit(evidence), policy: policy)
    if let told = open(after)?.verification { later = told }
    var heard = self.testimony(
      evidence, offset, word: ratio >= 0 ? "as mapped now" : "not as mapped now", parts: 1, expected: 0, cautious: nil,
      detected: 0, offset_cm: nil, reading: Attributes(), before: earlier.verification.score_mnat,
      after: (later.score_mnat, later.support), places: [])
    heard.isVerifying = true
    testimonies.append(heard)
  }

  private func testimony(
    _ evidence: TraversalEvidence, _ offset: Int64, word: String, parts: Int, expected: UInt8, cautious: UInt8?,
    detected: UInt8, offset_cm: (first: Int16, second: Int16)?, reading: Attributes, before: Int64,
    after: (mnat: Int64, support: Support), places: [[TilePoint]]
  ) -> ChangeExplanation.Testimony {
    ChangeExplanation.Testimony(
      offset: offset, vehicle: evidence.id.vehicle.text, drive: evidence.id.drive.text, time_ns: evidence.lastTime_ns,
      word: word, parts: parts, expected: expected, cautious: cautious, detected: detected, offset_cm: offset_cm,
      reading: reading, before_mnat: before, after_mnat: after.mnat, support: after.support, isVerifying: false,
      places: places)
  }

  private typealias Score = (mnat: Int64, support: Support)

  /// After the record that decided, the state holds the evidence no more: the change tells it. Nil for any other record.
  private func decided(_ earlier: Score?, _ evidence: TraversalEvidence, _ offset: Int64) -> Score? {
    guard offset == applied else { return nil }
    var support = earlier?.support ?? Support()
    support.add(Visit(evidence))
    return (decisive.evidence_mnat, support)
  }

  private func score(on piece: PieceID, _ state: TileState) -> Score? {
    guard let place = state.evidence.ledger.place(of: piece), place.entries.count >= intervals.upperBound else {
      return nil
    }
    let ledgers = intervals.map { state.evidence.ledger.entries[place.entries.lowerBound + $0] }
    let kind: ChangeEvent.Kind =
      decisive.kind == .moved && ledgers.contains { $0.removal.score_mnat > $0.move.score_mnat }
      ? .removed : decisive.kind
    func mnat(_ ledger: ElementLedger) -> Int64 {
      switch kind {
      case .removed: ledger.removal.score_mnat
      case .moved: ledger.move.score_mnat
      case .attributeChanged: ledger.attribute.score_mnat
      case .added, .temporary: 0
      }
    }
    guard let strongest = ledgers.max(by: { mnat($0) < mnat($1) }) else { return nil }
    var score: Score = (mnat(strongest), strongest.support(of: kind))
    if kind != decisive.kind, let new = scoreOfNew(state) {
      score.mnat += new.mnat
      score.support.add(new.support)
    }
    return score
  }

  private func scoreOfNew(_ state: TileState) -> Score? {
    let near = state.evidence.candidates.clusters.filter { isMeant($0.elementClass, $0.points) }
    return near.max { ($0.score_mnat, $1.id) < ($1.score_mnat, $0.id) }.map { ($0.score_mnat, $0.support) }
  }

  private func isMeant(_ elementClass: ElementClass, _ points: [TilePoint]) -> Bool {
    guard elementClass == decisive.elementClass, !points.isEmpty, !course.isEmpty else { return false }
    let middle = decisive.shapeKind == .line ? points[points.count / 2] : points.meanVertex
    let measure = LineMeasure(decisive.shapeKind == .line ? course : [course.meanVertex])
    return measure.nearest(to: middle).distance_cm <= policy.clusterGate_cm
  }

  private func word(
    _ seen: [ElementVote], of votes: [ElementVote], _ labels: [Attributes], _ element: MapElement
  ) -> String {
    if seen.isEmpty { return "missed though visible" }
    if decisive.kind == .attributeChanged {
      let other = labels.contains { element.attributes.differences(in: $0).map { !$0.entries.isEmpty } ?? false }
      return labels.isEmpty ? "detected, not read" : other ? "read otherwise" : "read as mapped"
    }
    if decisive.kind == .moved, let aside = aside(seen),
      FixedPoint.length(Int64(aside.first), Int64(aside.second)) * 2 >= policy.movedMinimum_cm
    {
      return "displaced"
    }
    return seen.count == votes.count ? "detected" : "detected \(seen.count) of \(votes.count)"
  }

  private func aside(_ seen: [ElementVote]) -> (first: Int16, second: Int16)? {
    let placed = seen.filter { $0.sigma_cm > 0 }
    guard !placed.isEmpty else { return nil }
    func mean(_ values: [Int]) -> Int16 { Int16(clamping: values.reduce(0, +) / values.count) }
    return (mean(placed.map { Int($0.offset_cm) }), mean(placed.map { Int($0.offsetNorth_cm) }))
  }

  private func mean(_ values: [Int]) -> UInt8 {
    values.isEmpty ? 0 : UInt8(clamping: values.reduce(0, +) / values.count)
  }

  /// Where a vote saw its part: of a line the interval laid aside by the offset.
  private static func place(of vote: ElementVote, on element: MapElement) -> [TilePoint] {
    guard element.kind == .line else {
      return element.points.map {
        TilePoint(x_cm: $0.x_cm &+ Int32(vote.offset_cm), y_cm: $0.y_cm &+ Int32(vote.offsetNorth_cm))
      }
    }
    let range = LineInterval.range_cm(
      of: Int(vote.interval), lineLength_cm: LineInterval.length_cm(of: element.points))
    let part = LineMeasure(element.points).slice(range)
    guard let first = part.first, let last = part.last else { return [] }
    let (dx, dy) = (Int64(last.x_cm) - Int64(first.x_cm), Int64(last.y_cm) - Int64(first.y_cm))
    let length = max(FixedPoint.length(dx, dy), 1)
    let (x, y) = (-dy * Int64(vote.offset_cm) / length, dx * Int64(vote.offset_cm) / length)
    return part.map { TilePoint(x_cm: $0.x_cm &+ Int32(x), y_cm: $0.y_cm &+ Int32(y)) }
  }

  /// What the change had to meet: the first testimony from which it was met without a break up to the decision.
  var gates: [ChangeExplanation.Gate] {
    let deciding = testimonies.indices.filter { !testimonies[$0].isVerifying }
    let verifying = testimonies.indices.filter { testimonies[$0].isVerifying }
    func gate(
      _ name: String, _ needed: Int64, among indices: [Int], _ value: (ChangeExplanation.Testimony) -> Int64
    ) -> ChangeExplanation.Gate {
      var met: Int?
      for index in indices {
        if value(testimonies[index]) < needed { met = nil } else if met == nil { met = index }
      }
      return ChangeExplanation.Gate(name: name, needed: needed, met: met)
    }
    let threshold = decisive.kind.threshold_mnat(policy)
    return [
      gate("suspected_permille", policy.suspected_permille * threshold / 1000, among: deciding) { $0.after_mnat },
      gate("threshold_mnat", threshold, among: deciding) { $0.after_mnat },
      gate("quorum_vehicles", quorum, among: deciding) { Int64($0.support.vehicles) },
      gate("quorum_days", policy.quorum_days, among: deciding) { Int64($0.support.days) },
      gate("minimum_passes", policy.minimumPasses, among: deciding) { Int64($0.support.traversals) },
      gate("verified_threshold_mnat", policy.verifiedThreshold_mnat, among: verifying) { $0.after_mnat },
    ]
  }
}

import MapModel

/// Whether a line lies elsewhere against the lines beside it. Where the pose gives way to a line that moved, no offset against the pose tells which
/// line it was; how far lines lie apart does.
struct GapDecision {
  let gaps: TileGaps
  let ledger: TileLedger
  let tile: MapTile
  let policy: Policy

  /// Visits that have to have seen a gap before it says anything: a median of two is no median.
  private static let leastMeasurements = 3
  /// Farthest that gaps move a line, cm: half a lane off, drives take it for the next one.
  private static let most_cm: Int64 = 150
  /// A line that would come to lie nearer to another than this would lie on it, cm.
  private static let taken_cm: Int64 = 120
  /// Gaps between what was seen and an end of the line that are taken along, in intervals: lines are painted anew as a whole.
  private static let bridge = 2

  /// Pieces beside a gap that is far enough from the mapped one for either of its lines to lie elsewhere: mostly there is none.
  func suspects() -> Set<PieceID> {
    var suspects: Set<PieceID> = []
    for gap in gaps.ledgers where Self.tells(gap) && isAside(gap) { suspects.formUnion([gap.first, gap.second]) }
    return suspects
  }

  private static func tells(_ gap: GapLedger) -> Bool { gap.measurements.count >= leastMeasurements }

  private func isAside(_ gap: GapLedger) -> Bool { 2 * abs(gap.excess_cm) >= policy.gapMinimum_cm }

  /// A piece's move, where the lines around it say that it is this one that lies elsewhere, and no other.
  func move(of piece: PieceID) -> ChangeProposal? {
    let (own, around) = Self.gaps(of: piece, among: gaps.ledgers)
    // Of two lines alone nobody can tell which it is.
    guard around.count > 1, own.contains(where: isAside),
      let place = ledger.place(of: piece)
    else { return nil }
    let run = stretch(of: piece, own, count: place.entries.count)
    guard Int64(run.count * LineInterval.length_cm) >= policy.gapStretch_cm else { return nil }
    let fit = GapFit(around, tile: tile, policy: policy)
    let found = fit.displacement(of: piece)
    guard abs(found.left_cm) >= policy.gapMinimum_cm, abs(found.left_cm) <= Self.most_cm,
      found.evidence_mnat >= policy.gapThreshold_mnat,
      fit.lines.allSatisfy({ other in
        other == piece || fit.displacement(of: other).evidence_mnat + policy.gapMargin_mnat <= found.evidence_mnat
      })
    else { return nil }
    let support = support(of: own, fit, piece, left_cm: found.left_cm)
    guard support.hasQuorum(policy), Int64(support.traversals) >= policy.gapPasses else { return nil }
    let element = tile.element(at: place.element)
    guard !isTaken(element, run, left_cm: found.left_cm) else { return nil }
    let decision = PieceDecision(element: element, ledgers: ledger.entries[place.entries], policy: policy)
    return ChangeProposal(
      kind: .moved, elementClass: element.elementClass, shapeKind: .line,
      edit: .shiftLine(piece, decision.shifts(of: run, left_cm: found.left_cm)), clusters: [],
      evidence_mnat: found.evidence_mnat, support: support)
  }

  /// True of a line's move that who has seen it beside others since it began denies: the pose gave way to another line there.
  func denies(_ move: ChangeProposal) -> Bool {
    guard move.kind == .moved, case .shiftLine(let piece, let shifts) = move.edit else { return false }
    let since = gaps.ledgers.map { $0.since(move.support.firstSeen_ns) }
    let (own, around) = Self.gaps(of: piece, among: since)
    let lefts_cm = shifts.map(\.left_cm).filter { $0 != 0 }
    guard !own.isEmpty, !lefts_cm.isEmpty else { return false }
    let left_cm = FixedPoint.divide(lefts_cm.reduce(0, +), by: Int64(lefts_cm.count))
    let fit = GapFit(around, tile: tile, policy: policy)
    return fit.evidence_mnat(of: piece, left_cm: left_cm) <= -policy.gapMargin_mnat
  }

  /// The gaps beside a line that say anything, and with them those beside its neighbours.
  private static func gaps(of piece: PieceID, among all: [GapLedger]) -> (own: [GapLedger], around: [GapLedger]) {
    let spoken = all.filter(tells)
    let own = spoken.filter { $0.holds(piece) }
    let beside = Set(own.flatMap { [$0.first, $0.second] })
    return (own, spoken.filter { beside.contains($0.first) || beside.contains($0.second) })
  }

  /// True where another line is mapped where this one would lie: whoever sees a line there sees that one, and this one may not be there at all.
  private func isTaken(_ element: MapElement, _ run: Range<Int>, left_cm: Int64) -> Bool {
    let course = LineMeasure(element.points)
    let length_cm = Int(course.length / LineMeasure.unitsPerCentimetre)
    let ends = [run.lowerBound, run.upperBound - 1].map { LineInterval.range_cm(of: $0, lineLength_cm: length_cm) }
    let (middle, after) = course.point(at: (ends[0].lowerBound + ends[1].upperBound) / 2)
    let index = min(after, element.points.count - 2)
    let along = element.points[index].vector_cm(to: element.points[index + 1])
    let reach = max(FixedPoint.length(along.x, along.y), 1)
    let place = TilePoint(
      x_cm: middle.x_cm + Int32(clamping: FixedPoint.divide(-along.y * left_cm, by: reach)),
      y_cm: middle.y_cm + Int32(clamping: FixedPoint.divide(along.x * left_cm, by: reach)))
    return (0..<tile.count).contains { other in
      tile.elementClass(at: other) == element.elementClass && tile.kind(at: other) == .line
        && tile.piece(at: other) != element.piece
        && LineMeasure(tile.element(at: other).points).nearest(to: place).distance_cm < Self.taken_cm
    }
  }

  private func support(of own: [GapLedger], _ fit: GapFit, _ piece: PieceID, left_cm: Int64) -> Support {
    var support = Support()
    var trips: Set<UInt32> = []
    for gap in own {
      for measurement in gap.measurements where fit.supports(measurement, on: gap, piece, left_cm: left_cm) {
        support.add(measurement.visit, again: !trips.insert(measurement.visit.trip).inserted)
      }
    }
    return support
  }

  /// The intervals of the piece that were seen beside others.
  private func stretch(of piece: PieceID, _ own: [GapLedger], count: Int) -> Range<Int> {
    let ranges = own.flatMap { gap in
      gap.measurements.map { gap.first == piece ? $0.firstIntervals : $0.secondIntervals }
    }
    var low = min(Int(ranges.map(\.lowerBound).min() ?? 0), count - 1)
    var high = min(Int(ranges.map(\.upperBound).max() ?? 0), count - 1)
    if low <= Self.bridge { low = 0 }
    if count - 1 - high <= Self.bridge { high = count - 1 }
    return low..<(high + 1)
  }
}

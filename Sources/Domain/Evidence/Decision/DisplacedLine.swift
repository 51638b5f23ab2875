import MapModel

/// Whether a new line is a mapped one that lies elsewhere now, although the mapped one is still seen by some.
struct DisplacedLine {
  /// All clusters of the class that may be part of it.
  let lines: [CandidateCluster]
  let ledger: TileLedger
  let tile: MapTile
  let policy: Policy

  /// Longest gap between two stretches that a displacement on both sides bridges, in intervals, whatever was seen in it.
  private static let bridge = 2
  /// Farthest that one stretch's displacement may lie from that of the others, cm: what is beyond is another line.
  private static let aside_cm: Int64 = 80

  /// The addition as a move of the mapped line that it lies beside; nil where that is another line.
  func move(_ addition: ChangeProposal) -> ChangeProposal? {
    let core = lines.filter { addition.clusters.contains($0.id) }
    guard let piece = rival(of: core), let element = tile[piece], element.kind == .line else { return nil }
    let beside = core.filter { $0.rival?.piece == piece }
    let score_mnat = beside.reduce(0) { $0 + ($1.rival?.score_mnat ?? 0) }
    guard beside.count * 2 >= core.count, score_mnat > 0 else { return nil }

    let course = DisplacedCourse(element)
    let places = core.compactMap { course.place(of: $0) }
    guard places.count * 2 >= core.count, let first = places.first,
      places.allSatisfy({ ($0.left_cm > 0) == (first.left_cm > 0) })
    else { return nil }
    let weight = places.reduce(0) { $0 + $1.weight }
    let mean_cm = FixedPoint.divide(places.reduce(0) { $0 + $1.weight * $1.left_cm }, by: max(weight, 1))
    // What says the same more weakly goes along.
    let all = lines.filter { mayJoin($0) || addition.clusters.contains($0.id) }
      .compactMap { course.place(of: $0) }
      .filter { abs($0.left_cm - mean_cm) <= Self.aside_cm }
      .sorted { ($0.stretch_cm.lowerBound, $0.id) < ($1.stretch_cm.lowerBound, $1.id) }
    let runs = course.runs(of: all) { isBridged($0, of: piece, since: addition.support.firstSeen_ns) }
    guard let run = runs.first(where: { run in run.contains { addition.clusters.contains($0.id) } }) else { return nil }
    var move = addition
    move.kind = .moved
    move.edit = .shiftLine(piece, course.shifts(of: run) { isBridged($0, of: piece, since: addition.support.firstSeen_ns) })
    move.clusters = run.map(\.id)
    for place in run { move.support.add(place.support) }
    return move
  }

  private func mayJoin(_ cluster: CandidateCluster) -> Bool {
    cluster.score_mnat * 2 >= policy.neighbourThreshold_mnat && cluster.support.vehicles > 1
  }

  /// The mapped line that is nearest to most of the clusters and that they know as the one beside them, the first of several.
  private func rival(of core: [CandidateCluster]) -> PieceID? {
    let pieces = core.compactMap { $0.rival?.piece }
    return Set(pieces).sorted().max { a, b in pieces.count { $0 == a } < pieces.count { $0 == b } }
  }

  /// True where nobody has seen a gap in its old place since, or it is short.
  private func isBridged(_ intervals: Range<Int>, of piece: PieceID, since onset_ns: Int64) -> Bool {
    if intervals.count <= Self.bridge { return true }
    guard let place = ledger.place(of: piece) else { return false }
    return intervals.allSatisfy { interval in
      guard interval < place.entries.count else { return true }
      let entry = ledger.entries[place.entries.lowerBound + interval]
      return entry.removal.score_mnat > 0 || entry.lastSeen_ns < onset_ns
    }
  }
}

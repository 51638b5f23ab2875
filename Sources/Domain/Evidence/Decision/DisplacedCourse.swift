import MapModel

/// A mapped line that was seen beside where the map has it, in stretches.
struct DisplacedCourse {
  private let piece: PieceDecision
  private let course: LineMeasure
  private let length_cm: Int

  /// One stretch.
  private struct Place {
    let cluster: CandidateCluster
    /// Along the mapped line, cm.
    let stretch_cm: Range<Int>
    /// How far to its left, cm.
    let left_cm: Int64
    /// Information of that, in units of `MoveExcursion.unit`.
    let weight: Int64
  }

  /// Longest gap between two stretches that a displacement on both sides bridges, and longest end that it takes along, whatever was seen
  /// there, in intervals: lines are painted anew as a whole.
  private static let bridge = 2
  /// Over so much of the line it leads back to its old place, cm.
  private static let fade_cm = LineInterval.length_cm / 2
  /// Farthest that one stretch's displacement may lie from that of the others, cm: what is beyond is another line.
  private static let aside_cm: Int64 = 80

  init(_ piece: PieceDecision) {
    self.piece = piece
    course = LineMeasure(piece.element.points)
    length_cm = Int(course.length / LineMeasure.unitsPerCentimetre)
  }

  /// A change as a move of the line to where its clusters lie, with what says the same more weakly beside them; nil where they do not
  /// lie beside the line, all on one side.
  /// - Parameter lines: All clusters of the class.
  func move(_ change: ChangeProposal, over lines: [CandidateCluster]) -> ChangeProposal? {
    let core = lines.filter { change.clusters.contains($0.id) }
    let places = core.compactMap { place(of: $0) }
    guard let first = places.first, places.count * 2 >= core.count,
      places.allSatisfy({ ($0.left_cm > 0) == (first.left_cm > 0) })
    else { return nil }
    let mean_cm = FixedPoint.divide(
      places.reduce(0) { $0 + $1.weight * $1.left_cm }, by: places.reduce(0) { $0 + $1.weight })
    let onset_ns = change.support.firstSeen_ns
    let all = lines.filter { change.clusters.contains($0.id) || mayJoin($0) }
      .compactMap { place(of: $0) }
      .filter { abs($0.left_cm - mean_cm) <= Self.aside_cm }
      .sorted { ($0.stretch_cm.lowerBound, $0.cluster.id) < ($1.stretch_cm.lowerBound, $1.cluster.id) }
    let run = runs(of: all, since: onset_ns).first { run in
      run.contains { change.clusters.contains($0.cluster.id) }
    }
    guard let run else { return nil }
    var move = change
    move.kind = .moved
    move.edit = .shiftLine(piece.element.piece, shifts(of: run, since: onset_ns))
    move.clusters = run.map(\.cluster.id).sorted()
    for place in run { move.support.add(place.cluster.support) }
    return move
  }

  /// True of a stretch that says the same on less evidence: seen twice, or by somebody who missed the line.
  private func mayJoin(_ cluster: CandidateCluster) -> Bool {
    guard !cluster.isHeld, cluster.score_mnat * 2 >= piece.policy.neighbourThreshold_mnat else { return false }
    if let rival = cluster.rival(piece.element.piece), rival.score_mnat > 0 { return true }
    return cluster.support.vehicles > 1
  }

  private func place(of cluster: CandidateCluster) -> Place? {
    let feet = cluster.points.map { course.nearest(to: $0) }.filter { $0.station_cm > 0 && $0.station_cm < length_cm }
    guard let low = feet.map(\.station_cm).min(), let high = feet.map(\.station_cm).max(), low < high else {
      return nil
    }
    let lefts_cm = feet.map(\.left_cm)
    // One that leaves the line along its way has no distance to it: where a part of the line has been moved before, it leads there.
    guard let leftmost = lefts_cm.max(), let rightmost = lefts_cm.min(), leftmost - rightmost <= Self.aside_cm else {
      return nil
    }
    let mean_cm = FixedPoint.divide(lefts_cm.reduce(0, +), by: Int64(feet.count))
    // Who saw both places knows neither.
    let alone = cluster.rival(piece.element.piece)
    let left_cm = alone?.left.mean_cm ?? mean_cm
    guard RivalLine.reach_cm.contains(abs(mean_cm)), RivalLine.reach_cm.contains(abs(left_cm)) else { return nil }
    return Place(
      cluster: cluster, stretch_cm: low..<high, left_cm: left_cm, weight: max(alone?.left.weight ?? 0, 1))
  }

  /// The stretches, ordered along the line, as far as the gaps between them are bridged.
  private func runs(of places: [Place], since onset_ns: Int64) -> [[Place]] {
    var runs: [[Place]] = []
    var end_cm = 0
    for place in places {
      if let last = runs.indices.last, isBridged(end_cm, place.stretch_cm.lowerBound, since: onset_ns) {
        runs[last].append(place)
      } else {
        runs.append([place])
      }
      end_cm = max(end_cm, place.stretch_cm.upperBound)
    }
    return runs
  }

  private func shifts(of run: [Place], since onset_ns: Int64) -> [LineShift] {
    var shifts: [LineShift] = []
    func append(_ station_cm: Int, _ left_cm: Int64) {
      guard station_cm > shifts.last?.station_cm ?? -1 else { return }
      shifts.append(LineShift(station_cm: station_cm, left_cm: left_cm))
    }
    for (place, left_cm) in zip(run, CommonShift.pooled(run.map { ($0.left_cm, $0.weight) })) {
      if shifts.isEmpty, !isBridged(0, place.stretch_cm.lowerBound, since: onset_ns) {
        append(place.stretch_cm.lowerBound - Self.fade_cm, 0)
      }
      append(place.stretch_cm.lowerBound, left_cm)
      append(place.stretch_cm.upperBound, left_cm)
    }
    if let last = shifts.last, !isBridged(last.station_cm, length_cm, since: onset_ns) {
      append(last.station_cm + Self.fade_cm, 0)
    }
    return shifts
  }

  /// True of a gap that is short, or in which nobody has seen the line in its old place since.
  private func isBridged(_ start_cm: Int, _ end_cm: Int, since onset_ns: Int64) -> Bool {
    let half = LineInterval.length_cm / 2
    let low = (start_cm + half) / LineInterval.length_cm
    let high = min((end_cm + half) / LineInterval.length_cm, piece.ledgers.count)
    guard high - low > Self.bridge else { return true }
    return piece.ledgers.dropFirst(low).prefix(high - low).allSatisfy {
      $0.removal.score_mnat > 0 || $0.lastSeen_ns < onset_ns
    }
  }
}

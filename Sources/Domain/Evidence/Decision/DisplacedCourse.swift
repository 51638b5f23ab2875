import MapModel

/// Stretches of a line that were seen beside where the map has it.
struct DisplacedCourse {
  /// One stretch.
  struct Place: Hashable {
    /// The cluster that shows it.
    let id: UInt32
    let support: Support
    /// Along the mapped line, cm.
    let stretch_cm: Range<Int>
    /// How far to its left, cm.
    let left_cm: Int64
    /// Information of that, in units of `MoveExcursion.unit`.
    let weight: Int64
  }

  private let course: LineMeasure
  private let length_cm: Int

  /// Over so much of the line it leads back to its old place, cm.
  private static let fade_cm = LineInterval.length_cm / 2

  init(_ element: MapElement) {
    course = LineMeasure(element.points)
    length_cm = Int(course.length / LineMeasure.unitsPerCentimetre)
  }

  /// Where a cluster lies; nil where it is not beside the line, or too near or too far.
  func place(of cluster: CandidateCluster) -> Place? {
    let feet = cluster.points.map { course.nearest(to: $0) }
      .filter { $0.station_cm > 0 && $0.station_cm < length_cm }
    guard feet.count > 1, let low = feet.map(\.station_cm).min(), let high = feet.map(\.station_cm).max(), low < high
    else { return nil }
    let mean_cm = FixedPoint.divide(
      feet.reduce(0) { $0 + ($1.isLeft ? $1.distance_cm : -$1.distance_cm) }, by: Int64(feet.count))
    let left_cm = cluster.rival?.left_cm ?? mean_cm
    guard RivalLine.reach_cm.contains(abs(mean_cm)), RivalLine.reach_cm.contains(abs(left_cm)) else { return nil }
    return Place(
      id: cluster.id, support: cluster.support, stretch_cm: low..<high, left_cm: left_cm,
      weight: max(cluster.rival?.weight ?? 0, 1))
  }

  /// The places, ordered along the line, as far as the gaps between them are bridged.
  func runs(of places: [Place], isBridged: (Range<Int>) -> Bool) -> [[Place]] {
    var runs: [[Place]] = []
    var end_cm = 0
    for place in places {
      if let last = runs.indices.last, isBridged(intervals(end_cm, place.stretch_cm.lowerBound)) {
        runs[last].append(place)
      } else {
        runs.append([place])
      }
      end_cm = max(end_cm, place.stretch_cm.upperBound)
    }
    return runs
  }

  /// How far a run lies aside; at its ends the line leads back to its old place, but where the rest is bridged too.
  func shifts(of run: [Place], isBridged: (Range<Int>) -> Bool) -> [LineShift] {
    let lefts_cm = CommonShift.pooled(run.map { ($0.left_cm, $0.weight) })
    var shifts: [LineShift] = []
    func append(_ station_cm: Int, _ left_cm: Int64) {
      if station_cm > shifts.last?.station_cm ?? -1 { shifts.append(LineShift(station_cm: station_cm, left_cm: left_cm)) }
    }
    for (place, left_cm) in zip(run, lefts_cm) {
      if shifts.isEmpty, !isEnd(0, place.stretch_cm.lowerBound, isBridged) {
        append(place.stretch_cm.lowerBound - Self.fade_cm, 0)
      }
      append(place.stretch_cm.lowerBound, left_cm)
      append(place.stretch_cm.upperBound, left_cm)
    }
    if let last = shifts.last, !isEnd(last.station_cm, length_cm, isBridged) {
      append(last.station_cm + Self.fade_cm, 0)
    }
    return shifts
  }

  private func isEnd(_ start_cm: Int, _ end_cm: Int, _ isBridged: (Range<Int>) -> Bool) -> Bool {
    end_cm - start_cm <= Self.fade_cm || isBridged(intervals(start_cm, end_cm))
  }

  /// The intervals of which most lies between two stations.
  private func intervals(_ start_cm: Int, _ end_cm: Int) -> Range<Int> {
    let half = LineInterval.length_cm / 2
    let low = (start_cm + half) / LineInterval.length_cm
    return low..<max((end_cm + half) / LineInterval.length_cm, low)
  }
}

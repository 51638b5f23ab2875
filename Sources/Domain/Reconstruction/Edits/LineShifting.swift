import Evidence
import MapModel

/// A line laid aside by a shift that varies along it.
struct LineShifting {
  let element: MapElement
  let shifts: [LineShift]
  let extent: TileExtent

  /// Vertices that are needed to follow a shift that varies, but tell less than this, are left out, cm.
  private static let tolerance_cm: Int64 = 2
  /// The smallest sine of the angle between line and border at which a border vertex can slide along the border, in thousandths.
  private static let leastSine: Int64 = 500

  /// A line laid aside, and the stretch of it that is not where it was.
  struct Outcome {
    /// The element in its new place.
    var element: MapElement
    /// The stretch that lay elsewhere before, from where the shift begins to where it ends.
    var before: [TilePoint]
    /// The same stretch in its new place.
    var after: [TilePoint]
  }

  /// The element in its new place. A border vertex slides along its border if the tile owns it, and stays otherwise.
  func shifted(mayMove: (TileExtent.Side) -> Bool) -> Outcome {
    let measure = LineMeasure(element.points)
    let last = element.points.count - 1
    var shifts = self.shifts
    for end in [0, last] {
      guard let side = extent.side(of: element.points[end]), !canSlide(end, side) || !mayMove(side) else { continue }
      let station = Int(measure.stations[end] / LineMeasure.unitsPerCentimetre)
      if end == 0 {
        shifts = [LineShift(station_cm: 0, left_cm: 0)] + shifts.filter { $0.station_cm > 0 }
      } else {
        shifts = shifts.filter { $0.station_cm < station } + [LineShift(station_cm: station, left_cm: 0)]
      }
    }

    var stations = Set(measure.stations)
    for shift in shifts {
      let station = Int64(shift.station_cm) * LineMeasure.unitsPerCentimetre
      if station > 0 && station < measure.length { stations.insert(station) }
    }
    var moved = element
    moved.points = []
    moved.elevations_cm = []
    for station in stations.sorted() {
      let left = Self.left_cm(at: station, shifts)
      let vertex = measure.stations.firstIndex(of: station)
      let place =
        vertex.map { element.points[$0] }
        ?? measure.point(at: Int(FixedPoint.divide(station, by: LineMeasure.unitsPerCentimetre))).point
      let side = vertex == 0 || vertex == last ? extent.side(of: place) : nil
      moved.points.append(side.map { slide(place, left, station, measure, $0) } ?? step(place, left, station, measure))
      if !element.elevations_cm.isEmpty { moved.elevations_cm.append(element.elevation_cm(at: station, of: measure)) }
    }
    let stretch = Self.stretch(of: shifts, length: measure.length)
    let after = zip(stations.sorted(), moved.points).filter { stretch.contains($0.0) }.map(\.1)
    if moved.elevations_cm.isEmpty {
      moved.points = LineSimplification.simplified(moved.points, tolerance_cm: Self.tolerance_cm)
    }
    let unit = LineMeasure.unitsPerCentimetre
    let whole = stretch == 0...measure.length
    return Outcome(
      element: moved,
      before: whole
        ? element.points : measure.slice(Int(stretch.lowerBound / unit)..<Int(stretch.upperBound / unit)),
      after: whole ? moved.points : LineSimplification.simplified(after, tolerance_cm: Self.tolerance_cm))
  }

  /// Stations between which a shift is not zero; where it never is, all of the line.
  private static func stretch(of shifts: [LineShift], length: Int64) -> ClosedRange<Int64> {
    guard let first = shifts.firstIndex(where: { $0.left_cm != 0 }),
      let last = shifts.lastIndex(where: { $0.left_cm != 0 })
    else { return 0...length }
    let unit = LineMeasure.unitsPerCentimetre
    let start = first > 0 ? Int64(shifts[first - 1].station_cm) * unit : 0
    let end = last + 1 < shifts.count ? Int64(shifts[last + 1].station_cm) * unit : length
    return min(start, length)...min(max(end, start), length)
  }

  private static func left_cm(at station: Int64, _ shifts: [LineShift]) -> Int64 {
    guard let first = shifts.first, let last = shifts.last else { return 0 }
    let unit = LineMeasure.unitsPerCentimetre
    if station <= Int64(first.station_cm) * unit { return first.left_cm }
    if station >= Int64(last.station_cm) * unit { return last.left_cm }
    let next = shifts.firstIndex { Int64($0.station_cm) * unit >= station } ?? (shifts.count - 1)
    let (a, b) = (shifts[next - 1], shifts[next])
    let span = Int64(b.station_cm - a.station_cm) * unit
    guard span > 0 else { return b.left_cm }
    return a.left_cm
      + FixedPoint.divide((b.left_cm - a.left_cm) * (station - Int64(a.station_cm) * unit), by: span)
  }

  /// Direction of the line at a station: of the segment, or at a vertex the sum of both unit directions. Scaled to about 1024.
  private static func direction(at station: Int64, _ measure: LineMeasure) -> (x: Int64, y: Int64) {
    func unit(_ index: Int) -> (x: Int64, y: Int64) {
      let (a, b) = (measure.points[index], measure.points[index + 1])
      let dx = Int64(b.x_cm) - Int64(a.x_cm)
      let dy = Int64(b.y_cm) - Int64(a.y_cm)
      let size = FixedPoint.length(dx, dy)
      return size > 0 ? (dx * 1024 / size, dy * 1024 / size) : (0, 0)
    }
    var sum: (x: Int64, y: Int64) = (0, 0)
    for index in 0..<(measure.points.count - 1)
    where measure.stations[index] <= station && station <= measure.stations[index + 1] {
      let part = unit(index)
      sum = (sum.x + part.x, sum.y + part.y)
    }
    let size = FixedPoint.length(sum.x, sum.y)
    return size > 0 ? (sum.x * 1024 / size, sum.y * 1024 / size) : (1024, 0)
  }

  private func step(_ place: TilePoint, _ left_cm: Int64, _ station: Int64, _ measure: LineMeasure) -> TilePoint {
    let heading = Self.direction(at: station, measure)
    return TilePoint(
      x_cm: Int32(clamping: Int64(place.x_cm) + FixedPoint.divide(-heading.y * left_cm, by: 1024)),
      y_cm: Int32(clamping: Int64(place.y_cm) + FixedPoint.divide(heading.x * left_cm, by: 1024)))
  }

  /// Where the line laid aside crosses the border.
  private func slide(
    _ place: TilePoint, _ left_cm: Int64, _ station: Int64, _ measure: LineMeasure, _ side: TileExtent.Side
  ) -> TilePoint {
    guard left_cm != 0 else { return place }
    let heading = Self.direction(at: station, measure)
    // The normal's component along the border tells how far one has to slide for one centimetre aside.
    let share = side.runsAlongY ? heading.x : -heading.y
    guard share != 0 else { return place }
    let slide = FixedPoint.divide(left_cm * 1024 * (share > 0 ? 1 : -1), by: abs(share))
    return side.runsAlongY
      ? TilePoint(x_cm: place.x_cm, y_cm: Int32(clamping: Int64(place.y_cm) + slide))
      : TilePoint(x_cm: Int32(clamping: Int64(place.x_cm) + slide), y_cm: place.y_cm)
  }

  private func canSlide(_ end: Int, _ side: TileExtent.Side) -> Bool {
    let measure = LineMeasure(element.points)
    let heading = Self.direction(at: measure.stations[end], measure)
    return abs(side.runsAlongY ? heading.x : heading.y) * 1000 >= Self.leastSine * 1024
  }
}

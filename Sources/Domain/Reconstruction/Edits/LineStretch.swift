import Evidence
import MapModel

extension MapElement {
  /// A stretch of a line as a piece of its own, with heights where the line has them.
  func stretch(_ range_cm: Range<Int>, as piece: PieceID) -> MapElement {
    let measure = LineMeasure(points)
    var stretch = self
    stretch.piece = piece
    stretch.points = measure.slice(range_cm)
    guard !elevations_cm.isEmpty else { return stretch }
    let along = LineMeasure(stretch.points)
    stretch.elevations_cm = along.stations.map { station in
      elevation_cm(at: Int64(range_cm.lowerBound) * LineMeasure.unitsPerCentimetre + station, of: measure)
    }
    return stretch
  }

  /// Height at a distance along the line in the units of `LineMeasure`, linear between vertices.
  func elevation_cm(at station: Int64, of measure: LineMeasure) -> Int32 {
    let next = measure.stations.firstIndex { $0 >= station } ?? (measure.stations.count - 1)
    guard next > 0 else { return elevations_cm[0] }
    let (a, b) = (measure.stations[next - 1], measure.stations[next])
    guard b > a else { return elevations_cm[next] }
    let rise = Int64(elevations_cm[next]) - Int64(elevations_cm[next - 1])
    return Int32(Int64(elevations_cm[next - 1]) + FixedPoint.divide(rise * (min(station, b) - a), by: b - a))
  }
}

/// Numbers for the pieces a piece is cut into: the first keeps its number, the others lie between it and the next of the element.
enum PartNumbers {
  /// `count` numbers from `first` on, evenly spread below `next`; nil where there are not enough between.
  static func spread(_ count: Int, from first: UInt32, below next: UInt32?) -> [UInt32]? {
    let (step, overflow) = (first / PieceID.step).multipliedReportingOverflow(by: PieceID.step)
    let natural = overflow ? UInt32.max : step.addingReportingOverflow(PieceID.step).partialValue
    let bound = next ?? max(natural, first &+ 1)
    guard bound > first, Int(bound - first) >= count else { return nil }
    let gap = (bound - first) / UInt32(count)
    return (0..<count).map { first + UInt32($0) * gap }
  }
}

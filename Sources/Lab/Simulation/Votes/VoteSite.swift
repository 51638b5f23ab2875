import Evidence
import MapModel

/// A place in a tile where something stands, or may come to stand, or is seen though nothing stands there.
public struct VoteSite: Hashable, Sendable {
  /// What becomes of a site.
  public struct Change: Hashable, Sendable {
    /// What happens.
    public let kind: ChangeEvent.Kind
    /// From the beginning of which day, counted from the start of the history.
    public let day: Int
  }

  /// What stands there.
  public let elementClass: ElementClass
  /// How to read its vertices.
  public let kind: ShapeKind
  /// True where the map holds it from the start.
  public let isOnFirstMap: Bool
  /// Its own P_D, 0 … 1, where nothing blocks the view.
  public let detection: Double
  /// What becomes of it, if anything.
  public internal(set) var change: Change?
  let points: [TilePoint]
  private(set) var movedPoints: [TilePoint]
  /// How far it moves, if it does, cm.
  public private(set) var moved_cm: Int
  /// Probability that a traversal misreads it, 0 … 1.
  let misreading: Double
  /// The days it stands, of what comes and goes: no change of the map; nil of what stays.
  public var passing: Range<Int>?
  let attributes: Attributes
  let newAttributes: Attributes
  /// Intervals that are seen, each for itself; one of a point.
  let cells: Int

  /// Moves a line to its left, which is north.
  mutating func repaint(on day: Int, left_cm: Int32) {
    change = Change(kind: .moved, day: day)
    moved_cm = Int(abs(left_cm))
    movedPoints = points.map { TilePoint(x_cm: $0.x_cm, y_cm: $0.y_cm + left_cm) }
  }

  /// True from the change on.
  public func hasChanged(on day: Int) -> Bool { change.map { day >= $0.day } ?? false }

  /// True where something stands there on a day.
  func stands(on day: Int) -> Bool {
    if let passing { return passing.contains(day) }
    return switch change?.kind {
    case .removed: !hasChanged(on: day)
    case .added: hasChanged(on: day)
    default: isOnFirstMap
    }
  }

  /// Where it stands on a day, if it does.
  func points(on day: Int) -> [TilePoint] { change?.kind == .moved && hasChanged(on: day) ? movedPoints : points }

  /// What it reads on a day.
  func attributes(on day: Int) -> Attributes {
    change?.kind == .attributeChanged && hasChanged(on: day) ? newAttributes : attributes
  }

  /// The middle of a cell on a day.
  func centre(ofCell cell: Int, on day: Int) -> TilePoint {
    let points = points(on: day)
    guard kind == .line else { return points[0] }
    let measure = LineMeasure(points)
    let length = Int(measure.length / LineMeasure.unitsPerCentimetre)
    let range = LineInterval.range_cm(of: cell, lineLength_cm: length)
    return measure.point(at: (range.lowerBound + range.upperBound) / 2).point
  }

  /// How far a place lies from where it is first or last, whichever is nearer, cm, and the cell next to it.
  func nearest(to place: TilePoint) -> (distance_cm: Int64, cell: Int) {
    let first = nearest(to: place, of: points)
    guard change?.kind == .moved else { return first }
    let last = nearest(to: place, of: movedPoints)
    return last.distance_cm < first.distance_cm ? last : first
  }

  private func nearest(to place: TilePoint, of points: [TilePoint]) -> (distance_cm: Int64, cell: Int) {
    guard kind == .line else { return (points[0].distance_cm(to: place), 0) }
    let foot = LineMeasure(points).nearest(to: place)
    return (foot.distance_cm, min(foot.station_cm / LineInterval.length_cm, cells - 1))
  }

  /// The stretch of a cell on a day; of a point the point.
  func stretch(ofCell cell: Int, on day: Int) -> [TilePoint] {
    let points = points(on: day)
    guard kind == .line else { return points }
    let measure = LineMeasure(points)
    let length = Int(measure.length / LineMeasure.unitsPerCentimetre)
    return measure.slice(LineInterval.range_cm(of: cell, lineLength_cm: length))
  }
}

/// What signs and lines read.
enum VoteReadings {
  static let limits = ["30", "50", "70", "100"].map { Attributes([Attributes.Entry(.signValue, $0)]) }
  static let styles = ["solid", "dashed"].map { Attributes([Attributes.Entry(.style, $0)]) }

  /// Everything a class may read; nothing where it reads nothing.
  static func all(of elementClass: ElementClass) -> [Attributes] {
    switch elementClass {
    case .trafficSign: limits
    case .laneBoundary: styles
    default: []
    }
  }

  /// A reading of a class other than one.
  static func other(than reading: Attributes, of elementClass: ElementClass, using random: inout SeededRandom)
    -> Attributes
  {
    let others = all(of: elementClass).filter { $0 != reading }
    return others.isEmpty ? reading : others[random.index(others.count)]
  }
}

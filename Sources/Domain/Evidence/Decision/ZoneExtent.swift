import MapModel

/// Where and when a work zone stands: what is said there meanwhile is of the zone, not of what will be there when it has gone.
public struct ZoneExtent: Hashable, Sendable {
  /// Places of its objects, in the order in which they joined.
  public private(set) var places: [TilePoint]
  /// Event time one of its objects was first seen, ns since 1970.
  public private(set) var from_ns: Int64
  /// Event time one of its objects was last seen, ns since 1970; the largest number while it stands.
  public var until_ns: Int64 = .max

  /// Places closer than this are one, cm: an object that is pushed about does not make the list longer.
  private static let samePlace_cm: Int64 = 100

  /// The extent of no object yet.
  public init() {
    places = []
    from_ns = .max
  }

  /// Takes in an object.
  mutating func add(_ object: CandidateCluster) {
    from_ns = min(from_ns, object.support.firstSeen_ns)
    let centre = object.centre
    guard !places.contains(where: { $0.distance_cm(to: centre) < Self.samePlace_cm }) else { return }
    places.append(centre)
  }

  /// True where it stood at a time.
  func stands(at time_ns: Int64) -> Bool { from_ns <= time_ns && time_ns <= until_ns }

  func write(to writer: inout LedgerWriter) {
    writer.list(places) { $0.point($1) }
    writer.signed(from_ns)
    writer.signed(until_ns)
  }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    places = try reader.list("extent.places") { (reader: inout LedgerReader) throws(LedgerCorruption) in
      try reader.point("extent.place")
    }
    from_ns = try reader.signed("extent.from_ns")
    until_ns = try reader.signed("extent.until_ns")
  }
}

/// What the work zones of a moment keep from counting: everything as near to one of their objects as those are to each other.
struct ZoneShadow {
  private let places: [TilePoint]
  private let box: VertexBox
  private let reach_cm: Int64
  /// The piece asked about last, and which of its intervals lie within: votes come piece by piece.
  private var last: (piece: PieceID, isWithin: [Bool])?

  /// Nil where no zone stood.
  init?(_ extents: [ZoneExtent], at time_ns: Int64, reach_cm: Int64) {
    let places = extents.flatMap { $0.stands(at: time_ns) ? $0.places : [] }
    guard let box = VertexBox(places) else { return nil }
    self.places = places
    self.box = box
    self.reach_cm = reach_cm
  }

  /// True of a place within.
  func covers(_ place: TilePoint) -> Bool {
    !box.isBeyond(reach_cm, of: place) && places.contains { $0.distance_cm(to: place) <= reach_cm }
  }

  /// True of an interval of a piece whose middle lies within.
  mutating func covers(_ vote: ElementVote, tile: MapTile) -> Bool {
    if last?.piece != vote.piece {
      guard let element = tile[vote.piece] else { return false }
      last = (vote.piece, isWithin(element))
    }
    let interval = Int(vote.interval)
    guard let isWithin = last?.isWithin, interval < isWithin.count else { return false }
    return isWithin[interval]
  }

  /// True of two lines that were seen side by side within.
  func covers(_ gap: LineGap, tile: MapTile) -> Bool {
    guard let element = tile[gap.first.piece], element.kind == .line else { return false }
    let isWithin = isWithin(element)
    return gap.first.intervals.contains { Int($0) < isWithin.count && isWithin[Int($0)] }
  }

  private func isWithin(_ element: MapElement) -> [Bool] {
    guard element.kind == .line else { return [covers(element.centre)] }
    let measure = LineMeasure(element.points)
    let length = Int(measure.length / LineMeasure.unitsPerCentimetre)
    return (0..<LineInterval.count(of: element)).map { interval in
      let range = LineInterval.range_cm(of: interval, lineLength_cm: length)
      return covers(measure.point(at: (range.lowerBound + range.upperBound) / 2).point)
    }
  }
}

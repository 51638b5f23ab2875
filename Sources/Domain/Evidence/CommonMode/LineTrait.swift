import MapModel

/// What tells whether changes of lines have one cause: what happened, when it began, where, and by how much.
public struct LineTrait: Hashable, Sendable {
  /// The cause it would be.
  public let cause: CommonCause
  /// Event time of the first traversal for it, ns since 1970.
  public let onset_ns: Int64
  /// First, middle and last vertex of what changed, as it lay before.
  public let course: [TilePoint]
  /// Where it went, cm east and north; zero where it is gone.
  public let shift: SIMD2<Int64>

  /// Traits of one cause begin within this of each other, ns.
  static let onset_ns: Int64 = 3 * 86_400_000_000_000
  /// Lines beside each other are no farther apart, cm: a road's.
  private static let beside_cm: Int64 = 3_000
  /// Shifts that are one differ by no more, cm.
  private static let shift_cm: Int64 = 20

  /// The trait of a change as it was applied; nil where it has none: only lines that moved or went have.
  public init?(_ event: ChangeEvent) {
    guard event.shapeKind == .line, event.before.count > 1 else { return nil }
    let before = LineMeasure(event.before)
    course = before.ends
    onset_ns = event.firstSeen_ns
    switch event.kind {
    case .removed:
      cause = .removedTogether
      shift = SIMD2()
    case .moved:
      guard event.after.count > 1 else { return nil }
      cause = .repainted
      let after = LineMeasure(event.after).middle
      let foot = before.point(at: before.nearest(to: after).station_cm).point
      shift = SIMD2(Int64(after.x_cm) - Int64(foot.x_cm), Int64(after.y_cm) - Int64(foot.y_cm))
    case .added, .attributeChanged, .temporary: return nil
    }
  }

  /// The trait a line would have, were it changed by what its strongest interval says; nil where too little speaks for it.
  init?(rising element: MapElement, _ ledgers: ArraySlice<ElementLedger>, cause: CommonCause, policy: Policy) {
    guard element.kind == .line, element.points.count > 1 else { return nil }
    let kind: ChangeEvent.Kind = cause == .repainted ? .moved : .removed
    guard
      let strongest = ledgers.max(by: {
        $0.evidence(of: kind, policy: policy) < $1.evidence(of: kind, policy: policy)
      }), strongest.evidence(of: kind, policy: policy) >= policy.neighbourThreshold_mnat
    else { return nil }
    self.cause = cause
    onset_ns = strongest.support(of: kind).firstSeen_ns
    let measure = LineMeasure(element.points)
    course = measure.ends
    let (a, b) = (element.points[0], element.points[element.points.count - 1])
    let (dx, dy) = (Int64(b.x_cm) - Int64(a.x_cm), Int64(b.y_cm) - Int64(a.y_cm))
    let length = max(FixedPoint.length(dx, dy), 1)
    let left = kind == .moved ? strongest.move.first_cm : 0
    shift = SIMD2(FixedPoint.divide(-dy * left, by: length), FixedPoint.divide(dx * left, by: length))
  }

  /// Whether both are of one cause.
  func isAlike(_ other: LineTrait) -> Bool {
    let apart = shift &- other.shift
    return cause == other.cause && abs(onset_ns - other.onset_ns) <= Self.onset_ns
      && FixedPoint.length(apart.x, apart.y) <= Self.shift_cm && isBeside(other)
  }

  private func isBeside(_ other: LineTrait) -> Bool {
    min(
      LineMeasure(course).nearest(to: other.course[1]).distance_cm,
      LineMeasure(other.course).nearest(to: course[1]).distance_cm) <= Self.beside_cm
  }

  func write(to writer: inout LedgerWriter) {
    writer.byte(cause.rawValue)
    writer.signed(onset_ns)
    writer.list(course) { $0.point($1) }
    writer.signed(shift.x)
    writer.signed(shift.y)
  }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    guard let cause = CommonCause(rawValue: try reader.byte("trait.cause")) else {
      throw LedgerCorruption("trait.cause")
    }
    self.cause = cause
    onset_ns = try reader.signed("trait.onset")
    course = try reader.list("trait.course") { (reader: inout LedgerReader) throws(LedgerCorruption) in
      try reader.point("trait.point")
    }
    guard course.count == 3 else { throw LedgerCorruption("trait.course") }
    shift = SIMD2(try reader.signed("trait.east"), try reader.signed("trait.north"))
  }
}

extension LineMeasure {
  fileprivate var middle: TilePoint { point(at: Int(length / Self.unitsPerCentimetre) / 2).point }
  /// First, middle and last vertex.
  fileprivate var ends: [TilePoint] { [points[0], middle, points[points.count - 1]] }
}

import MapModel

/// How far two lines lie apart as measured by the visits that saw them side by side. Of the last few the median counts: a drive that took
/// another line for one of them says what no other says.
struct GapLedger: Hashable, Sendable {
  /// Visits that are remembered; older ones are forgotten, so that what changes is known as soon as half of them have seen it.
  static let most = 8

  /// The lower piece.
  let first: PieceID
  /// The other one.
  let second: PieceID
  /// Low 32 bits of the first piece's content hash.
  private(set) var firstHash: UInt32
  /// Low 32 bits of the second piece's content hash.
  private(set) var secondHash: UInt32
  /// What was said, in the order of coming.
  private(set) var measurements: [GapMeasurement] = []

  init(_ gap: LineGap) {
    first = gap.first.piece
    second = gap.second.piece
    firstHash = gap.first.pieceHash
    secondHash = gap.second.pieceHash
  }

  /// Takes in what a visit measured; of two of one visit in slots that follow each other the one that looked more often stays.
  mutating func fold(_ gap: LineGap, of visit: Visit) {
    let measurement = GapMeasurement(gap, of: visit)
    if let last = measurements.last, visit.continues(trip: last.visit.trip, slot: last.visit.slot) {
      if measurement.looks >= last.looks {
        measurements[measurements.count - 1] = measurement
      } else {
        measurements[measurements.count - 1].visit = visit
      }
      return
    }
    if measurements.count == Self.most { measurements.removeFirst() }
    measurements.append(measurement)
  }

  /// Where the second line was seen against the first, to the left of the first's direction, cm.
  var apart_cm: Int64 { median(\.apart_cm) }
  /// How much farther to that side it was seen than it is mapped, cm.
  var excess_cm: Int64 { median(\.excess_cm) }

  /// What visits said of it at or after a time, ns since 1970.
  func since(_ time_ns: Int64) -> GapLedger {
    var late = self
    late.measurements.removeAll { $0.visit.time_ns < time_ns }
    return late
  }

  /// The same of lines with other content that lie where they lay.
  func matched(_ firstHash: UInt32, _ secondHash: UInt32) -> GapLedger {
    var matched = self
    (matched.firstHash, matched.secondHash) = (firstHash, secondHash)
    return matched
  }

  /// True where a piece is one of the two.
  func holds(_ piece: PieceID) -> Bool { piece == first || piece == second }

  /// The middle of what the measurements say, of an even number of them the mean of the two in the middle; 0 of none. Every gap of a tile is
  /// asked with every traversal, so nothing is allocated.
  private func median(_ said: KeyPath<GapMeasurement, Int16>) -> Int64 {
    let count = measurements.count
    guard count > 0 else { return 0 }
    var sorted = InlineArray<8, Int16>(repeating: 0)
    for (n, measurement) in measurements.enumerated() {
      var place = n
      while place > 0, sorted[place - 1] > measurement[keyPath: said] {
        sorted[place] = sorted[place - 1]
        place -= 1
      }
      sorted[place] = measurement[keyPath: said]
    }
    let upper = Int64(sorted[count / 2])
    return count % 2 == 1 ? upper : FixedPoint.divide(Int64(sorted[count / 2 - 1]) + upper, by: 2)
  }

  func write(to writer: inout LedgerWriter) {
    writer.piece(first)
    writer.piece(second)
    writer.unsigned(firstHash)
    writer.unsigned(secondHash)
    writer.list(measurements) { $1.write(to: &$0) }
  }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    first = try reader.piece("gap.first")
    second = try reader.piece("gap.second")
    firstHash = try reader.unsigned("gap.first_hash")
    secondHash = try reader.unsigned("gap.second_hash")
    measurements = try reader.list("gap.measurements") {
      (reader: inout LedgerReader) throws(LedgerCorruption) -> GapMeasurement in
      try GapMeasurement(from: &reader)
    }
    guard first < second, !measurements.isEmpty, measurements.count <= Self.most else {
      throw LedgerCorruption("gap.measurements")
    }
  }
}

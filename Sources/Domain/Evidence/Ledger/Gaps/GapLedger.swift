import MapModel

/// How far two lines lie apart in the words of the visits that saw them side by side. Of the last few the median counts: a drive that took
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
  private(set) var words: [GapWord] = []

  init(_ gap: LineGap) {
    first = gap.first.piece
    second = gap.second.piece
    firstHash = gap.first.pieceHash
    secondHash = gap.second.pieceHash
  }

  /// Takes in a visit's word; of two of one visit in slots that follow each other the one that looked more often stays.
  mutating func fold(_ gap: LineGap, of visit: Visit) {
    let word = GapWord(gap, of: visit)
    if let last = words.last, visit.continues(trip: last.visit.trip, slot: last.visit.slot) {
      if word.looks >= last.looks { words[words.count - 1] = word } else { words[words.count - 1].visit = visit }
      return
    }
    if words.count == Self.most { words.removeFirst() }
    words.append(word)
  }

  /// Where the second line was seen against the first, to the left of the first's direction, cm.
  var apart_cm: Int64 { Self.median(words.map { Int64($0.apart_cm) }) }
  /// How much farther to that side it was seen than it is mapped, cm.
  var excess_cm: Int64 { Self.median(words.map { Int64($0.excess_cm) }) }

  /// What visits said of it at or after a time, ns since 1970.
  func since(_ time_ns: Int64) -> GapLedger {
    var late = self
    late.words.removeAll { $0.visit.time_ns < time_ns }
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

  /// The middle value, of an even number the mean of the two in the middle; 0 of none.
  private static func median(_ values: [Int64]) -> Int64 {
    guard !values.isEmpty else { return 0 }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : FixedPoint.divide(sorted[middle - 1] + sorted[middle], by: 2)
  }

  func write(to writer: inout LedgerWriter) {
    writer.piece(first)
    writer.piece(second)
    writer.unsigned(firstHash)
    writer.unsigned(secondHash)
    writer.list(words) { $1.write(to: &$0) }
  }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    first = try reader.piece("gap.first")
    second = try reader.piece("gap.second")
    firstHash = try reader.unsigned("gap.first_hash")
    secondHash = try reader.unsigned("gap.second_hash")
    words = try reader.list("gap.words") { (reader: inout LedgerReader) throws(LedgerCorruption) -> GapWord in
      try GapWord(from: &reader)
    }
    guard first < second, !words.isEmpty, words.count <= Self.most else { throw LedgerCorruption("gap.words") }
  }
}

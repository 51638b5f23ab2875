import CContracts
import Evidence
import MapModel
import Observations

/// Gaps between lines as packed columns: each piece stands once, for most lie between two others.
enum LineGapColumns {
  private static let group = "traversal.line_gaps"

  /// A piece as it was matched.
  private struct Line: Hashable, Comparable {
    let piece: PieceID
    let hash: UInt32

    init(_ side: LineGap.Side) { (piece, hash) = (side.piece, side.pieceHash) }

    init(piece: PieceID, hash: UInt32) { (self.piece, self.hash) = (piece, hash) }

    static func < (a: Line, b: Line) -> Bool { (a.piece, a.hash) < (b.piece, b.hash) }
  }

  static func read(_ message: Resurvey__V1__LineGaps, _ limits: RecordLimits) throws(Rejection) -> [LineGap] {
    let lines = try unsafe lines(message, limits)
    let firsts = unsafe Columns.copy(message.n_first_piece_index, message.first_piece_index)
    let count = firsts.count
    try FieldCheck.count(count, group, atMost: limits.votes)
    let seconds = unsafe Columns.copy(message.n_second_piece_index, message.second_piece_index)
    let apart_cm = unsafe Columns.copy(message.n_apart_cm, message.apart_cm)
    let excess_cm = unsafe Columns.copy(message.n_excess_cm, message.excess_cm)
    let looks = unsafe Columns.copy(message.n_look_count, message.look_count)
    try FieldCheck.length(seconds.count, "\(group).second_piece_index", count)
    try FieldCheck.length(apart_cm.count, "\(group).apart_cm", count)
    try FieldCheck.length(excess_cm.count, "\(group).excess_cm", count)
    try FieldCheck.length(looks.count, "\(group).look_count", count)
    let firstIntervals = try unsafe intervals(
      Columns.copy(message.n_first_interval_from, message.first_interval_from),
      Columns.copy(message.n_first_interval_to, message.first_interval_to), "first_interval", count)
    let secondIntervals = try unsafe intervals(
      Columns.copy(message.n_second_interval_from, message.second_interval_from),
      Columns.copy(message.n_second_interval_to, message.second_interval_to), "second_interval", count)

    var gaps: [LineGap] = []
    gaps.reserveCapacity(count)
    for i in 0..<count {
      let first = try line(firsts[i], "first_piece_index[\(i)]", of: lines)
      let second = try line(seconds[i], "second_piece_index[\(i)]", of: lines)
      guard first.piece < second.piece else {
        throw Rejection(
          .outOfOrder, field: "\(group).second_piece_index[\(i)]", value: "\(seconds[i])",
          limit: "a piece above the first, \(firsts[i])")
      }
      if let last = gaps.last, (last.first.piece, last.second.piece) >= (first.piece, second.piece) {
        throw Rejection(
          .outOfOrder, field: "\(group).first_piece_index[\(i)]", value: "\(firsts[i])",
          limit: "pieces above those of the gap before")
      }
      guard looks[i] > 0 else {
        throw Rejection(.tooFew, field: "\(group).look_count[\(i)]", value: "0", limit: "at least 1")
      }
      gaps.append(
        LineGap(
          first: LineGap.Side(piece: first.piece, pieceHash: first.hash, intervals: firstIntervals[i]),
          second: LineGap.Side(piece: second.piece, pieceHash: second.hash, intervals: secondIntervals[i]),
          apart_cm: try RecordCheck.narrow(apart_cm[i], "\(group).apart_cm[\(i)]"),
          excess_cm: try RecordCheck.narrow(excess_cm[i], "\(group).excess_cm[\(i)]"),
          looks: try RecordCheck.narrow(looks[i], "\(group).look_count[\(i)]")))
    }
    return gaps
  }

  private static func lines(_ message: Resurvey__V1__LineGaps, _ limits: RecordLimits) throws(Rejection) -> [Line] {
    let elements = unsafe Columns.copy(message.n_piece_element_id_delta, message.piece_element_id_delta)
    let parts = unsafe Columns.copy(message.n_piece_part, message.piece_part)
    let hashes = unsafe Columns.copy(message.n_piece_hash, message.piece_hash)
    try FieldCheck.count(elements.count, group, atMost: limits.votes)
    try FieldCheck.length(parts.count, "\(group).piece_part", elements.count)
    try FieldCheck.length(hashes.count, "\(group).piece_hash", elements.count)
    var lines: [Line] = []
    var element: UInt64 = 0
    for p in elements.indices {
      element &+= elements[p]
      let field = "\(group).piece_element_id_delta[\(p)]"
      let line = Line(piece: try RecordCheck.piece(element, parts[p], field), hash: hashes[p])
      if let last = lines.last, last >= line {
        throw Rejection(
          .outOfOrder, field: field, value: "element \(element) part \(parts[p])",
          limit: "above element \(last.piece.element.value) part \(last.piece.part)")
      }
      lines.append(line)
    }
    return lines
  }

  private static func line(_ index: UInt32, _ field: String, of lines: [Line]) throws(Rejection) -> Line {
    guard Int(index) < lines.count else {
      throw Rejection(
        .indexOutOfRange, field: "\(group).\(field)", value: "\(index)", limit: "an index into \(lines.count) pieces")
    }
    return lines[Int(index)]
  }

  private static func intervals(
    _ from: [UInt32], _ to: [UInt32], _ field: String, _ count: Int
  ) throws(Rejection) -> [ClosedRange<UInt16>] {
    try FieldCheck.length(from.count, "\(group).\(field)_from", count)
    try FieldCheck.length(to.count, "\(group).\(field)_to", count)
    var ranges: [ClosedRange<UInt16>] = []
    for i in 0..<count {
      let low: UInt16 = try RecordCheck.narrow(from[i], "\(group).\(field)_from[\(i)]")
      let high: UInt16 = try RecordCheck.narrow(to[i], "\(group).\(field)_to[\(i)]")
      guard low <= high else {
        throw Rejection(
          .outOfOrder, field: "\(group).\(field)_to[\(i)]", value: "\(high)", limit: "not below \(low)")
      }
      ranges.append(low...high)
    }
    return ranges
  }

  static func write(_ gaps: [LineGap], _ arena: borrowing Arena) -> UnsafeMutablePointer<Resurvey__V1__LineGaps> {
    let message = unsafe arena.message(resurvey__v1__line_gaps__init)
    let lines = Set(gaps.flatMap { [Line($0.first), Line($0.second)] }).sorted()
    func index(_ side: LineGap.Side) -> UInt32 { UInt32(lines.firstIndex(of: Line(side)) ?? 0) }
    unsafe (message.pointee.n_piece_element_id_delta, message.pointee.piece_element_id_delta) = arena.column(
      Deltas.differences(lines.map(\.piece.element.value)))
    unsafe (message.pointee.n_piece_part, message.pointee.piece_part) = arena.column(lines.map(\.piece.part))
    unsafe (message.pointee.n_piece_hash, message.pointee.piece_hash) = arena.column(lines.map(\.hash))
    unsafe (message.pointee.n_first_piece_index, message.pointee.first_piece_index) = arena.column(
      gaps.map { index($0.first) })
    unsafe (message.pointee.n_second_piece_index, message.pointee.second_piece_index) = arena.column(
      gaps.map { index($0.second) })
    unsafe (message.pointee.n_apart_cm, message.pointee.apart_cm) = arena.column(gaps.map { Int32($0.apart_cm) })
    unsafe (message.pointee.n_excess_cm, message.pointee.excess_cm) = arena.column(gaps.map { Int32($0.excess_cm) })
    unsafe (message.pointee.n_look_count, message.pointee.look_count) = arena.column(gaps.map { UInt32($0.looks) })
    unsafe (message.pointee.n_first_interval_from, message.pointee.first_interval_from) = arena.column(
      gaps.map { UInt32($0.first.intervals.lowerBound) })
    unsafe (message.pointee.n_first_interval_to, message.pointee.first_interval_to) = arena.column(
      gaps.map { UInt32($0.first.intervals.upperBound) })
    unsafe (message.pointee.n_second_interval_from, message.pointee.second_interval_from) = arena.column(
      gaps.map { UInt32($0.second.intervals.lowerBound) })
    unsafe (message.pointee.n_second_interval_to, message.pointee.second_interval_to) = arena.column(
      gaps.map { UInt32($0.second.intervals.upperBound) })
    return unsafe message
  }
}

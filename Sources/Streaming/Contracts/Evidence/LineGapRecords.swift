import CContracts
import Evidence
import MapModel
import Observations

/// Gaps between lines: a message each, for a traversal has a handful.
enum LineGapRecords {
  static func read(
    _ count: Int, _ messages: UnsafeMutablePointer<UnsafeMutablePointer<Resurvey__V1__LineGap>?>?,
    _ limits: RecordLimits
  ) throws(Rejection) -> [LineGap] {
    try FieldCheck.count(count, "traversal.line_gaps", atMost: limits.votes)
    var gaps: [LineGap] = []
    gaps.reserveCapacity(count)
    for i in 0..<count {
      guard let message = unsafe messages?[i] else { continue }
      let gap = try unsafe gap(message.pointee, "traversal.line_gaps[\(i)]")
      guard gap.first.piece < gap.second.piece else {
        throw Rejection(
          .outOfOrder, field: "traversal.line_gaps[\(i)].second_element_id", value: "\(gap.second.piece.element.value)",
          limit: "a piece above the first, of element \(gap.first.piece.element.value)")
      }
      if let last = gaps.last, (last.first.piece, last.second.piece) >= (gap.first.piece, gap.second.piece) {
        throw Rejection(
          .outOfOrder, field: "traversal.line_gaps[\(i)].first_element_id", value: "\(gap.first.piece.element.value)",
          limit: "above the gap before it, of element \(last.first.piece.element.value)")
      }
      gaps.append(gap)
    }
    return gaps
  }

  private static func gap(_ message: Resurvey__V1__LineGap, _ field: String) throws(Rejection) -> LineGap {
    let looks: UInt16 = try unsafe RecordCheck.narrow(message.look_count, "\(field).look_count")
    guard looks > 0 else {
      throw Rejection(.tooFew, field: "\(field).look_count", value: "0", limit: "at least 1")
    }
    return try unsafe LineGap(
      first: LineGap.Side(
        piece: RecordCheck.piece(message.first_element_id, message.first_part, "\(field).first_element_id"),
        pieceHash: message.first_hash,
        intervals: intervals(message.first_interval_from, message.first_interval_to, "\(field).first_interval")),
      second: LineGap.Side(
        piece: RecordCheck.piece(message.second_element_id, message.second_part, "\(field).second_element_id"),
        pieceHash: message.second_hash,
        intervals: intervals(message.second_interval_from, message.second_interval_to, "\(field).second_interval")),
      apart_cm: RecordCheck.narrow(message.apart_cm, "\(field).apart_cm"),
      excess_cm: RecordCheck.narrow(message.excess_cm, "\(field).excess_cm"), looks: looks)
  }

  private static func intervals(
    _ from: UInt32, _ to: UInt32, _ field: String
  ) throws(Rejection) -> ClosedRange<UInt16> {
    let low: UInt16 = try RecordCheck.narrow(from, "\(field)_from")
    let high: UInt16 = try RecordCheck.narrow(to, "\(field)_to")
    guard low <= high else {
      throw Rejection(.outOfOrder, field: "\(field)_to", value: "\(high)", limit: "not below \(low)")
    }
    return low...high
  }

  static func write(
    _ gaps: [LineGap], _ arena: borrowing Arena
  ) -> (Int, UnsafeMutablePointer<UnsafeMutablePointer<Resurvey__V1__LineGap>?>?) {
    guard !gaps.isEmpty else { return (0, nil) }
    let pointers = unsafe arena.pointers(to: Resurvey__V1__LineGap.self, gaps.count)
    for (i, gap) in gaps.enumerated() {
      let message = unsafe arena.message(resurvey__v1__line_gap__init)
      unsafe message.pointee.first_element_id = gap.first.piece.element.value
      unsafe message.pointee.first_part = gap.first.piece.part
      unsafe message.pointee.first_hash = gap.first.pieceHash
      unsafe message.pointee.second_element_id = gap.second.piece.element.value
      unsafe message.pointee.second_part = gap.second.piece.part
      unsafe message.pointee.second_hash = gap.second.pieceHash
      unsafe message.pointee.apart_cm = Int32(gap.apart_cm)
      unsafe message.pointee.excess_cm = Int32(gap.excess_cm)
      unsafe message.pointee.look_count = UInt32(gap.looks)
      unsafe message.pointee.first_interval_from = UInt32(gap.first.intervals.lowerBound)
      unsafe message.pointee.first_interval_to = UInt32(gap.first.intervals.upperBound)
      unsafe message.pointee.second_interval_from = UInt32(gap.second.intervals.lowerBound)
      unsafe message.pointee.second_interval_to = UInt32(gap.second.intervals.upperBound)
      unsafe pointers[i] = message
    }
    return unsafe (gaps.count, pointers)
  }
}

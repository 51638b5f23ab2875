import MapModel

/// What one visit said of how far two lines lie apart.
struct GapMeasurement: Hashable, Sendable {
  /// Who said it.
  var visit: Visit
  /// Where the second line was seen against the first, to the left of the first's direction, cm.
  let apart_cm: Int16
  /// How much farther to that side it was seen than it is mapped, cm.
  let excess_cm: Int16
  /// How often they were seen side by side.
  let looks: UInt16
  /// Intervals of the first line that were seen so.
  let firstIntervals: ClosedRange<UInt16>
  /// Intervals of the second line that were seen so.
  let secondIntervals: ClosedRange<UInt16>

  init(_ gap: LineGap, of visit: Visit) {
    self.visit = visit
    apart_cm = gap.apart_cm
    excess_cm = gap.excess_cm
    looks = gap.looks
    firstIntervals = gap.first.intervals
    secondIntervals = gap.second.intervals
  }

  func write(to writer: inout LedgerWriter) {
    writer.unsigned(visit.vehicle)
    writer.unsigned(visit.trip)
    writer.signed(visit.slot)
    writer.signed(visit.time_ns)
    writer.signed(apart_cm)
    writer.signed(excess_cm)
    writer.unsigned(looks)
    for range in [firstIntervals, secondIntervals] {
      writer.unsigned(range.lowerBound)
      writer.unsigned(range.upperBound - range.lowerBound)
    }
  }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    visit = Visit(
      vehicle: try reader.unsigned("gap.vehicle"), trip: try reader.unsigned("gap.trip"),
      slot: try reader.signed("gap.slot"), time_ns: try reader.signed("gap.time_ns"))
    apart_cm = try reader.signed("gap.apart")
    excess_cm = try reader.signed("gap.excess")
    looks = try reader.unsigned("gap.looks")
    firstIntervals = try Self.range(from: &reader)
    secondIntervals = try Self.range(from: &reader)
  }

  private static func range(from reader: inout LedgerReader) throws(LedgerCorruption) -> ClosedRange<UInt16> {
    let low: UInt16 = try reader.unsigned("gap.interval")
    let (high, isBeyond) = low.addingReportingOverflow(try reader.unsigned("gap.intervals"))
    guard !isBeyond else { throw LedgerCorruption("gap.intervals") }
    return low...high
  }
}

/// What earlier visits of one day said of a thing: traversals of a day share weather, parked lorries and the light, so that what the second of
/// them misses is half explained by what the first has missed.
public struct SameDay: Hashable, Sendable {
  /// The day, counted from 1970; 0 before the first.
  public private(set) var day: UInt32 = 0
  /// Sum of the probabilities with which they saw it, in 1/255.
  public private(set) var seen_255: UInt32 = 0
  /// Sum of the probabilities with which they missed it, in 1/255.
  public private(set) var missed_255: UInt32 = 0

  /// A day on which nobody was here yet.
  public init(day: UInt32 = 0) { self.day = day }

  /// What was said before a visit on `day`, once `last`, the word of the visit before it, has been added to what came before that one.
  public func before(_ day: UInt32, adding last: (seen: UInt8, missed: UInt8)) -> SameDay {
    var before = SameDay(day: day)
    guard day == self.day else { return before }
    before.seen_255 = seen_255 &+ UInt32(last.seen)
    before.missed_255 = missed_255 &+ UInt32(last.missed)
    return before
  }

  func write(to writer: inout LedgerWriter) {
    writer.unsigned(day)
    writer.unsigned(seen_255)
    writer.unsigned(missed_255)
  }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    day = try reader.unsigned("same_day.day")
    seen_255 = try reader.unsigned("same_day.seen")
    missed_255 = try reader.unsigned("same_day.missed")
  }
}

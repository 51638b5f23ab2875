import Observations

/// The highest slot of each trip that has counted in a tile: every traversal counts once.
public struct VisitMarks: Hashable, Sendable {
  private struct Mark: Hashable, Sendable {
    var trip: UInt64
    var slot: Int64
    var time_ns: Int64
  }
  /// Ordered by trip.
  private var marks: [Mark] = []

  /// Nobody was here.
  public init() {}

  /// Number of trips remembered.
  public var count: Int { marks.count }

  /// True where the traversal's slot is above all of its trip that counted here; it is remembered then.
  public mutating func admit(_ traversal: TraversalEvidence) -> Bool {
    var hash = StableHash()
    hash.add(traversal.id.vehicle.text)
    hash.add(traversal.id.drive.text)
    let trip = hash.value
    var low = 0
    var high = marks.count
    while low < high {
      let middle = (low + high) / 2
      if marks[middle].trip < trip { low = middle + 1 } else { high = middle }
    }
    guard low < marks.count, marks[low].trip == trip else {
      marks.insert(Mark(trip: trip, slot: traversal.id.slot, time_ns: traversal.lastTime_ns), at: low)
      return true
    }
    guard traversal.id.slot > marks[low].slot else { return false }
    marks[low].slot = traversal.id.slot
    marks[low].time_ns = max(marks[low].time_ns, traversal.lastTime_ns)
    return true
  }

  /// Forgets trips whose last traversal is older than a time; evidence that old is refused before it gets here.
  public mutating func expire(before time_ns: Int64) { marks.removeAll { $0.time_ns < time_ns } }

  /// Adds the stored form.
  public func write(to writer: inout LedgerWriter) {
    writer.list(marks) { writer, mark in
      writer.unsigned(mark.trip)
      writer.signed(mark.slot)
      writer.signed(mark.time_ns)
    }
  }

  /// Reads the stored form.
  public init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    marks = try reader.list("marks") { (reader: inout LedgerReader) throws(LedgerCorruption) -> Mark in
      Mark(
        trip: try reader.unsigned("marks.trip"), slot: try reader.signed("marks.slot"),
        time_ns: try reader.signed("marks.time_ns"))
    }
  }
}

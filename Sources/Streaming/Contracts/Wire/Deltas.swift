/// Differences of neighbouring entries: what is near its neighbour takes one or two bytes. All arithmetic wraps, so that every
/// column has differences and every column of differences has a sum.
enum Deltas {
  static func differences<Entry: FixedWidthInteger>(_ values: [Entry]) -> [Entry] {
    var last: Entry = 0
    return values.map { value in
      defer { last = value }
      return value &- last
    }
  }

  static func sums<Entry: FixedWidthInteger>(_ differences: [Entry]) -> [Entry] {
    var sum: Entry = 0
    return differences.map { difference in
      sum = sum &+ difference
      return sum
    }
  }
}

import MapModel

/// How offsets of one thing differ between visits, and how readings do.
struct VoteNoise: Sendable {
  /// Differences over their promised standard deviation, in bins of a fiftieth up to ten.
  private var bins = [Int](repeating: 0, count: 501)
  private var promisedSquares_cm2 = 0.0
  /// Differences of offsets.
  private(set) var offsets = 0
  /// Pairs of readings that could differ, and those that do.
  private(set) var readings = 0
  private var disagreements = 0
  private var values: Set<Attributes> = []

  mutating func compare(_ difference_cm: Double, promised_cm: Double) {
    offsets += 1
    promisedSquares_cm2 += promised_cm * promised_cm / 2
    bins[min(Int(abs(difference_cm) / promised_cm * 50), bins.count - 1)] += 1
  }

  mutating func compare(_ reading: Attributes, differs: Bool) {
    readings += 1
    if differs { disagreements += 1 }
    if values.count < Self.mostValues { values.insert(reading) }
  }

  mutating func add(_ other: VoteNoise) {
    for index in bins.indices { bins[index] += other.bins[index] }
    promisedSquares_cm2 += other.promisedSquares_cm2
    offsets += other.offsets
    readings += other.readings
    disagreements += other.disagreements
    values.formUnion(other.values)
  }

  /// More values than this are as good as any number.
  private static let mostValues = 64
  /// The median of a standard normal's absolute value.
  private static let medianOfNormal = 0.6745

  /// Standard deviation that votes promise of one offset, cm: root mean square.
  var promised_cm: Double? { offsets > 0 ? (promisedSquares_cm2 / Double(offsets)).squareRoot() : nil }

  /// The spread of offsets over the promised one; by the median, for what moves or is taken for another lies far off.
  var spread: Double? {
    guard offsets > 0 else { return nil }
    var below = 0
    for (index, count) in bins.enumerated() {
      if 2 * (below + count) >= offsets {
        let share = count > 0 ? (Double(offsets) / 2 - Double(below)) / Double(count) : 0
        return (Double(index) + share) / 50 / Self.medianOfNormal
      }
      below += count
    }
    return nil
  }

  /// Probability that a visit misreads: two readings differ where one of them is wrong, and where there are only two to choose from not
  /// where both are.
  var misreading: Double? {
    guard readings > 0 else { return nil }
    let differ = Double(disagreements) / Double(readings)
    if values.count <= 2 { return (1 - (max(1 - 2 * differ, 0)).squareRoot()) / 2 }
    return 1 - (1 - differ).squareRoot()
  }
}

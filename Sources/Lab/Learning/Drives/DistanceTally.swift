/// Distances in classes of a millimetre up to a reach: memory does not grow with their number.
struct DistanceTally: Hashable, Sendable {
  /// Farthest distance that is told apart, m; all beyond count as this.
  static let reach_m = 10.0
  /// Distance up to which a point counts as close, m.
  static let close_m = 0.25

  private(set) var count = 0
  private(set) var closeCount = 0
  private var classes = [UInt32](repeating: 0, count: Int(reach_m * 1000) + 1)

  mutating func add(_ distance_m: Double) {
    count += 1
    if distance_m <= Self.close_m { closeCount += 1 }
    classes[Int((min(distance_m, Self.reach_m) * 1000).rounded())] += 1
  }

  mutating func merge(_ other: DistanceTally) {
    count += other.count
    closeCount += other.closeCount
    for (index, number) in other.classes.enumerated() { classes[index] += number }
  }

  /// The upper median, to the millimetre; nil without distances.
  var median_m: Double? {
    guard count > 0 else { return nil }
    var seen = 0
    for (class_mm, number) in classes.enumerated() {
      seen += Int(number)
      if seen > count / 2 { return Double(class_mm) / 1000 }
    }
    return Self.reach_m
  }

  /// Share of close ones, 0 … 1; nil without distances.
  var closeShare: Double? { count > 0 ? Double(closeCount) / Double(count) : nil }
}

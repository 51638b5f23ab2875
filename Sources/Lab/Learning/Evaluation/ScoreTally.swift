/// Evidence held against the truth: how often what it spoke for was so, by its size.
public struct ScoreTally: Hashable, Sendable {
  /// Width of a bin of evidence, thousandths of a nat.
  static let step_mnat: Int64 = 250

  /// One bin of evidence.
  struct Count: Hashable, Sendable {
    var all = 0
    var isSo = 0
  }

  /// Counts by evidence, in steps from zero up; evidence of zero is none.
  private(set) var counts: [Int: Count] = [:]
  /// Everything looked at, with evidence or without.
  private(set) var looked = Count()

  /// Takes in one thing on one day, or one published change.
  mutating func add(_ score_mnat: Int64, isSo: Bool) {
    looked.all += 1
    if isSo { looked.isSo += 1 }
    guard score_mnat > 0 else { return }
    let bin = Int(score_mnat / Self.step_mnat)
    counts[bin, default: Count()].all += 1
    if isSo { counts[bin, default: Count()].isSo += 1 }
  }

  mutating func add(_ other: ScoreTally) {
    looked.all += other.looked.all
    looked.isSo += other.looked.isSo
    for (bin, count) in other.counts {
      counts[bin, default: Count()].all += count.all
      counts[bin, default: Count()].isSo += count.isSo
    }
  }
}

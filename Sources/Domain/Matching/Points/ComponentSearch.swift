import Geometry

/// Exact choice for a few detections by trying all, worst branches cut: quicker than augmenting paths where there is little to try.
struct ComponentSearch: ~Copyable {
  /// Combinations up to which it is asked.
  static let ways = 256

  private var pick = Scratch<Int32>(16)
  private var bestPick = Scratch<Int32>(16)
  private var rest = Scratch<Float>(16)

  init() {}

  /// Writes the choice of each row of a component. `taken` is false for all its columns, before and after.
  mutating func solve(
    _ rows: borrowing Scratch<Int32>, _ count: Int, _ candidates: borrowing PairAssignment.Candidates,
    _ column: borrowing Scratch<Int32>, _ taken: borrowing Scratch<Bool>, _ alone: Float,
    into choice: borrowing Scratch<Int32>
  ) {
    pick.reserve(count)
    bestPick.reserve(count)
    rest.reserve(count + 1)
    // What the rows from here on can save at most.
    rest[count] = 0
    for i in stride(from: count - 1, through: 0, by: -1) {
      var least = alone
      for e in candidates.range(Int(rows[i])) where column[e] >= 0 { least = min(least, candidates.costs[e]) }
      rest[i] = rest[i + 1] + least - alone
    }
    var bestSum: Float = 1
    descend(0, 0, rows, count, candidates, column, taken, alone, &bestSum)
    for i in 0..<count { choice[Int(rows[i])] = bestPick[i] }
  }

  private func descend(
    _ i: Int, _ sum: Float, _ rows: borrowing Scratch<Int32>, _ count: Int,
    _ candidates: borrowing PairAssignment.Candidates, _ column: borrowing Scratch<Int32>,
    _ taken: borrowing Scratch<Bool>, _ alone: Float, _ bestSum: inout Float
  ) {
    if sum + rest[i] >= bestSum { return }
    if i == count {
      bestSum = sum
      for k in 0..<count { bestPick[k] = pick[k] }
      return
    }
    for e in candidates.range(Int(rows[i])) {
      let c = Int(column[e])
      guard c >= 0, !taken[c] else { continue }
      taken[c] = true
      pick[i] = Int32(e)
      descend(
        i + 1, sum + candidates.costs[e] - alone, rows, count, candidates, column, taken, alone, &bestSum)
      taken[c] = false
    }
    pick[i] = -1
    descend(i + 1, sum, rows, count, candidates, column, taken, alone, &bestSum)
  }
}

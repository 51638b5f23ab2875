import Geometry

/// Exact choice for a few detections by trying all, hopeless branches cut: quicker than augmenting paths where there is little to try. At most 64
/// elements.
struct ComponentSearch: ~Copyable {
  /// Combinations up to which it is asked.
  static let ways = 256

  private var pick = ReusedMemory<Int32>(16)
  private var bestPick = ReusedMemory<Int32>(16)
  private var rest = ReusedMemory<Float>(16)
  private var bestSum: Float = 0

  init() {}

  /// Writes the choice of each row of a component.
  mutating func solve(
    _ rows: borrowing ReusedMemory<PairAssignment.OpenRow>, _ count: Int, _ ends: Span<UInt32>, _ costs: Span<Float>,
    _ numbers: borrowing ElementNumbers, _ alone: Float, into choice: borrowing ReusedMemory<Int32>
  ) {
    pick.reserve(count)
    bestPick.reserve(count)
    rest.reserve(count + 1)
    // What the rows from here on can save at most.
    rest[count] = 0
    for i in stride(from: count - 1, through: 0, by: -1) { rest[i] = rest[i + 1] + costs[Int(rows[i].best)] - alone }
    bestSum = .infinity
    descend(0, 0, 0, rows, count, ends, costs, numbers, alone)
    for i in 0..<count { choice[Int(rows[i].row)] = bestPick[i] }
  }

  private mutating func descend(
    _ i: Int, _ sum: Float, _ taken: UInt64, _ rows: borrowing ReusedMemory<PairAssignment.OpenRow>, _ count: Int,
    _ ends: Span<UInt32>, _ costs: Span<Float>, _ numbers: borrowing ElementNumbers, _ alone: Float
  ) {
    if sum + rest[i] >= bestSum { return }
    if i == count {
      bestSum = sum
      for k in 0..<count { bestPick[k] = pick[k] }
      return
    }
    let row = Int(rows[i].row)
    for e in (row == 0 ? 0 : Int(ends[row - 1]))..<Int(ends[row]) where costs[e] < alone {
      let bit: UInt64 = 1 << UInt64(numbers[e])
      guard taken & bit == 0 else { continue }
      pick[i] = Int32(e)
      descend(i + 1, sum + costs[e] - alone, taken | bit, rows, count, ends, costs, numbers, alone)
    }
    pick[i] = -1
    descend(i + 1, sum, taken, rows, count, ends, costs, numbers, alone)
  }
}

import Geometry

/// Exact choice by successive shortest augmenting paths with potentials (Jonker & Volgenant 1987, doi:10.1007/BF02278710), O(n²·m): no number of
/// clashing detections makes it slow.
struct AugmentingPaths: ~Copyable {
  private var local = ReusedMemory<Int32>()
  private var cost = ReusedMemory<Double>()
  private var rowPotential = ReusedMemory<Double>()
  private var columnPotential = ReusedMemory<Double>()
  private var least = ReusedMemory<Double>()
  private var rowOf = ReusedMemory<Int32>()
  private var from = ReusedMemory<Int32>()
  private var done = ReusedMemory<Bool>()
  private var edge = ReusedMemory<Int32>()

  init() {}

  /// Writes the choice of each row.
  mutating func solve(
    _ rows: borrowing ReusedMemory<PairAssignment.OpenRow>, _ n: Int, _ ends: Span<UInt32>, _ costs: Span<Float>,
    _ numbers: borrowing ElementNumbers, _ alone: Float, into choice: borrowing ReusedMemory<Int32>
  ) {
    guard n > 0 else { return }
    let elements = layOut(rows, n, ends, costs, numbers, alone)
    // Behind the elements every row has a column of its own for "none".
    let m = elements + n
    cost.reserve(n * m)
    edge.reserve(n * m)
    // A forbidden pair costs more than any full assignment can.
    let forbidden = Double(alone) * Double(n + 1) + 1
    for i in 0..<n {
      for j in 0..<m {
        cost[i * m + j] = forbidden
        edge[i * m + j] = -1
      }
      cost[i * m + elements + i] = Double(alone)
      for e in Self.candidates(Int(rows[i].row), ends) where costs[e] < alone {
        let at = i * m + Int(local[numbers[e]])
        guard Double(costs[e]) < cost[at] else { continue }
        cost[at] = Double(costs[e])
        edge[at] = Int32(e)
      }
    }
    prepare(n, m)
    for row in 1...n { augment(row, m) }
    for j in 1...m where rowOf[j] > 0 {
      let i = Int(rowOf[j]) - 1
      choice[Int(rows[i].row)] = j <= elements ? edge[i * m + j - 1] : -1
    }
  }

  private static func candidates(_ row: Int, _ ends: Span<UInt32>) -> Range<Int> {
    (row == 0 ? 0 : Int(ends[row - 1]))..<Int(ends[row])
  }

  /// Numbers the elements of the rows from 0; returns how many there are.
  private mutating func layOut(
    _ rows: borrowing ReusedMemory<PairAssignment.OpenRow>, _ n: Int, _ ends: Span<UInt32>, _ costs: Span<Float>,
    _ numbers: borrowing ElementNumbers, _ alone: Float
  ) -> Int {
    local.reserve(numbers.count)
    for k in 0..<numbers.count { local[k] = -1 }
    var count = 0
    for i in 0..<n {
      for e in Self.candidates(Int(rows[i].row), ends) where costs[e] < alone && local[numbers[e]] < 0 {
        local[numbers[e]] = Int32(count)
        count += 1
      }
    }
    return count
  }

  private mutating func prepare(_ n: Int, _ m: Int) {
    rowPotential.reserve(n + 1)
    columnPotential.reserve(m + 1)
    least.reserve(m + 1)
    rowOf.reserve(m + 1)
    from.reserve(m + 1)
    done.reserve(m + 1)
    for i in 0...n { rowPotential[i] = 0 }
    for j in 0...m {
      columnPotential[j] = 0
      rowOf[j] = 0
    }
  }

  /// Takes one more row in along the cheapest path. Rows and columns count from 1; column 0 stands for the row that is taken in.
  private func augment(_ row: Int, _ m: Int) {
    rowOf[0] = Int32(row)
    for j in 0...m {
      least[j] = .infinity
      done[j] = false
    }
    var j0 = 0
    repeat {
      done[j0] = true
      let i0 = Int(rowOf[j0])
      var delta = Double.infinity
      var next = 0
      for j in 1...m where !done[j] {
        let reduced = cost[(i0 - 1) * m + j - 1] - rowPotential[i0] - columnPotential[j]
        if reduced < least[j] {
          least[j] = reduced
          from[j] = Int32(j0)
        }
        if least[j] < delta {
          delta = least[j]
          next = j
        }
      }
      for j in 0...m {
        if done[j] {
          rowPotential[Int(rowOf[j])] += delta
          columnPotential[j] -= delta
        } else {
          least[j] -= delta
        }
      }
      j0 = next
    } while rowOf[j0] != 0
    repeat {
      let before = Int(from[j0])
      rowOf[j0] = rowOf[before]
      j0 = before
    } while j0 != 0
  }
}

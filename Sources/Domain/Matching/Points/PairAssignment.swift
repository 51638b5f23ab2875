import Geometry

/// Which candidate each detection takes, so that no element is taken twice and the sum of costs is least, where a detection that takes none costs
/// `alone`. Exact: a detection whose best element no other can take is settled at once; what remains falls apart into components that share no
/// element, small ones are searched through, larger ones solved by `AugmentingPaths` in polynomial time.
///
/// Its memory is kept from frame to frame.
public struct PairAssignment: ~Copyable {
  private var numbers = ElementNumbers()
  private var choice = ReusedMemory<Int32>()
  private var open = ReusedMemory<OpenRow>()
  private var part = ReusedMemory<OpenRow>()
  private var search = ComponentSearch()
  private var paths = AugmentingPaths()

  /// A detection that is not settled.
  struct OpenRow: BitwiseCopyable {
    var row: Int32
    /// Its cheapest candidate.
    var best: Int32
    /// One bit an element it can take.
    var mask: UInt64
  }

  /// Memory for a first frame.
  public init() {}

  /// The candidate a detection took in the last `solve`: an index into its costs; −1 for none.
  @inline(__always) public func candidate(of detection: Int) -> Int { Int(choice[detection]) }

  /// Chooses.
  /// - Parameters:
  ///   - ends: end of each detection's candidates; they begin at the end of the one before.
  ///   - elements: what each candidate is, 0 or more.
  ///   - costs: what taking it costs; candidates of `alone` or more are never taken.
  public mutating func solve(ends: Span<UInt32>, elements: Span<Int32>, costs: Span<Float>, alone: Float) {
    precondition(elements.count == costs.count, "a cost for every candidate")
    let rows = ends.count
    choice.reserve(rows)
    open.reserve(rows)
    let columns = numbers.number(elements, costs, alone)
    guard columns <= UInt64.bitWidth else {
      // Too many elements for one word of bits: all at once, still polynomial.
      for row in 0..<rows {
        choice[row] = -1
        open[row] = OpenRow(row: Int32(row), best: -1, mask: 0)
      }
      paths.solve(open, rows, ends, costs, numbers, alone, into: choice)
      return
    }
    var left = 0
    var e = 0
    for row in 0..<rows {
      choice[row] = -1
      var place = -1
      var least = alone
      var mask: UInt64 = 0
      while e < Int(ends[row]) {
        if costs[e] < alone { mask |= 1 << UInt64(numbers[e]) }
        if costs[e] < least {
          least = costs[e]
          place = e
        }
        e += 1
      }
      open[left] = OpenRow(row: Int32(row), best: Int32(place), mask: mask)
      left += place >= 0 ? 1 : 0
    }
    left = settle(left)
    while left > 0 {
      let count = takeComponent(&left)
      var ways = 1
      for i in 0..<count { ways = min(ways * (part[i].mask.nonzeroBitCount + 1), 1 << 20) }
      if ways <= ComponentSearch.ways {
        search.solve(part, count, ends, costs, numbers, alone, into: choice)
      } else {
        paths.solve(part, count, ends, costs, numbers, alone, into: choice)
      }
    }
  }

  /// Settles detections whose best element no other open one can take, until there is none; returns how many stay open.
  private func settle(_ count: Int) -> Int {
    var left = count
    while left > 0 {
      var once: UInt64 = 0
      var twice: UInt64 = 0
      for i in 0..<left {
        let mask = open[i].mask
        twice |= once & mask
        once |= mask
      }
      var kept = 0
      for i in 0..<left {
        let row = open[i]
        let isFree = twice >> UInt64(numbers[Int(row.best)]) & 1 == 0
        open[kept] = row
        kept += isFree ? 0 : 1
        choice[Int(row.row)] = isFree ? row.best : -1
      }
      if kept == left { break }
      left = kept
    }
    return left
  }

  /// Moves the first open detection, and all that share elements with it by any chain, to `part`; returns how many these are.
  private mutating func takeComponent(_ left: inout Int) -> Int {
    part.reserve(left)
    var mask = open[0].mask
    var count = 0
    var before = -1
    while count != before {
      before = count
      var kept = 0
      for i in 0..<left {
        let row = open[i]
        if row.mask & mask != 0 {
          mask |= row.mask
          part[count] = row
          count += 1
        } else {
          open[kept] = row
          kept += 1
        }
      }
      left = kept
    }
    return count
  }
}

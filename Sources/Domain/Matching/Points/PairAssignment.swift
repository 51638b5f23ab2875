import Geometry

/// Which candidate each detection takes, so that no element is taken twice and the sum of costs is least, where a detection that takes none costs
/// `alone`. Exact: a detection whose best element nobody else can take is settled at once; what remains falls apart into components, small ones
/// are searched through, larger ones solved in O(n²·m) by shortest augmenting paths (Jonker & Volgenant 1987, doi:10.1007/BF02278710).
///
/// Its memory is kept from frame to frame.
public struct PairAssignment: ~Copyable {
  private var slots = Scratch<Slot>(256)
  private var column = Scratch<Int32>()
  private var claims = Scratch<Int32>()
  private var owner = Scratch<Int32>()
  private var best = Scratch<Int32>()
  private var open = Scratch<Int32>()
  private var parent = Scratch<Int32>()
  private var component = Scratch<Int32>()
  private var choice = Scratch<Int32>()
  private var taken = Scratch<Bool>()
  private var search = ComponentSearch()
  private var paths = AugmentingPaths()
  private var epoch: UInt32 = 0

  /// An element seen in this call, and its column.
  private struct Slot {
    var epoch: UInt32
    var element: Int32
    var column: Int32
  }

  /// Candidates of one call.
  struct Candidates: ~Escapable {
    let ends: Span<UInt32>
    let costs: Span<Float>

    @_lifetime(copy ends, copy costs)
    init(ends: Span<UInt32>, costs: Span<Float>) {
      self.ends = ends
      self.costs = costs
    }

    @inline(__always) func range(_ detection: Int) -> Range<Int> {
      (detection == 0 ? 0 : Int(ends[detection - 1]))..<Int(ends[detection])
    }
  }

  /// Memory for a first frame.
  public init() {}

  /// The candidate a detection took in the last `solve`: an index into its costs; −1 for none.
  @inline(__always) public func candidate(of detection: Int) -> Int { Int(choice[detection]) }

  /// Chooses.
  /// - Parameters:
  ///   - ends: end of each detection's candidates; they begin at the end of the one before.
  ///   - elements: what each candidate is.
  ///   - costs: what taking it costs; candidates of `alone` or more are never taken.
  public mutating func solve(ends: Span<UInt32>, elements: Span<Int32>, costs: Span<Float>, alone: Float) {
    let rows = ends.count
    let count = costs.count
    choice.reserve(rows)
    best.reserve(rows)
    open.reserve(rows)
    number(elements, costs, alone)
    let candidates = Candidates(ends: ends, costs: costs)
    var left = 0
    for row in 0..<rows {
      choice[row] = -1
      var place = -1
      var least = alone
      for e in candidates.range(row) where costs[e] < least {
        least = costs[e]
        place = e
      }
      guard place >= 0 else { continue }
      best[row] = Int32(place)
      open[left] = Int32(row)
      left += 1
    }
    guard count > 0 else { return }
    left = settle(left, candidates, alone)
    if left > 0 { solveComponents(left, candidates, alone) }
  }

  /// Gives every element that a candidate below `alone` names a column, and counts the candidates of each.
  private mutating func number(_ elements: Span<Int32>, _ costs: Span<Float>, _ alone: Float) {
    let count = elements.count
    column.reserve(count)
    claims.reserve(count)
    if slots.capacity < 4 * count {
      slots.reserve((4 * count).nextPowerOf2)
      epoch = 0
    }
    epoch &+= 1
    if epoch == 0 {
      slots = Scratch(slots.capacity)
      epoch = 1
    }
    let mask = UInt32(slots.capacity - 1)
    var columns: Int32 = 0
    for e in 0..<count {
      guard costs[e] < alone else {
        column[e] = -1
        continue
      }
      let element = elements[e]
      var at = UInt32(bitPattern: element) &* 2_654_435_761 >> 8 & mask
      while true {
        let slot = slots[Int(at)]
        if slot.epoch != epoch {
          slots[Int(at)] = Slot(epoch: epoch, element: element, column: columns)
          column[e] = columns
          claims[Int(columns)] = 1
          columns += 1
          break
        }
        if slot.element == element {
          column[e] = slot.column
          claims[Int(slot.column)] += 1
          break
        }
        at = (at + 1) & mask
      }
    }
  }

  /// Settles detections whose best element no other open one can take, until there is none; returns how many stay open.
  private mutating func settle(_ count: Int, _ candidates: borrowing Candidates, _ alone: Float) -> Int {
    var left = count
    while left > 0 {
      var kept = 0
      for i in 0..<left {
        let row = Int(open[i])
        let e = Int(best[row])
        guard claims[Int(column[e])] == 1 else {
          open[kept] = Int32(row)
          kept += 1
          continue
        }
        choice[row] = Int32(e)
        for other in candidates.range(row) where column[other] >= 0 { claims[Int(column[other])] -= 1 }
      }
      if kept == left { break }
      left = kept
    }
    return left
  }

  private mutating func root(_ i: Int32) -> Int32 {
    var i = i
    while parent[Int(i)] != i {
      parent[Int(i)] = parent[Int(parent[Int(i)])]
      i = parent[Int(i)]
    }
    return i
  }

  /// Solves the open detections, those that share elements together.
  private mutating func solveComponents(_ left: Int, _ candidates: borrowing Candidates, _ alone: Float) {
    parent.reserve(left)
    component.reserve(left)
    owner.reserve(column.capacity)
    taken.reserve(column.capacity)
    for i in 0..<left {
      parent[i] = Int32(i)
      for e in candidates.range(Int(open[i])) where column[e] >= 0 {
        owner[Int(column[e])] = -1
        taken[Int(column[e])] = false
      }
    }
    for i in 0..<left {
      for e in candidates.range(Int(open[i])) where column[e] >= 0 {
        let c = Int(column[e])
        if owner[c] < 0 { owner[c] = Int32(i) }
        let a = root(owner[c])
        let b = root(Int32(i))
        if a != b { parent[Int(max(a, b))] = min(a, b) }
      }
    }
    for i in 0..<left where root(Int32(i)) == Int32(i) {
      var rows = 0
      var ways = 1
      for j in i..<left where root(Int32(j)) == Int32(i) {
        let row = open[j]
        component[rows] = row
        rows += 1
        ways = min(ways * (candidates.range(Int(row)).count + 1), 1 << 20)
      }
      if ways <= ComponentSearch.ways {
        search.solve(component, rows, candidates, column, taken, alone, into: choice)
      } else {
        paths.solve(component, rows, candidates, column, alone, into: choice)
      }
    }
  }
}

extension Int {
  /// The least power of two that is not below.
  fileprivate var nextPowerOf2: Int { self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount) }
}

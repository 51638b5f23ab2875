/// Items by cell: where each cell's items start, and the items; made in two passes over the same visits.
struct CellItems {
  private(set) var starts: [Int]
  private(set) var items: [Int32] = []

  /// Calls `visit` twice with a function that takes a cell and an item.
  init(cells: Int, _ visit: ((Int, Int) -> Void) -> Void) {
    var starts = [Int](repeating: 0, count: cells + 1)
    visit { cell, _ in starts[cell + 1] += 1 }
    for i in 0..<cells { starts[i + 1] += starts[i] }
    var items = [Int32](repeating: 0, count: starts[cells])
    var next = starts
    visit { cell, item in
      items[next[cell]] = Int32(item)
      next[cell] += 1
    }
    self.starts = starts
    self.items = items
  }

  subscript(cell: Int) -> ArraySlice<Int32> { items[starts[cell]..<starts[cell + 1]] }
}

/// A square of a grid, mm from the grid's origin.
struct GridSquare {
  let low: SIMD2<Double>
  let high: SIMD2<Double>

  init(column: Int, row: Int, side_mm: Double) {
    low = SIMD2(Double(column) * side_mm, Double(row) * side_mm)
    high = low + SIMD2(repeating: side_mm)
  }

  var centre: SIMD2<Double> { (low + high) * 0.5 }

  /// Square of the distance to a point; 0 inside.
  func distance2(to p: SIMD2<Double>) -> Double {
    let d = pointwiseMax(pointwiseMax(low - p, p - high), SIMD2(repeating: 0))
    return (d * d).sum()
  }

  /// Square of the distance to a segment; 0 where they meet.
  func distance2(from a: SIMD2<Double>, to b: SIMD2<Double>) -> Double {
    let u = b - a
    // The part of the segment inside the square's slabs.
    var t0 = 0.0
    var t1 = 1.0
    for axis in 0..<2 {
      if u[axis] == 0 {
        if a[axis] < low[axis] || a[axis] > high[axis] { t1 = -1 }
        continue
      }
      let near = (low[axis] - a[axis]) / u[axis]
      let far = (high[axis] - a[axis]) / u[axis]
      t0 = max(t0, min(near, far))
      t1 = min(t1, max(near, far))
    }
    if t0 <= t1 { return 0 }
    // Apart, the nearest pair has an end of the segment or a corner of the square.
    var best = min(distance2(to: a), distance2(to: b))
    let length2 = (u * u).sum()
    for corner in [low, high, SIMD2(low.x, high.y), SIMD2(high.x, low.y)] {
      let t = length2 > 0 ? min(max(((corner - a) * u).sum() / length2, 0), 1) : 0
      let d = corner - a - u * t
      best = min(best, (d * d).sum())
    }
    return best
  }
}

extension SIMD2<Int32> {
  var mm: SIMD2<Double> { SIMD2<Double>(Double(x), Double(y)) }
}

/// An immutable index of rectangles over a uniform grid, packed in two arrays: where each cell's items start, and the items.
/// Building is O(n + cells); a query touches the cells under its rectangle and reports every item once, in a fixed order.
public struct PackedGrid: Sendable {
  @usableFromInline let low: Vector2
  @usableFromInline let cell_m: Double
  @usableFromInline let columns: Int
  @usableFromInline let rows: Int
  @usableFromInline let starts: [Int32]
  @usableFromInline let items: [Int32]
  @usableFromInline let firstColumn: [Int32]
  @usableFromInline let firstRow: [Int32]
  @usableFromInline let boxes: [Bounds2]

  /// Number of items.
  public var count: Int { boxes.count }

  /// An index of boxes; item i is `boxes[i]`. The cell is widened where the grid would pass a million cells.
  /// - Precondition: `cell_m` is positive.
  public init(boxes: [Bounds2], cell_m: Double) {
    precondition(cell_m > 0, "a grid's cell has a positive side")
    var all = boxes.first ?? Bounds2(low: .zero, high: .zero)
    for box in boxes { all = all.union(box) }
    let width = all.high.x - all.low.x
    let height = all.high.y - all.low.y
    var side = cell_m
    while (width / side + 1) * (height / side + 1) > 1e6 { side *= 2 }
    self.boxes = boxes
    low = all.low
    self.cell_m = side
    let columns = Int(width / side) + 1
    let rows = Int(height / side) + 1
    self.columns = columns
    self.rows = rows

    var firstColumn: [Int32] = []
    var firstRow: [Int32] = []
    firstColumn.reserveCapacity(boxes.count)
    firstRow.reserveCapacity(boxes.count)
    var counts = [Int32](repeating: 0, count: columns * rows + 1)
    func span(_ box: Bounds2) -> (ClosedRange<Int>, ClosedRange<Int>) {
      (
        Self.clamp((box.low.x - all.low.x) / side, columns)...Self.clamp((box.high.x - all.low.x) / side, columns),
        Self.clamp((box.low.y - all.low.y) / side, rows)...Self.clamp((box.high.y - all.low.y) / side, rows)
      )
    }
    for box in boxes {
      let (xs, ys) = span(box)
      firstColumn.append(Int32(xs.lowerBound))
      firstRow.append(Int32(ys.lowerBound))
      for row in ys { for column in xs { counts[row * columns + column + 1] += 1 } }
    }
    for i in 1..<counts.count { counts[i] += counts[i - 1] }
    var items = [Int32](repeating: 0, count: Int(counts[counts.count - 1]))
    var next = counts
    for (index, box) in boxes.enumerated() {
      let (xs, ys) = span(box)
      for row in ys {
        for column in xs {
          let cell = row * columns + column
          items[Int(next[cell])] = Int32(index)
          next[cell] += 1
        }
      }
    }
    starts = counts
    self.items = items
    self.firstColumn = firstColumn
    self.firstRow = firstRow
  }

  @usableFromInline static func clamp(_ value: Double, _ count: Int) -> Int {
    value > 0 ? min(Int(min(value, 1e9)), count - 1) : 0
  }

  /// Calls `body` with every item whose box meets the rectangle, each once.
  @inlinable public func forEach(in query: Bounds2, _ body: (Int) -> Void) {
    guard !boxes.isEmpty else { return }
    let x0 = Self.clamp((query.low.x - low.x) / cell_m, columns)
    let x1 = Self.clamp((query.high.x - low.x) / cell_m, columns)
    let y0 = Self.clamp((query.low.y - low.y) / cell_m, rows)
    let y1 = Self.clamp((query.high.y - low.y) / cell_m, rows)
    guard x0 <= x1, y0 <= y1 else { return }
    for row in y0...y1 {
      for column in x0...x1 {
        let cell = row * columns + column
        for slot in Int(starts[cell])..<Int(starts[cell + 1]) {
          let item = Int(items[slot])
          // An item in several cells is reported only from the first one that the query shares with it.
          guard column == max(Int(firstColumn[item]), x0), row == max(Int(firstRow[item]), y0) else { continue }
          if boxes[item].intersects(query) { body(item) }
        }
      }
    }
  }
}

import CGeometry

/// Packs the coarser grid: every cell lists what lies within range of some place in it.
struct ViewPacking {
  private let builder: PackedIndexBuilder
  private let side = Double(GeoView_mm)
  private let unit = Double(GeoViewUnit_mm)

  init(_ builder: PackedIndexBuilder) { self.builder = builder }

  func pack(into out: inout PackedCells) {
    let columns = out.viewColumns
    let rows = out.viewRows
    let points = CellItems(cells: columns * rows) { put in
      for (i, p) in builder.viewPoints.enumerated() {
        forEachCell(p.at.mm, p.at.mm, grow_mm: 0, columns, rows) { put($0, i) }
      }
    }
    let lines = CellItems(cells: columns * rows) { put in
      for (i, l) in builder.viewLines.enumerated() {
        forEachCell(l.from.mm, l.to.mm, grow_mm: l.bow_mm, columns, rows) { put($0, i) }
      }
    }
    for cell in 0..<(columns * rows) where !points[cell].isEmpty || !lines[cell].isEmpty {
      let centre = GridSquare(column: cell % columns, row: cell / columns, side_mm: side).centre
      out.views[cell] = out.place()
      pack(points[cell], lines[cell], centre, into: &out)
    }
  }

  private func forEachCell(
    _ a: SIMD2<Double>, _ b: SIMD2<Double>, grow_mm: Double, _ columns: Int, _ rows: Int, _ body: (Int) -> Void
  ) {
    // Twice the unit: kernels decide with rounded coordinates.
    let reach = builder.range_m * 1000 + grow_mm + 2 * unit
    let low = pointwiseMin(a, b) - SIMD2(repeating: reach)
    let high = pointwiseMax(a, b) + SIMD2(repeating: reach)
    for row in max(Int(low.y / side), 0)...min(Int(high.y / side), rows - 1) {
      for column in max(Int(low.x / side), 0)...min(Int(high.x / side), columns - 1) {
        let square = GridSquare(column: column, row: row, side_mm: side)
        if square.distance2(from: a, to: b) <= reach * reach { body(row * columns + column) }
      }
    }
  }

  private func pack(
    _ points: ArraySlice<Int32>, _ lines: ArraySlice<Int32>, _ centre: SIMD2<Double>, into out: inout PackedCells
  ) {
    func units(_ spot: SIMD2<Int32>, _ axis: Int) -> Int16 {
      Int16(((Double(spot[axis]) - centre[axis]) / unit).rounded())
    }
    out.append(UInt32(points.count))
    out.append(UInt32(lines.count))
    for axis in 0..<2 { for i in points { out.append(units(builder.viewPoints[Int(i)].at, axis)) } }
    for i in points { out.append(builder.viewPoints[Int(i)].id) }
    for axis in 0..<2 { for i in lines { out.append(units(builder.viewLines[Int(i)].from, axis)) } }
    for axis in 0..<2 {
      for i in lines {
        let line = builder.viewLines[Int(i)]
        out.append(units(line.to, axis) - units(line.from, axis))
      }
    }
    for i in lines { out.append(Int16((builder.viewLines[Int(i)].bow_mm / unit).rounded(.up))) }
    out.pad(4)
    for i in lines { out.append(builder.viewLines[Int(i)].id) }
  }
}

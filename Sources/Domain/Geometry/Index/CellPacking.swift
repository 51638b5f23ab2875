import CGeometry

/// Packs the cells that detections are looked up in. Every cell holds all segments and points within reach of its square.
struct CellPacking {
  private let builder: PackedIndexBuilder
  private let side = Double(GeoCell_mm)
  /// A little more than asked: detections are rounded too.
  private let reach_mm: Double

  init(_ builder: PackedIndexBuilder) {
    self.builder = builder
    reach_mm = builder.reach_m * 1000 + 10
  }

  func pack(into out: inout PackedCells) {
    let count = builder.columns * builder.rows
    let segments = CellItems(cells: count) { put in
      for (i, s) in builder.segments.enumerated() {
        forEachCell(s.from.mm, s.to.mm) { put($0, i) }
      }
    }
    let points = CellItems(cells: count) { put in
      for (i, p) in builder.points.enumerated() { forEachCell(p.at.mm, p.at.mm) { put($0, i) } }
    }
    for cell in 0..<count where !segments[cell].isEmpty || !points[cell].isEmpty {
      let square = GridSquare(column: cell % builder.columns, row: cell / builder.columns, side_mm: side)
      let at = out.place()
      out.cells[cell] = at
      pack(segments[cell], points[cell], square, into: &out, at: Int(at) * 8)
    }
  }

  private func forEachCell(_ a: SIMD2<Double>, _ b: SIMD2<Double>, _ body: (Int) -> Void) {
    let low = pointwiseMin(a, b) - SIMD2(repeating: reach_mm)
    let high = pointwiseMax(a, b) + SIMD2(repeating: reach_mm)
    let reach2 = reach_mm * reach_mm
    for row in max(Int(low.y / side), 0)...min(Int(high.y / side), builder.rows - 1) {
      for column in max(Int(low.x / side), 0)...min(Int(high.x / side), builder.columns - 1) {
        let square = GridSquare(column: column, row: row, side_mm: side)
        if square.distance2(from: a, to: b) <= reach2 { body(row * builder.columns + column) }
      }
    }
  }

  private struct Entry {
    var list: Int
    /// Extent along the list's axis, mm from the cell's centre.
    var low: Int
    var high: Int
    var index: Int32
  }

  private func pack(
    _ segments: ArraySlice<Int32>, _ points: ArraySlice<Int32>, _ square: GridSquare, into out: inout PackedCells,
    at base: Int
  ) {
    let centre = SIMD2<Int32>(Int32(square.centre.x), Int32(square.centre.y))
    var entries: [Entry] = []
    entries.reserveCapacity(segments.count)
    for i in segments {
      let s = builder.segments[Int(i)]
      let u = s.to &- s.from
      let axis = abs(u.x) >= abs(u.y) ? 0 : 1
      let a = Int(s.from[axis] - centre[axis])
      let b = Int(s.to[axis] - centre[axis])
      entries.append(Entry(list: Int(s.family) * 2 + axis, low: min(a, b), high: max(a, b), index: i))
    }
    entries.sort {
      if $0.list != $1.list { return $0.list < $1.list }
      return ($0.low, $0.high, $0.index) < ($1.low, $1.high, $1.index)
    }
    var lists: [ArraySlice<Entry>] = []
    var first = 0
    for i in 1...max(entries.count, 1) where i <= entries.count {
      if i == entries.count || entries[i].list != entries[first].list {
        lists.append(entries[first..<i])
        first = i
      }
    }
    let head = (3 + lists.count + 1) / 2
    let pointBytes = points.count * 9
    out.append(lists.reduce(UInt32(0)) { $0 | 1 << UInt32($1[$1.startIndex].list) })
    out.append(UInt32(points.count))
    out.append(UInt32(head))
    var at = head + (pointBytes + 7) / 8
    for list in lists {
      out.append(UInt32(at))
      at += (MemoryLayout<GeoList>.size + list.count * 12 + 7) / 8
    }
    out.pad(8)
    precondition(out.memory.count - base == head * 8, "the head of a cell")
    pack(points, centre, into: &out)
    for list in lists { pack(list, centre, into: &out) }
  }

  private func pack(_ points: ArraySlice<Int32>, _ centre: SIMD2<Int32>, into out: inout PackedCells) {
    for axis in 0..<2 {
      for i in points { out.append(Int16(builder.points[Int(i)].at[axis] - centre[axis])) }
    }
    for i in points { out.append(builder.points[Int(i)].payload) }
    for i in points { out.append(builder.points[Int(i)].family) }
    out.pad(8)
  }

  private func pack(_ list: ArraySlice<Entry>, _ centre: SIMD2<Int32>, into out: inout PackedCells) {
    var shift = 0
    while list.count >> shift > 254 { shift += 1 }
    var firsts: [UInt8] = []
    var steps: [UInt8] = []
    let reach = Int(reach_mm)
    for strip in 0..<Int(GeoStrips) {
      let low = -Int(GeoCell_mm) / 2 + strip * Int(GeoStrip_mm) - reach
      let high = low + Int(GeoStrip_mm) + 2 * reach
      let inside = { (entry: Entry) in entry.low <= high && entry.high >= low }
      guard let first = list.firstIndex(where: inside), let last = list.lastIndex(where: inside) else {
        firsts.append(0)
        steps.append(0)
        continue
      }
      let from = (first - list.startIndex) >> shift
      let end = ((last - list.startIndex) >> shift) + 1
      firsts.append(UInt8(from))
      steps.append(UInt8(end - from))
    }
    out.memory += firsts
    out.memory += steps
    out.append(UInt32(list.count))
    out.append(UInt8(shift))
    out.append(UInt8(list[list.startIndex].list % 2))
    out.append(UInt16(0))
    for axis in 0..<2 {
      for entry in list { out.append(Int16(builder.segments[Int(entry.index)].from[axis] - centre[axis])) }
    }
    for axis in 0..<2 {
      for entry in list {
        let s = builder.segments[Int(entry.index)]
        out.append(Int16(s.to[axis] - s.from[axis]))
      }
    }
    for entry in list { out.append(builder.segments[Int(entry.index)].payload) }
    out.pad(8)
  }
}

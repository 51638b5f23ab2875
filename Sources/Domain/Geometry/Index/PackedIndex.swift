import CGeometry

/// An immutable index of points and of straight segments of lines, packed for matching: one grid whose cells hold, in one stretch of memory, all
/// that lies within reach of a place in them, coordinates in 16 bits from the cell's centre; and a coarser grid whose cells list what a sensor at
/// any place in them could see. Answers come from `IndexQuery`. Built by `PackedIndexBuilder`; shared by all threads.
///
/// Payloads and ids are the builder's own numbers, 0 or more.
@safe public final class PackedIndex: Sendable {
  /// An index that holds nothing.
  public static let empty = PackedIndexBuilder(
    bounds: Bounds2(low: .zero, high: .zero), reach_m: 1, range_m: 0
  ).build()

  /// Where cell (0, 0) has its lower left corner, m; whole millimetres.
  public let origin: Vector2
  /// Radius within which points and segments are found, m.
  public let reach_m: Double
  /// Distance up to which `expected` elements are found, m.
  public let range_m: Double
  /// Longest segment a cell holds; longer ones are cut in several of one payload, m.
  public let longestSegment_m: Double
  /// Bytes it takes.
  public let size_bytes: Int
  /// Never written after the initializer, freed with the last reference.
  nonisolated(unsafe) let kernel: UnsafePointer<GeoIndex>
  private nonisolated(unsafe) let memory: UnsafeMutableRawPointer

  init(_ cells: PackedCells, origin: Vector2, reach_m: Double, range_m: Double, longestSegment_m: Double) {
    self.origin = origin
    self.reach_m = reach_m
    self.range_m = range_m
    self.longestSegment_m = longestSegment_m
    let directory = cells.cells.count * 4
    let views = cells.views.count * 4
    // Room behind the end: kernels read whole vectors.
    let size = cells.memory.count + directory + views + 512
    guard let memory = unsafe geo_allocate(size) else { fatalError("no memory for an index of \(size) bytes") }
    unsafe cells.memory.withUnsafeBytes { source in
      if let base = source.baseAddress { unsafe memory.copyMemory(from: base, byteCount: source.count) }
    }
    let atCells = unsafe memory + (cells.memory.count + 63) / 64 * 64
    let atViews = unsafe atCells + directory
    unsafe cells.cells.withUnsafeBytes { unsafe atCells.copyMemory(from: $0.start, byteCount: $0.count) }
    unsafe cells.views.withUnsafeBytes { unsafe atViews.copyMemory(from: $0.start, byteCount: $0.count) }
    size_bytes = size
    unsafe self.memory = memory
    let head = unsafe (atViews + (views + 63) / 64 * 64).bindMemory(to: GeoIndex.self, capacity: 1)
    unsafe head.pointee = GeoIndex(
      memory: memory.assumingMemoryBound(to: UInt8.self), cells: atCells.assumingMemoryBound(to: UInt32.self),
      views: atViews.assumingMemoryBound(to: UInt32.self), columns: Int32(cells.columns), rows: Int32(cells.rows),
      viewColumns: Int32(cells.viewColumns), viewRows: Int32(cells.viewRows))
    unsafe kernel = UnsafePointer(head)
  }

  deinit { unsafe geo_free(memory) }

  /// Where a position lies in the grid; a direction within `angle_rad` of a segment's counts as along it.
  public func place(_ position: Vector2, cosine: Float) -> Place {
    let side = Double(GeoCell_mm) / 1000
    let x = position.x - origin.x
    let y = position.y - origin.y
    let column = (min(max(x / side, -1e6), 1e6)).rounded(.down)
    let row = (min(max(y / side, -1e6), 1e6)).rounded(.down)
    return Place(
      geo: GeoPlace(
        x_mm: Float((x - (column + 0.5) * side) * 1000), y_mm: Float((y - (row + 0.5) * side) * 1000),
        axisTangent: PackedIndex.axisTangent(cosine), column: Int32(column), row: Int32(row)))
  }

  /// A position in the grid.
  public struct Place: Sendable {
    let geo: GeoPlace
  }

  /// Tangent of the angle from an axis within which every segment along a direction has that axis as its main one: 45° less the gate's angle.
  static func axisTangent(_ cosine: Float) -> Float {
    // tan(45° − a) = (1 − tan a) / (1 + tan a), and a little less for rounding.
    let tangent = max(1 - cosine * cosine, 0).squareRoot() / max(cosine, 1e-3)
    return max((1 - tangent) / (1 + tangent) - 1e-4, 0)
  }
}

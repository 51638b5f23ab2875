import CGeometry

/// The segments or the points of an index, asked by rectangle.
public struct IndexGrid: Sendable {
  /// What is asked for.
  public enum Content: Sendable {
    /// Segments, by the rectangle around each.
    case segments
    /// Points that pairs are made with.
    case points
  }

  private let index: PackedIndex
  private let content: Content
  private let level: GeoLevel
  /// How far outside a rectangle the middle of a segment that meets it can lie, m.
  private let margin_m: Double

  /// One kind of content of an index.
  public init(_ index: PackedIndex, _ content: Content, level: VectorLevel = .best) {
    self.index = index
    self.content = content
    self.level = level.kernel
    margin_m = content == .segments ? index.longestSegment_m / 2 : 0
  }

  /// Calls `body` with the payload of every item that meets the rectangle, each once, in a fixed order. Coordinates count as rounded to
  /// millimetres.
  public func forEach(in query: Bounds2, _ body: (Int) -> Void) {
    let side = Double(GeoCell_mm) / 1000
    let kernel = unsafe index.kernel
    let (columns, rows) = unsafe (Int(kernel.pointee.columns), Int(kernel.pointee.rows))
    func clamp(_ value: Double, _ count: Int) -> Int { Int(min(max(value / side, 0), Double(count - 1))) }
    let low = query.low - index.origin
    let high = query.high - index.origin
    guard low.x <= high.x, low.y <= high.y else { return }
    for row in clamp(low.y - margin_m, rows)...clamp(high.y + margin_m, rows) {
      for column in clamp(low.x - margin_m, columns)...clamp(high.x + margin_m, columns) {
        let centre = Vector2((Double(column) + 0.5) * side, (Double(row) + 0.5) * side)
        var box = GeoBox(
          lowX: Float((low.x - centre.x) * 1000), lowY: Float((low.y - centre.y) * 1000),
          highX: Float((high.x - centre.x) * 1000), highY: Float((high.y - centre.y) * 1000))
        let head = unsafe geo_cell(kernel, Int32(row * columns + column))
        switch content {
        case .points: unsafe forEachPoint(head, &box, body)
        case .segments:
          for place in unsafe 0..<UInt32(head.pointee.lists.nonzeroBitCount) {
            unsafe forEachSegment(geo_list(head, place), &box, body)
          }
        }
      }
    }
  }

  private func forEachPoint(_ head: UnsafePointer<GeoCellHead>, _ box: inout GeoBox, _ body: (Int) -> Void) {
    for at in stride(from: 0, to: unsafe head.pointee.points, by: Int(GeoLanes)) {
      var bits = unsafe geo_points_in(level, head, at, &box)
      while bits != 0 {
        body(unsafe Int(geo_point_payload(head, at + UInt32(bits.trailingZeroBitCount))))
        bits &= bits - 1
      }
    }
  }

  private func forEachSegment(_ list: UnsafePointer<GeoList>, _ box: inout GeoBox, _ body: (Int) -> Void) {
    for at in stride(from: 0, to: unsafe list.pointee.count, by: Int(GeoLanes)) {
      var bits = unsafe geo_segments_in(level, list, at, &box)
      while bits != 0 {
        body(unsafe Int(geo_list_payload(list, at + UInt32(bits.trailingZeroBitCount))))
        bits &= bits - 1
      }
    }
  }
}

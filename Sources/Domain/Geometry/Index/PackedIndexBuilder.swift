import CGeometry

/// Collects what an index holds. Coordinates are rounded to whole millimetres.
public struct PackedIndexBuilder {
  /// Number of families of segments, and of classes of points.
  public static let families = 16

  let origin: Vector2
  let reach_m: Double
  let range_m: Double
  let columns: Int
  let rows: Int
  var segments: [Segment] = []
  var points: [Point] = []
  var viewPoints: [ViewPoint] = []
  var viewLines: [ViewLine] = []

  /// Millimetres from the origin.
  typealias Spot = SIMD2<Int32>

  struct Segment {
    var from: Spot
    var to: Spot
    var payload: Int32
    var family: UInt8
  }

  struct Point {
    var at: Spot
    var payload: Int32
    var family: UInt8
  }

  struct ViewPoint {
    var at: Spot
    var id: Int32
  }

  struct ViewLine {
    var from: Spot
    var to: Spot
    /// Farthest distance of the line from its chord, mm.
    var bow_mm: Double
    var id: Int32
  }

  /// An empty index over an area.
  /// - Parameters:
  ///   - bounds: all that will be added lies inside, m.
  ///   - reach_m: radius within which points and segments are to be found, above 0, at most 3 m.
  ///   - range_m: distance up to which expected elements are to be found, 0 to 120 m.
  public init(bounds: Bounds2, reach_m: Double, range_m: Double) {
    precondition(reach_m > 0 && reach_m <= 3 && range_m >= 0 && range_m <= 120, "reach and range of an index")
    let side = Double(GeoCell_mm) / 1000
    // A ring of empty cells around: cell 0 is empty, and a vehicle just outside still sees what is inside.
    let margin = side + max(reach_m, range_m) + 1
    origin = Vector2((bounds.low.x - margin).rounded(.down), (bounds.low.y - margin).rounded(.down))
    columns = Int(((bounds.high.x + margin - origin.x) / side).rounded(.up)) + 1
    rows = Int(((bounds.high.y + margin - origin.y) / side).rounded(.up)) + 1
    precondition(columns * rows < 1 << 29, "an index covers at most 500 million cells")
    self.reach_m = reach_m
    self.range_m = range_m
  }

  func spot(_ p: Vector2) -> Spot {
    Spot(Int32(((p.x - origin.x) * 1000).rounded()), Int32(((p.y - origin.y) * 1000).rounded()))
  }

  /// Longest segment a cell can hold, m: from its centre both ends must fit 16 bits of millimetres.
  public var longestSegment_m: Double { Self.longestSegment_m(reach_m: reach_m) }

  /// Longest segment a cell of an index of some reach can hold, m.
  public static func longestSegment_m(reach_m: Double) -> Double {
    Double(Int(Int16.max) - Int(GeoCell_mm) / 2 - 100) / 1000 - reach_m
  }

  /// Adds a straight part of a line, cut where it is longer than `longestSegment_m`; parts without length are nowhere and left out.
  /// - Precondition: family below `families`, payload 0 or more.
  public mutating func add(segment from: Vector2, _ to: Vector2, family: Int, payload: Int) {
    precondition(family >= 0 && family < Self.families && payload >= 0, "family and payload of a segment")
    let parts = max(Int(((to - from).length / longestSegment_m).rounded(.up)), 1)
    for i in 0..<parts {
      let segment = Segment(
        from: spot(from.lerp(to, Double(i) / Double(parts))), to: spot(from.lerp(to, Double(i + 1) / Double(parts))),
        payload: Int32(payload), family: UInt8(family))
      if segment.from != segment.to { segments.append(segment) }
    }
  }

  /// Adds a point that detections can be paired with.
  /// - Precondition: class below 32, payload 0 or more.
  public mutating func add(point: Vector2, class family: Int, payload: Int) {
    precondition(family < 32 && payload >= 0, "class and payload of a point")
    points.append(Point(at: spot(point), payload: Int32(payload), family: UInt8(family)))
  }

  /// Adds a point that can be expected.
  public mutating func expect(point: Vector2, id: Int) { viewPoints.append(ViewPoint(at: spot(point), id: Int32(id))) }

  /// Adds a line that can be expected as a whole.
  /// - Precondition: two vertices at least, no end farther than 150 m from the other.
  public mutating func expect(line: some RandomAccessCollection<Vector2>, id: Int) {
    guard let first = line.first, let last = line.last else { return }
    let chord = last - first
    let length2 = max(chord.squaredLength, 1e-12)
    var bow2 = 0.0
    for vertex in line {
      let d = vertex - first
      let t = min(max(d.dot(chord) / length2, 0), 1)
      bow2 = max(bow2, (d - chord * t).squaredLength)
    }
    viewLines.append(
      ViewLine(from: spot(first), to: spot(last), bow_mm: bow2.squareRoot() * 1000 + 1, id: Int32(id)))
  }

  /// The index of all that was added. O(entries · log of a cell's entries).
  public func build() -> PackedIndex {
    var cells = PackedCells(columns: columns, rows: rows)
    CellPacking(self).pack(into: &cells)
    ViewPacking(self).pack(into: &cells)
    return PackedIndex(
      cells, origin: origin, reach_m: reach_m, range_m: range_m, longestSegment_m: longestSegment_m)
  }
}

/// The parts of an index while it is packed.
struct PackedCells {
  let columns: Int
  let rows: Int
  let viewColumns: Int
  let viewRows: Int
  /// Heads and columns. The first bytes are an empty cell and an empty view.
  var memory: [UInt8] = Array(repeating: 0, count: 64)
  var cells: [UInt32]
  var views: [UInt32]

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    viewColumns = (columns + 1) / 2
    viewRows = (rows + 1) / 2
    cells = Array(repeating: 0, count: columns * rows)
    views = Array(repeating: 0, count: viewColumns * viewRows)
  }

  /// The place of what is appended next, in steps of 8 bytes.
  mutating func place() -> UInt32 {
    pad(8)
    precondition(memory.count < 1 << 34, "an index takes at most 16 GiB")
    return UInt32(memory.count / 8)
  }

  mutating func pad(_ size: Int) { while memory.count % size != 0 { memory.append(0) } }

  mutating func append<Value: FixedWidthInteger>(_ value: Value) {
    // Kernels read the machine's own byte order.
    unsafe withUnsafeBytes(of: value) { unsafe memory.append(contentsOf: $0) }
  }
}

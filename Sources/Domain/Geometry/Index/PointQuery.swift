import CGeometry

/// What a point detection may be paired with.
public struct PointGate: BitwiseCopyable, Sendable {
  /// Variance of x with all shares, the pose's and the map's included, m².
  public var xx_m2: Float
  /// Covariance of x and y, m².
  public var xy_m2: Float
  /// Variance of y, m².
  public var yy_m2: Float
  /// One bit a class that fits.
  public var classes: UInt32

  /// A gate of covariance and classes.
  @inlinable public init(xx_m2: Float, xy_m2: Float, yy_m2: Float, classes: UInt32) {
    self.xx_m2 = xx_m2
    self.xy_m2 = xy_m2
    self.yy_m2 = yy_m2
    self.classes = classes
  }
}

/// A frame's point detections on their way through an index.
@safe struct PointQuery: ~Copyable {
  private(set) var count = 0
  private var keys = ReusedMemory<UInt32>()
  private var strips = ReusedMemory<UInt8>()
  private var xs = ReusedMemory<Float>()
  private var ys = ReusedMemory<Float>()
  private var gates = ReusedMemory<GeoGate>()
  private(set) var candidates = ReusedMemory<Int32>(256)
  private(set) var distances = ReusedMemory<Float>(256)
  private(set) var ends = ReusedMemory<UInt32>()

  init() {}

  mutating func locate(
    _ index: UnsafePointer<GeoIndex>, _ level: GeoLevel, _ place: inout GeoPlace, _ points: Span<SIMD2<Float>>,
    _ wanted: Span<PointGate>
  ) {
    count = points.count
    guard count > 0 else { return }
    let room = count + Int(GeoLanes)
    keys.reserve(room)
    strips.reserve(room)
    xs.reserve(room)
    ys.reserve(room)
    gates.reserve(count)
    ends.reserve(count)
    let (keys, strips, xs, ys) = unsafe (self.keys.start, self.strips.start, self.xs.start, self.ys.start)
    let n = count
    unsafe points.withUnsafeBytes { bytes in
      unsafe geo_locate(
        level, index, &place, bytes.start.assumingMemoryBound(to: Float.self), 2, n, keys, strips, xs, ys)
    }
    for i in 0..<n {
      let gate = wanted[i]
      // From m² to mm².
      let scale = 1e-6 / (gate.xx_m2 * gate.yy_m2 - gate.xy_m2 * gate.xy_m2)
      gates[i] = GeoGate(
        xx: gate.yy_m2 * scale, xy2: -2 * gate.xy_m2 * scale, yy: gate.xx_m2 * scale, x: self.xs[i], y: self.ys[i],
        classes: gate.classes, key: self.keys[i])
    }
    unsafe geo_touch_directory(index, gates.start, n)
  }

  func touch(_ index: UnsafePointer<GeoIndex>, heads: Bool) {
    unsafe geo_touch_points(index, gates.start, count, heads ? 1 : 0)
  }

  mutating func gate(_ index: UnsafePointer<GeoIndex>, _ level: GeoLevel, limit: Float) {
    while true {
      let done = unsafe geo_gate(
        level, index, gates.start, count, limit, candidates.start, distances.start, ends.start,
        min(candidates.capacity, distances.capacity))
      if done == count { return }
      candidates.reserve(candidates.capacity * 2)
      distances.reserve(distances.capacity * 2)
    }
  }

  var candidateCount: Int { count > 0 ? Int(ends[count - 1]) : 0 }

  /// Notes what gating the points read.
  func note(_ index: UnsafePointer<GeoIndex>, into reads: inout IndexReads) {
    for i in 0..<count {
      let head = unsafe reads.cell(index, key: gates[i].key)
      let start = unsafe UnsafeRawPointer(head)
      // How many points, and where.
      unsafe reads.add(.heads, start + 4, 8)
      let entries = unsafe Int(head.pointee.points)
      var at = unsafe start + 8 * Int(head.pointee.pointsAt)
      unsafe reads.ask(at, lines: 2)
      unsafe at = reads.add(.points, columns: 2, of: entries, width: 2, at: at, entries: entries)
      unsafe at = reads.add(.points, columns: 1, of: entries, width: 4, at: at, entries: entries)
      unsafe _ = reads.add(.points, columns: 1, of: entries, width: 1, at: at, entries: entries)
      reads.points.add(entries)
    }
  }
}

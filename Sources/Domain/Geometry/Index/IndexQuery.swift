import CGeometry

/// One frame's questions to an index, and the answers. Its memory is kept from frame to frame, so that nothing is allocated once it has grown.
///
/// The steps come in this order, so that several queries can be interleaved and the memory is asked ahead of need: `locate` (which cells),
/// `touch` (their directory entries are here: ask for the heads), `resolve` (the heads are here: ask for the content), then `nearest`, `gate`
/// and `within` in any order. For one frame alone they follow each other.
@safe public final class IndexQuery {
  /// The bits that stand for a family of segments.
  @inlinable public static func bits(ofFamily family: Int) -> UInt32 { 3 << UInt32(2 * family) }

  /// What a point detection may be paired with.
  public struct Gate {
    /// Covariance, the pose's share included, m².
    public var covariance: SIMD3<Float>
    /// One bit a class that fits.
    public var classes: UInt32

    /// A gate of covariance (xx, xy, yy) and classes.
    public init(covariance: SIMD3<Float>, classes: UInt32) {
      self.covariance = covariance
      self.classes = classes
    }
  }

  private let index: PackedIndex
  private let level: GeoLevel
  private var place = GeoPlace()
  private var sampleCount = 0
  private var visitCount = 0
  private var extraCount = 0
  private var gateCount = 0
  private var sight = GeoSight()
  private var keys = Scratch<UInt32>()
  private var strips = Scratch<UInt8>()
  private var xs = Scratch<Float>()
  private var ys = Scratch<Float>()
  private var changes = Scratch<UInt64>()
  private var visits = unsafe Scratch<GeoVisit>()
  private var extras = unsafe Scratch<GeoExtra>()
  private var payloads = Scratch<Int32>()
  private var costs = Scratch<Float>()
  private var gates = Scratch<GeoGate>()
  private var pointKeys = Scratch<UInt32>()
  private var candidates = Scratch<Int32>(256)
  private var distances = Scratch<Float>(256)
  private var ends = Scratch<UInt32>()
  private var certain = Scratch<Int32>(256)
  private var perhaps = Scratch<Int32>(256)

  /// Questions to an index.
  public init(_ index: PackedIndex, level: VectorLevel = .best) {
    self.index = index
    self.level = level.kernel
  }

  // MARK: where

  /// Looks up the cells of a frame's detections.
  /// - Parameters:
  ///   - position: what detections are relative to, m.
  ///   - cosine: of the greatest angle between a sample's direction and a segment it belongs to.
  ///   - samples: x, y (m from the position) and unit direction of every sample, detection after detection.
  ///   - offsets: where each line detection's samples begin, and the end; from any first value.
  ///   - points: x, y of every point detection, m from the position.
  ///   - gate: of each point detection.
  public func locate(
    _ position: Vector2, cosine: Float, samples: Span<SIMD4<Float>>, offsets: Span<UInt32>, points: Span<SIMD2<Float>>,
    gate: (Int) -> Gate
  ) {
    place = index.place(position, cosine: cosine).geo
    sampleCount = samples.count
    let room = samples.count + Int(GeoLanes)
    keys.reserve(room + Int(GeoLanes))
    strips.reserve(room)
    xs.reserve(room)
    ys.reserve(room)
    changes.reserve(room / 64 + 1)
    unsafe visits.reserve(samples.count + 1)
    payloads.reserve(room)
    costs.reserve(room)
    unsafe withUnsafePointer(to: index.kernel) { kernel in
      unsafe withUnsafePointer(to: place) { place in
        unsafe geo_touch_view(kernel, place, 0)
        unsafe samples.withUnsafeBytes { bytes in
          guard let base = bytes.baseAddress, samples.count > 0 else { return }
          // One key before the first: runs are found by comparing with it.
          let first = unsafe keys.start + Int(GeoLanes)
          unsafe geo_locate(
            level, kernel, place, base.assumingMemoryBound(to: Float.self), 4, samples.count, first, strips.start,
            xs.start, ys.start)
        }
        visitCount = 0
        if samples.count > 0 {
          visitCount = unsafe offsets.withUnsafeBufferPointer {
            unsafe geo_visits(
              level, kernel, keys.start + Int(GeoLanes), $0.baseAddress!, $0.count - 1, visits.start, changes.start)
          }
        }
        unsafe locate(points, kernel, place, gate)
      }
    }
  }

  private func locate(
    _ points: Span<SIMD2<Float>>, _ kernel: UnsafePointer<GeoIndex>, _ place: UnsafePointer<GeoPlace>,
    _ gate: (Int) -> Gate
  ) {
    gateCount = points.count
    guard points.count > 0 else { return }
    let room = points.count + Int(GeoLanes)
    gates.reserve(points.count)
    pointKeys.reserve(room)
    pointStrips.reserve(room)
    pointXs.reserve(room)
    pointYs.reserve(room)
    ends.reserve(points.count)
    unsafe points.withUnsafeBytes { bytes in
      unsafe geo_locate(
        level, kernel, place, bytes.baseAddress!.assumingMemoryBound(to: Float.self), 2, points.count, pointKeys.start,
        pointStrips.start, pointXs.start, pointYs.start)
    }
    for i in 0..<points.count {
      let gate = gate(i)
      let xx = gate.covariance.x
      let xy = gate.covariance.y
      let yy = gate.covariance.z
      // From m² to mm².
      let scale = 1e-6 / (xx * yy - xy * xy)
      unsafe gates.start[i] = GeoGate(
        xx: yy * scale, xy2: -2 * xy * scale, yy: xx * scale, x: pointXs.start[i], y: pointYs.start[i],
        classes: gate.classes, key: pointKeys.start[i])
    }
    unsafe geo_touch_directory(kernel, gates.start, points.count)
  }

  private var pointStrips = Scratch<UInt8>()
  private var pointXs = Scratch<Float>()
  private var pointYs = Scratch<Float>()

  /// Asks the memory for the cells' heads.
  public func touch() {
    unsafe withUnsafePointer(to: index.kernel) { kernel in
      unsafe geo_touch_cells(kernel, visits.start, visitCount)
      unsafe geo_touch_points(kernel, gates.start, gateCount, 1)
      unsafe withUnsafePointer(to: place) { unsafe geo_touch_view(kernel, $0, 1) }
    }
  }

  /// Finds the lists that line detections are to be compared with, and asks the memory for them and for the points.
  /// - Parameters:
  ///   - families: of each line detection the `bits` of its families.
  ///   - penalties: 16 a detection, what each family costs, mm² of squared distance; empty where none costs anything.
  public func resolve(families: Span<UInt32>, penalties: Span<Float>) {
    unsafe withUnsafePointer(to: index.kernel) { kernel in
      unsafe geo_touch_points(kernel, gates.start, gateCount, 0)
      guard visitCount > 0 else {
        extraCount = 0
        return
      }
      unsafe extras.reserve(visitCount * 32)
      extraCount = unsafe families.withUnsafeBufferPointer { families in
        unsafe penalties.withUnsafeBufferPointer { penalties in
          unsafe geo_resolve(
            kernel, visits.start, visitCount, families.baseAddress!, penalties.isEmpty ? nil : penalties.baseAddress,
            extras.start)
        }
      }
    }
  }

  // MARK: answers

  /// Finds of every sample the nearest segment along it, closer than `limit_m`; see `payload` and `cost_mm2`.
  public func nearest(samples: Span<SIMD4<Float>>, limit_m: Float, cosine: Float) {
    guard visitCount > 0 else { return }
    unsafe samples.withUnsafeBytes { bytes in
      unsafe geo_nearest(
        level, visits.start, visitCount, extras.start, extraCount, changes.start,
        bytes.baseAddress!.assumingMemoryBound(to: Float.self), strips.start, xs.start, ys.start, sampleCount,
        limit_m * limit_m * 1e6, cosine * cosine, payloads.start, costs.start)
    }
  }

  /// Of each sample the payload of the nearest segment; −1 where none is close enough.
  public var nearestPayloads: Span<Int32> {
    @_lifetime(borrow self) get { unsafe span(payloads.start, sampleCount) }
  }

  /// Of each sample the squared distance to it, with its family's penalty, mm².
  public var nearestCosts: Span<Float> {
    @_lifetime(borrow self) get { unsafe span(costs.start, sampleCount) }
  }

  /// Finds the points inside each gate: squared Mahalanobis distance below `limit`.
  public func gate(limit: Float) {
    var done = 0
    unsafe withUnsafePointer(to: index.kernel) { kernel in
      while true {
        done = unsafe geo_gate(
          level, kernel, gates.start, gateCount, limit, candidates.start, distances.start, ends.start,
          min(candidates.capacity, distances.capacity))
        if done == gateCount { return }
        candidates.reserve(candidates.capacity * 2)
        distances.reserve(distances.capacity * 2)
      }
    }
  }

  /// End of each point detection's candidates; they begin at the end of the one before.
  public var candidateEnds: Span<UInt32> {
    @_lifetime(borrow self) get { unsafe span(ends.start, gateCount) }
  }

  /// Payloads of all candidates.
  public var candidatePayloads: Span<Int32> {
    @_lifetime(borrow self) get { unsafe span(candidates.start, candidateCount) }
  }

  /// Their squared Mahalanobis distances.
  public var candidateDistances: Span<Float> {
    @_lifetime(borrow self) get { unsafe span(distances.start, candidateCount) }
  }

  private var candidateCount: Int { gateCount > 0 ? unsafe Int(ends.start[gateCount - 1]) : 0 }

  /// Finds the expected elements within a distance of the position, at most the index's range: those that certainly are, and those near the
  /// border whose exact shape must decide.
  public func within(_ range_m: Double) {
    unsafe withUnsafePointer(to: index.kernel) { kernel in
      unsafe withUnsafePointer(to: place) { place in
        let room = unsafe geo_view_entries(kernel, place) + Int(GeoLanes)
        certain.reserve(room)
        perhaps.reserve(room)
        sight = unsafe geo_within(
          level, kernel, place, Float(min(range_m, index.range_m) * 1000), certain.start, perhaps.start)
      }
    }
  }

  /// Ids of elements certainly within the distance, each once.
  public var certainlyWithin: Span<Int32> {
    @_lifetime(borrow self) get { unsafe span(certain.start, Int(sight.certain)) }
  }

  /// Ids of elements that may be within or not, by less than their bow and a rounding.
  public var perhapsWithin: Span<Int32> {
    @_lifetime(borrow self) get { unsafe span(perhaps.start, Int(sight.perhaps)) }
  }

  /// The first values of memory that this query owns.
  @_lifetime(borrow self)
  private func span<Value>(_ start: UnsafeMutablePointer<Value>, _ count: Int) -> Span<Value> {
    let span = unsafe Span(_unsafeStart: start, count: count)
    return unsafe _overrideLifetime(span, borrowing: self)
  }
}

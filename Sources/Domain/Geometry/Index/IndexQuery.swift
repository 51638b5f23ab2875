import CGeometry

/// One frame's questions to an index, and the answers. Its memory is kept from frame to frame, so that nothing is allocated once it has grown.
///
/// The steps come in this order, so that several queries can be interleaved and the memory is asked ahead of need: `locate` (which cells),
/// `touch` (their directory entries are here: ask for the heads), `resolve` (the heads are here: ask for the content), then `nearest`, `gate`
/// and `within` in any order. For one frame alone they follow each other.
@safe public struct IndexQuery: ~Copyable {
  /// The bits that stand for a family of segments.
  @inlinable public static func bits(ofFamily family: Int) -> UInt32 { 3 << UInt32(2 * family) }

  private(set) var index: PackedIndex
  private let level: GeoLevel
  private(set) var place = GeoPlace()
  private(set) var samples = SampleQuery()
  private(set) var points = PointQuery()
  private var sight = GeoSight()
  private var certain = ReusedMemory<Int32>(256)
  private var perhaps = ReusedMemory<Int32>(256)

  /// Questions to an index.
  public init(_ index: PackedIndex = .empty, level: VectorLevel = .best) {
    self.index = index
    self.level = level.kernel
  }

  /// Asks the memory for values that will be read soon: the detections of a frame some places ahead in a batch.
  @inline(__always) public static func fetch<Value: BitwiseCopyable>(_ values: Span<Value>) {
    unsafe values.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      for at in stride(from: 0, to: bytes.count, by: 64) { unsafe geo_prefetch(base + at) }
    }
  }

  /// Turns to another index; what was located before is void.
  public mutating func turn(to index: PackedIndex) {
    // The same one mostly: then nothing is counted.
    if self.index !== index { self.index = index }
  }

  // MARK: where

  /// Looks up the cells of a frame's detections.
  /// - Parameters:
  ///   - position: what detections are relative to, m.
  ///   - cosine: of the greatest angle between a sample's direction and a segment it belongs to.
  ///   - samples: x, y (m from the position) and unit direction of every sample, detection after detection.
  ///   - offsets: where each line detection's samples begin, and the end; from any first value.
  ///   - points: x, y of every point detection, m from the position.
  ///   - gates: of each point detection.
  public mutating func locate(
    _ position: Vector2, cosine: Float, samples: Span<SIMD4<Float>>, offsets: Span<UInt32>, points: Span<SIMD2<Float>>,
    gates: Span<PointGate>
  ) {
    precondition(points.count == gates.count, "a gate for every point")
    place = index.place(position, cosine: cosine).geo
    unsafe geo_touch_view(index.kernel, &place, 0)
    unsafe self.samples.locate(index.kernel, level, &place, samples, offsets)
    unsafe self.points.locate(index.kernel, level, &place, points, gates)
  }

  /// Asks the memory for the cells' heads.
  public mutating func touch() {
    unsafe samples.touch(index.kernel)
    unsafe points.touch(index.kernel, heads: true)
    unsafe geo_touch_view(index.kernel, &place, 1)
  }

  /// Finds the lists that line detections are to be compared with, and asks the memory for them and for the points.
  /// - Parameters:
  ///   - families: of each line detection the `bits` of its families.
  ///   - penalties: 16 a detection, what each family costs, mm² of squared distance; empty where none costs anything.
  public mutating func resolve(families: Span<UInt32>, penalties: Span<Float>) {
    unsafe points.touch(index.kernel, heads: false)
    unsafe samples.resolve(index.kernel, families, penalties)
  }

  // MARK: answers

  /// Finds of every sample the nearest segment along it, closer than `limit_m`, and counts each detection's samples by segment payload.
  public mutating func nearest(
    samples: Span<SIMD4<Float>>, offsets: Span<UInt32>, limit_m: Float, cosine: Float
  ) {
    self.samples.nearest(level, samples, offsets, limit_m: limit_m, cosine: cosine)
  }

  /// Of each sample the payload of the nearest segment; −1 where none is close enough.
  public var nearestPayloads: Span<Int32> {
    @_lifetime(borrow self) get { samples.payloads.prefix(samples.count) }
  }

  /// Of each sample the squared distance to it, with its family's penalty, mm².
  public var nearestCosts: Span<Float> {
    @_lifetime(borrow self) get { samples.costs.prefix(samples.count) }
  }

  /// End of each line detection's votes; they begin at the end of the one before.
  public var voteEnds: Span<UInt32> {
    @_lifetime(borrow self) get { samples.voteEnds.prefix(samples.detections) }
  }

  /// A payload and how many samples of the detection belong to it, in the order of their first samples.
  @inline(__always) public func vote(_ i: Int) -> (payload: Int32, count: Int32) {
    let vote = samples.votes[i]
    return (vote.payload, vote.count)
  }

  /// Finds the points inside each gate: squared Mahalanobis distance below `limit`.
  public mutating func gate(limit: Float) { unsafe points.gate(index.kernel, level, limit: limit) }

  /// End of each point detection's candidates; they begin at the end of the one before.
  public var candidateEnds: Span<UInt32> {
    @_lifetime(borrow self) get { points.ends.prefix(points.count) }
  }

  /// Payloads of all candidates.
  public var candidatePayloads: Span<Int32> {
    @_lifetime(borrow self) get { points.candidates.prefix(points.candidateCount) }
  }

  /// Their squared Mahalanobis distances.
  public var candidateDistances: Span<Float> {
    @_lifetime(borrow self) get { points.distances.prefix(points.candidateCount) }
  }

  /// Finds the expected elements within a distance of the position, at most the index's range: those that certainly are, and those near the
  /// border whose exact shape must decide.
  public mutating func within(_ range_m: Double) {
    let room = unsafe geo_view_entries(index.kernel, &place) + Int(GeoLanes)
    certain.reserve(room)
    perhaps.reserve(room)
    let range_mm = Float(min(range_m, index.range_m) * 1000)
    sight = unsafe geo_within(level, index.kernel, &place, range_mm, certain.start, perhaps.start)
  }

  /// Ids of elements certainly within the distance, each once.
  public var certainlyWithin: Span<Int32> {
    @_lifetime(borrow self) get { certain.prefix(Int(sight.certain)) }
  }

  /// Ids of elements that may be within or not, by less than their bow and a rounding.
  public var perhapsWithin: Span<Int32> {
    @_lifetime(borrow self) get { perhaps.prefix(Int(sight.perhaps)) }
  }
}

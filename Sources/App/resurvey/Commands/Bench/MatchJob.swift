import Geometry
import Matching

/// The job of the matching benchmark on production's index, gates and assignment: pairs of points and lines, and what was expected and not seen.
final class MatchJob {
  /// Thresholds of the job.
  enum Bound {
    static let gate: Float = 11.83
    static let mapVariance_m2: Float = 0.04
    static let line_m: Float = 2
    static let cosine: Float = 0.866_025_4
    static let view_m = 60.0
    /// Farthest a point can lie inside the gate: the data's greatest deviation is 0.4 m, the map's 0.2 m.
    static let point_m = 1.6
  }

  /// Of each class the map's classes it may be, as bits.
  static let fitting: [UInt32] = [1 << 0, 6, 6, 1 << 3, 0x30, 0x30, 1 << 6, 1 << 7, 1 << 8]
  /// Of each class the family of classes that fit each other.
  static let family: [Int] = [0, 1, 1, 2, 3, 3, 4, 5, 6]
  /// Frames whose memory is asked for ahead of their turn.
  static let ahead = 4

  let map: MatchMap
  let frames: MatchFrames
  let order: MatchFrames.Order
  let index: PackedIndex
  private let queries: [IndexQuery]
  private let families: [UInt32]
  private var assignment = PairAssignment()
  private var votes = LineVotes()
  private var seen = ElementMarks()

  /// Element of each point detection of the last frame, or −1.
  private(set) var points = Scratch<Int32>()
  /// Element of each of its line detections, or −1.
  private(set) var lines = Scratch<Int32>()
  /// Elements expected and not seen.
  private(set) var missed = Scratch<Int32>(256)
  private(set) var pointCount = 0
  private(set) var lineCount = 0
  private(set) var missedCount = 0
  private(set) var expectedCount = 0

  /// Builds the index.
  init(map: MatchMap, frames: MatchFrames, order: MatchFrames.Order, level: VectorLevel) {
    self.map = map
    self.frames = frames
    self.order = order
    index = Self.index(of: map)
    families = frames.lineClass.map { IndexQuery.bits(ofFamily: Self.family[Int($0)]) }
    let index = index
    queries = (0..<Self.ahead).map { _ in IndexQuery(index, level: level) }
  }

  private static func index(of map: MatchMap) -> PackedIndex {
    func metres(_ spot: SIMD2<Int32>) -> Vector2 { Vector2(Double(spot.x) / 1000, Double(spot.y) / 1000) }
    let side = Double(map.tilesPerSide) * 1000
    var bounds = Bounds2(low: Vector2(0, 0), high: Vector2(side, side))
    for spot in map.points_mm { bounds = bounds.union(Bounds2(low: metres(spot), high: metres(spot))) }
    for spot in map.vertices_mm { bounds = bounds.union(Bounds2(low: metres(spot), high: metres(spot))) }
    var builder = PackedIndexBuilder(bounds: bounds, reach_m: Double(Bound.line_m), range_m: Bound.view_m)
    for (i, spot) in map.points_mm.enumerated() {
      builder.add(point: metres(spot), class: Int(map.pointClass[i]), payload: i)
      builder.expect(point: metres(spot), id: i)
    }
    for line in map.lineClass.indices {
      let id = map.pointClass.count + line
      let vertices = map.vertices_mm[map.vertices(ofLine: line)].map(metres)
      builder.expect(line: vertices, id: id)
      for (from, to) in zip(vertices, vertices.dropFirst()) {
        builder.add(segment: from, to, family: family[Int(map.lineClass[line])], payload: id)
      }
    }
    return builder.build()
  }

  /// Asks for the first frames.
  func begin() {
    for place in 0..<Self.ahead - 1 { locate(place) }
    for place in 0..<Self.ahead - 2 { query(place).touch() }
    resolve(0)
  }

  /// Matches the frame at a place of the order; places follow each other, after `begin`.
  func match(_ place: Int) {
    locate(place + 3)
    query(place + 2).touch()
    resolve(place + 1)
    let frame = frameIndex(place)
    let query = query(place)
    let samples = samples(frame)
    pointCount = Int(frames.pointOffsets[frame + 1] - frames.pointOffsets[frame])
    lineCount = Int(frames.lineOffsets[frame + 1] - frames.lineOffsets[frame])
    seen.clear(room: pointCount + samples.count)
    matchPoints(query)
    matchLines(query, frame, samples)
    findMissed(query, frame)
  }

  private func frameIndex(_ place: Int) -> Int {
    frames.index(at: place < frames.count ? place : place - frames.count, order)
  }

  private func query(_ place: Int) -> IndexQuery { queries[place & (Self.ahead - 1)] }

  private func samples(_ frame: Int) -> Range<Int> {
    let lines = Int(frames.lineOffsets[frame])..<Int(frames.lineOffsets[frame + 1])
    return Int(frames.sampleOffsets[lines.lowerBound])..<Int(frames.sampleOffsets[lines.upperBound])
  }

  private func locate(_ place: Int) {
    let frame = frameIndex(place)
    let first = Int(frames.pointOffsets[frame])
    let points = first..<Int(frames.pointOffsets[frame + 1])
    let lines = Int(frames.lineOffsets[frame])..<Int(frames.lineOffsets[frame + 1]) + 1
    let (allSamples, allOffsets, allPoints) = (frames.samples, frames.sampleOffsets, frames.points)
    query(place).locate(
      Vector2(frames.poses[3 * frame], frames.poses[3 * frame + 1]), cosine: Bound.cosine,
      samples: allSamples.span.extracting(samples(frame)), offsets: allOffsets.span.extracting(lines),
      points: allPoints.span.extracting(points)
    ) { i in
      let at = 3 * (first + i)
      return IndexQuery.Gate(
        covariance: SIMD3(
          frames.covariances[at] + Bound.mapVariance_m2, frames.covariances[at + 1],
          frames.covariances[at + 2] + Bound.mapVariance_m2),
        classes: Self.fitting[Int(frames.pointClass[first + i])])
    }
  }

  private func resolve(_ place: Int) {
    let frame = frameIndex(place)
    let lines = Int(frames.lineOffsets[frame])..<Int(frames.lineOffsets[frame + 1])
    let families = families
    query(place).resolve(families: families.span.extracting(lines), penalties: Span())
  }

  private func matchPoints(_ query: IndexQuery) {
    points.reserve(pointCount)
    guard pointCount > 0 else { return }
    query.gate(limit: Bound.gate)
    let payloads = query.candidatePayloads
    assignment.solve(
      ends: query.candidateEnds, elements: payloads, costs: query.candidateDistances, alone: Bound.gate)
    for i in 0..<pointCount {
      let candidate = assignment.candidate(of: i)
      let element = candidate < 0 ? -1 : payloads[candidate]
      points[i] = element
      if element >= 0 { seen.insert(element) }
    }
  }

  private func matchLines(_ query: IndexQuery, _ frame: Int, _ samples: Range<Int>) {
    lines.reserve(lineCount)
    guard samples.count > 0 else { return }
    let all = frames.samples
    query.nearest(samples: all.span.extracting(samples), limit_m: Bound.line_m, cosine: Bound.cosine)
    let payloads = query.nearestPayloads
    let costs = query.nearestCosts
    let first = Int(frames.lineOffsets[frame])
    for i in 0..<lineCount {
      let range =
        (Int(frames.sampleOffsets[first + i]) - samples.lowerBound)..<(Int(frames.sampleOffsets[first + i + 1])
        - samples.lowerBound)
      votes.tally(payloads, costs, range)
      let isMatched = 2 * votes.hits >= range.count
      lines[i] = isMatched ? votes.winner : -1
      if isMatched { for k in 0..<votes.count { seen.insert(votes.line(k)) } }
    }
  }

  private func findMissed(_ query: IndexQuery, _ frame: Int) {
    query.within(Bound.view_m)
    let certain = query.certainlyWithin
    let perhaps = query.perhapsWithin
    missed.reserve(certain.count + perhaps.count)
    missedCount = 0
    expectedCount = certain.count
    for i in 0..<certain.count {
      missed[missedCount] = certain[i]
      missedCount += seen.contains(certain[i]) ? 0 : 1
    }
    for i in 0..<perhaps.count where isWithin(Int(perhaps[i]), frame) {
      expectedCount += 1
      missed[missedCount] = perhaps[i]
      missedCount += seen.contains(perhaps[i]) ? 0 : 1
    }
  }

  /// Whether an element's own shape comes within the view.
  private func isWithin(_ element: Int, _ frame: Int) -> Bool {
    let x = frames.poses[3 * frame]
    let y = frames.poses[3 * frame + 1]
    func relative(_ spot: SIMD2<Int32>) -> Vector2 { Vector2(Double(spot.x) * 0.001 - x, Double(spot.y) * 0.001 - y) }
    let limit = Bound.view_m * Bound.view_m
    guard element >= map.pointClass.count else { return relative(map.points_mm[element]).squaredLength <= limit }
    let vertices = map.vertices(ofLine: element - map.pointClass.count)
    var before = relative(map.vertices_mm[vertices.lowerBound])
    if before.squaredLength <= limit { return true }
    for vertex in vertices.dropFirst() {
      let here = relative(map.vertices_mm[vertex])
      let u = here - before
      let t = min(max(-before.dot(u) / max(u.squaredLength, 1e-12), 0), 1)
      if (before + u * t).squaredLength <= limit { return true }
      before = here
    }
    return false
  }
}

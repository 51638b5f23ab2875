import Geometry

/// Map and frames of the matching benchmark as the job takes them: gates and families written out.
struct MatchInput {
  /// Of each class the map's classes it may be, as bits.
  private static let fitting: [UInt32] = [1 << 0, 6, 6, 1 << 3, 0x30, 0x30, 1 << 6, 1 << 7, 1 << 8]
  /// Of each class the family of classes that fit each other.
  private static let family: [Int] = [0, 1, 1, 2, 3, 3, 4, 5, 6]

  let map: MatchMap
  let frames: MatchFrames
  let order: MatchFrames.Order
  /// Of each point detection.
  let gates: [PointGate]
  /// Of each line detection.
  let families: [UInt32]

  init(map: MatchMap, frames: MatchFrames, order: MatchFrames.Order) {
    self.map = map
    self.frames = frames
    self.order = order
    let variance = MatchJob.Bound.mapVariance_m2
    gates = frames.pointClass.indices.map { i in
      PointGate(
        xx_m2: frames.covariances[3 * i] + variance, xy_m2: frames.covariances[3 * i + 1],
        yy_m2: frames.covariances[3 * i + 2] + variance, classes: Self.fitting[Int(frames.pointClass[i])])
    }
    families = frames.lineClass.map { IndexQuery.bits(ofFamily: Self.family[Int($0)]) }
  }

  /// The frame at a place of the order; behind the last one it begins anew.
  @inline(__always) func frame(at place: Int) -> Int {
    frames.index(at: place < frames.count ? place : place % frames.count, order)
  }

  @inline(__always) func points(_ frame: Int) -> Range<Int> {
    Int(frames.pointOffsets[frame])..<Int(frames.pointOffsets[frame + 1])
  }

  @inline(__always) func lines(_ frame: Int) -> Range<Int> {
    Int(frames.lineOffsets[frame])..<Int(frames.lineOffsets[frame + 1])
  }

  @inline(__always) func samples(_ lines: Range<Int>) -> Range<Int> {
    Int(frames.sampleOffsets[lines.lowerBound])..<Int(frames.sampleOffsets[lines.upperBound])
  }

  func position(_ frame: Int) -> Vector2 { Vector2(frames.poses[3 * frame], frames.poses[3 * frame + 1]) }

  /// The index of the map.
  func index() -> PackedIndex {
    func metres(_ spot: SIMD2<Int32>) -> Vector2 { Vector2(Double(spot.x) / 1000, Double(spot.y) / 1000) }
    let side = Double(map.tilesPerSide) * 1000
    var bounds = Bounds2(low: Vector2(0, 0), high: Vector2(side, side))
    for spot in map.points_mm { bounds = bounds.union(Bounds2(low: metres(spot), high: metres(spot))) }
    for spot in map.vertices_mm { bounds = bounds.union(Bounds2(low: metres(spot), high: metres(spot))) }
    var builder = PackedIndexBuilder(
      bounds: bounds, reach_m: Double(MatchJob.Bound.line_m), range_m: MatchJob.Bound.view_m)
    for (i, spot) in map.points_mm.enumerated() {
      builder.add(point: metres(spot), class: Int(map.pointClass[i]), payload: i)
      builder.expect(point: metres(spot), id: i)
    }
    for line in map.lineClass.indices {
      let id = map.pointClass.count + line
      let vertices = map.vertices_mm[map.vertices(ofLine: line)].map(metres)
      builder.expect(line: vertices, id: id)
      for (from, to) in zip(vertices, vertices.dropFirst()) {
        builder.add(segment: from, to, family: Self.family[Int(map.lineClass[line])], payload: id)
      }
    }
    return builder.build()
  }

  /// Whether an element's own shape comes within the view of a frame.
  func isWithin(_ element: Int, _ frame: Int) -> Bool {
    let position = position(frame)
    func relative(_ spot: SIMD2<Int32>) -> Vector2 {
      Vector2(Double(spot.x) * 0.001 - position.x, Double(spot.y) * 0.001 - position.y)
    }
    let limit = MatchJob.Bound.view_m * MatchJob.Bound.view_m
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

import Geometry
import TestSupport
import Testing

@Suite struct PackedIndexTests {
  static let cases = VectorLevel.available.flatMap { level in (1...6).map { (level, UInt64($0)) } }

  @Test(arguments: cases)
  func theNearestSegmentIsTheOneThatBruteForceFinds(level: VectorLevel, seed: UInt64) {
    var noise = Seeded(seed)
    let map = IndexedMap(seed: seed)
    var query = IndexQuery(map.index, level: level)
    var hits = 0
    for _ in 0..<20 {
      let frame = map.frame(&noise)
      let limit = Float.random(in: 0.3...2, using: &noise)
      let cosine = Float.random(in: 0.7...0.98, using: &noise)
      query.ask(frame, cosine: cosine)
      query.nearest(samples: frame.samples.span, offsets: frame.offsets.span, limit_m: limit, cosine: cosine)
      for (detection, range) in frame.ranges.enumerated() {
        for i in range {
          let payload = Int(query.nearestPayloads[i])
          let costs = map.costs(frame, i, detection, limit: Double(limit), cosine: Double(cosine))
          let best = costs.values.min()
          if payload >= 0 {
            hits += 1
            let cost = map.costs(frame, i, detection, limit: Double(limit) + 1e-4, cosine: Double(cosine) - 1e-5)[
              payload]
            #expect((cost ?? .infinity) <= (best ?? Double(limit * limit)) + 1e-4)
          } else {
            let inner = map.costs(frame, i, detection, limit: Double(limit) - 1e-4, cosine: Double(cosine) + 1e-5)
            #expect(inner.isEmpty, "sample \(i) of seed \(seed) has a segment that was not found")
          }
        }
      }
    }
    #expect(hits > 100)
  }

  @Test(arguments: cases)
  func votesCountTheSamplesOfEveryDetection(level: VectorLevel, seed: UInt64) {
    var noise = Seeded(seed &+ 100)
    let map = IndexedMap(seed: seed)
    var query = IndexQuery(map.index, level: level)
    for _ in 0..<10 {
      let frame = map.frame(&noise)
      query.ask(frame, cosine: 0.8)
      query.nearest(samples: frame.samples.span, offsets: frame.offsets.span, limit_m: 2, cosine: 0.8)
      var at = 0
      for (detection, range) in frame.ranges.enumerated() {
        var expected: [(payload: Int32, count: Int32)] = []
        for i in range where query.nearestPayloads[i] >= 0 {
          let payload = query.nearestPayloads[i]
          if let k = expected.firstIndex(where: { $0.payload == payload }) {
            expected[k].count += 1
          } else {
            expected.append((payload, 1))
          }
        }
        let end = Int(query.voteEnds[detection])
        #expect((at..<end).map { query.vote($0).payload } == expected.map(\.payload))
        #expect((at..<end).map { query.vote($0).count } == expected.map(\.count))
        at = end
      }
    }
  }

  @Test(arguments: cases)
  func theGateHoldsThePointsThatBruteForceFinds(level: VectorLevel, seed: UInt64) {
    var noise = Seeded(seed &+ 200)
    let map = IndexedMap(seed: seed)
    var query = IndexQuery(map.index, level: level)
    var hits = 0
    for _ in 0..<20 {
      let frame = map.frame(&noise)
      query.ask(frame, cosine: 0.8)
      query.gate(limit: 9)
      var at = 0
      for i in frame.points.indices {
        let end = Int(query.candidateEnds[i])
        let found = (at..<end).map { Int(query.candidatePayloads[$0]) }
        let sure = map.gated(frame, i, limit: 9 * (1 - 1e-4))
        let possible = map.gated(frame, i, limit: 9 * (1 + 1e-4))
        #expect(Set(found).count == found.count)
        #expect(sure.isSubset(of: found) && possible.isSuperset(of: found))
        hits += found.count
        at = end
      }
    }
    #expect(hits > 100)
  }

  @Test(arguments: cases)
  func whatIsExpectedIsWhatLiesWithinRange(level: VectorLevel, seed: UInt64) {
    var noise = Seeded(seed &+ 300)
    let map = IndexedMap(seed: seed)
    var query = IndexQuery(map.index, level: level)
    var perhaps = 0
    var certain = 0
    for _ in 0..<40 {
      let frame = map.frame(&noise)
      query.ask(frame, cosine: 0.8)
      let range = Double.random(in: 5...60, using: &noise)
      query.within(range)
      let sure = (0..<query.certainlyWithin.count).map { Int(query.certainlyWithin[$0]) }
      let open = (0..<query.perhapsWithin.count).map { Int(query.perhapsWithin[$0]) }
      #expect(Set(sure).count == sure.count && Set(open).count == open.count && Set(sure).isDisjoint(with: open))
      let within = map.within(range, of: frame.position)
      #expect(within.isSuperset(of: sure))
      #expect(within.isSubset(of: sure + open))
      perhaps += open.count
      certain += sure.count
    }
    #expect(certain > 10 * perhaps && certain > 500)
  }

  @Test(arguments: cases)
  func aRectangleHoldsWhatBruteForceFindsEachOnce(level: VectorLevel, seed: UInt64) {
    var noise = Seeded(seed &+ 400)
    let map = IndexedMap(seed: seed)
    let segments = IndexGrid(map.index, .segments, level: level)
    let points = IndexGrid(map.index, .points, level: level)
    let boxes = (0..<60).map { k in
      Bounds2(centre: noise.point(within: 170), radius_m: Double.random(in: 0...(k % 5 == 0 ? 150 : 20), using: &noise))
    }
    for box in boxes + [Bounds2(centre: .zero, radius_m: 1e6), Bounds2(centre: Vector2(1e7, -1e7), radius_m: 5)] {
      var found: [Int] = []
      segments.forEach(in: box) { found.append($0) }
      let meets = map.segments.indices.filter { Bounds2(map.segments[$0].from, map.segments[$0].to).intersects(box) }
      #expect(found.sorted() == meets)
      found = []
      points.forEach(in: box) { found.append($0) }
      #expect(
        found.sorted() == map.points.indices.filter { Bounds2(map.points[$0].at, map.points[$0].at).intersects(box) })
    }
  }

  @Test(arguments: VectorLevel.available)
  func farFromTheMapThereIsNothing(level: VectorLevel) {
    let map = IndexedMap(seed: 1)
    var query = IndexQuery(map.index, level: level)
    var noise = Seeded(9)
    for place in [Vector2(1e7, -1e7), Vector2(-4000, 0), Vector2(0, 900)] {
      var frame = map.frame(&noise)
      frame.position = place
      query.ask(frame, cosine: 0.8)
      query.nearest(samples: frame.samples.span, offsets: frame.offsets.span, limit_m: 2, cosine: 0.8)
      query.gate(limit: 9)
      query.within(60)
      #expect((0..<frame.samples.count).allSatisfy { query.nearestPayloads[$0] == -1 })
      #expect(query.candidatePayloads.count == 0)
      #expect(query.certainlyWithin.count + query.perhapsWithin.count == 0)
    }
  }

  @Test(arguments: VectorLevel.available)
  func aCrowdedCellLosesNothing(level: VectorLevel) {
    let bounds = Bounds2(low: .zero, high: Vector2(30, 30))
    var builder = PackedIndexBuilder(bounds: bounds, reach_m: 2, range_m: 10)
    // 3000 short parallel segments, 1 cm apart: more than one byte can count.
    for k in 0..<3000 {
      let y = Double(k) / 100
      builder.add(segment: Vector2(4 + Double(k % 7), y), Vector2(20 + Double(k % 7) - 8, y), family: 3, payload: k)
    }
    var query = IndexQuery(builder.build(), level: level)
    let samples = [0, 1, 777, 1500, 2999].map { SIMD4<Float>(8, Float($0) / 100 + 0.001, 1, 0) }
    let offsets: [UInt32] = [0, UInt32(samples.count)]
    let none: [SIMD2<Float>] = []
    query.locate(
      .zero, cosine: 0.9, samples: samples.span, offsets: offsets.span, points: none.span, gates: Span())
    query.touch()
    query.resolve(families: [IndexQuery.bits(ofFamily: 3)].span, penalties: Span())
    query.nearest(samples: samples.span, offsets: offsets.span, limit_m: 1, cosine: 0.9)
    #expect((0..<samples.count).map { query.nearestPayloads[$0] } == [0, 1, 777, 1500, 2999])
  }

  @Test func ofSegmentsAtOneDistanceTheSmallerPayloadIsTaken() {
    var builder = PackedIndexBuilder(bounds: Bounds2(low: .zero, high: Vector2(20, 20)), reach_m: 2, range_m: 10)
    builder.add(segment: Vector2(0, 5), Vector2(5, 5), family: 0, payload: 8)
    builder.add(segment: Vector2(5, 5), Vector2(10, 5), family: 0, payload: 7)
    for level in VectorLevel.available {
      var query = IndexQuery(builder.build(), level: level)
      let samples = [SIMD4<Float>(5, 5.3, 1, 0)]
      let offsets: [UInt32] = [0, 1]
      query.locate(.zero, cosine: 0.9, samples: samples.span, offsets: offsets.span, points: Span(), gates: Span())
      query.touch()
      query.resolve(families: [IndexQuery.bits(ofFamily: 0)].span, penalties: Span())
      query.nearest(samples: samples.span, offsets: offsets.span, limit_m: 1, cosine: 0.9)
      #expect(query.nearestPayloads[0] == 7)
    }
  }
}

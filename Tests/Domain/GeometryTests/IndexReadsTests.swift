import Geometry
import TestSupport
import Testing

@Suite struct IndexReadsTests {
  /// All answers to a frame.
  private struct Answers: Equatable {
    var nearest: [Int32] = []
    var costs: [Float] = []
    var candidates: [Int32] = []
    var certain: [Int32] = []
    var perhaps: [Int32] = []
  }

  private func ask(_ query: inout IndexQuery, _ frame: IndexedMap.Frame) -> Answers {
    query.ask(frame, cosine: 0.8)
    query.nearest(samples: frame.samples.span, offsets: frame.offsets.span, limit_m: 2, cosine: 0.8)
    query.gate(limit: 9)
    query.within(50)
    var answers = Answers()
    for i in frame.samples.indices {
      answers.nearest.append(query.nearestPayloads[i])
      answers.costs.append(query.nearestCosts[i])
    }
    for i in query.candidatePayloads.indices { answers.candidates.append(query.candidatePayloads[i]) }
    for i in query.certainlyWithin.indices { answers.certain.append(query.certainlyWithin[i]) }
    for i in query.perhapsWithin.indices { answers.perhaps.append(query.perhapsWithin[i]) }
    return answers
  }

  private func bytes(_ reads: IndexReads, _ parts: Set<IndexReads.Part>) -> Set<UInt> {
    reads.stretches.reduce(into: []) { if parts.contains($1.part) { $0.formUnion($1.bytes) } }
  }

  /// Writes over some bytes of an index while `body` runs. No one else has the index.
  private func spoiled(_ bytes: Set<UInt>, _ body: () -> Void) {
    let places = unsafe bytes.compactMap { unsafe UnsafeMutablePointer<UInt8>(bitPattern: $0) }
    let before = unsafe places.map { unsafe $0.pointee }
    for i in before.indices { unsafe places[i].pointee ^= 0x5A }
    body()
    for i in before.indices { unsafe places[i].pointee = before[i] }
  }

  private static let read = Set(IndexReads.Part.allCases).subtracting([.ahead])

  @Test(arguments: VectorLevel.available)
  func noAnswerHangsOnAByteThatWasNotRead(level: VectorLevel) {
    var noise = Seeded(41)
    let map = IndexedMap(seed: 7)
    var query = IndexQuery(map.index, level: level)
    let frames = (0..<40).map { _ in map.frame(&noise) }
    var reads: [Set<UInt>] = []
    var answers: [Answers] = []
    for frame in frames {
      answers.append(ask(&query, frame))
      reads.append(bytes(query.reads(), Self.read))
    }
    let all = reads.reduce(into: Set<UInt>()) { $0.formUnion($1) }
    for (i, frame) in frames.enumerated() {
      let unread = all.subtracting(reads[i])
      #expect(unread.count > all.count / 3)
      var spoiledAnswers = Answers()
      spoiled(unread) {
        var other = IndexQuery(map.index, level: level)
        spoiledAnswers = ask(&other, frame)
      }
      #expect(spoiledAnswers == answers[i], "frame \(i)")
    }
    #expect(answers.contains { $0.nearest.contains { $0 >= 0 } && !$0.candidates.isEmpty && !$0.certain.isEmpty })
  }

  @Test func whatIsReadOfPointsDecides() {
    var noise = Seeded(42)
    let map = IndexedMap(seed: 8)
    var query = IndexQuery(map.index)
    var changed = 0
    var found = 0
    for _ in 0..<40 {
      let frame = map.frame(&noise)
      let answers = ask(&query, frame)
      guard !answers.candidates.isEmpty else { continue }
      found += 1
      // The last vector of a cell's points reaches into the lists behind them.
      let reads = query.reads()
      let points = bytes(reads, [.points]).subtracting(bytes(reads, Self.read.subtracting([.points])))
      spoiled(points) {
        var other = IndexQuery(map.index)
        let spoiledAnswers = ask(&other, frame)
        changed += spoiledAnswers.candidates == answers.candidates ? 0 : 1
        #expect(spoiledAnswers.nearest == answers.nearest && spoiledAnswers.certain == answers.certain)
      }
    }
    #expect(found > 10 && changed == found)
  }

  @Test func everyPointOfACellIsComparedOnceADetection() {
    var builder = PackedIndexBuilder(
      bounds: Bounds2(low: .zero, high: Vector2(10, 10)), reach_m: 1, range_m: 20)
    for i in 0..<20 {
      builder.add(point: Vector2(4, 0.2 * Double(i)), class: 0, payload: i)
      builder.expect(point: Vector2(4, 0.2 * Double(i)), id: i)
    }
    builder.add(segment: Vector2(0, 1), Vector2(9, 1), family: 0, payload: 20)
    builder.expect(line: [Vector2(0, 1), Vector2(9, 1)], id: 20)
    var query = IndexQuery(builder.build())
    let gate = PointGate(xx_m2: 0.1, xy_m2: 0, yy_m2: 0.1, classes: 1)
    var frame = IndexedMap.Frame(position: .zero)
    frame.points = [SIMD2(4, 1), SIMD2(4, 2), SIMD2(4, 3)]
    frame.gates = [gate, gate, gate]
    frame.samples = [SIMD4(2, 1, 1, 0), SIMD4(3, 1, 1, 0)]
    frame.offsets = [0, 2]
    frame.families = [IndexQuery.bits(ofFamily: 0)]
    _ = ask(&query, frame)
    let reads = query.reads()
    #expect(reads.points.entries == 3 * 20 && reads.points.vectors == 3 * 2)
    #expect(reads.viewPoints.entries == 20 && reads.viewPoints.vectors == 2)
    #expect(reads.segments.entries == 2 && reads.segments.vectors == 2)
    #expect(reads.viewLines.entries == 1 && reads.viewLines.vectors == 1)
  }
}

import Geometry
import Matching

/// What the matching job finds in one frame.
struct MatchOutcome: ~Copyable {
  /// Element of each point detection, or −1.
  private(set) var points = ReusedMemory<Int32>()
  /// Element of each line detection, or −1.
  private(set) var lines = ReusedMemory<Int32>()
  /// Elements expected and not seen.
  private(set) var missed = ReusedMemory<Int32>(256)
  private(set) var pointCount = 0
  private(set) var lineCount = 0
  private(set) var missedCount = 0
  private(set) var expectedCount = 0
  private var assignment = PairAssignment()
  private var seen = ElementMarks()

  init() {}

  /// Makes room for a frame.
  mutating func begin(_ input: MatchInput, _ frame: Int) {
    pointCount = input.points(frame).count
    let detections = input.lines(frame)
    lineCount = detections.count
    points.reserve(pointCount)
    lines.reserve(lineCount)
    seen.clear(room: pointCount + input.samples(detections).count)
  }

  /// Pairs points within the gate.
  mutating func matchPoints(_ query: inout IndexQuery) {
    guard pointCount > 0 else { return }
    query.gate(limit: MatchJob.Bound.gate)
    let payloads = query.candidatePayloads
    assignment.solve(
      ends: query.candidateEnds, elements: payloads, costs: query.candidateDistances, alone: MatchJob.Bound.gate)
    for i in 0..<pointCount {
      let candidate = assignment.candidate(of: i)
      let element = candidate < 0 ? -1 : payloads[candidate]
      points[i] = element
      if element >= 0 { seen.insert(element) }
    }
  }

  /// Lets the samples of lines vote.
  mutating func matchLines(_ query: inout IndexQuery, _ input: MatchInput, _ frame: Int) {
    guard lineCount > 0 else { return }
    let detections = input.lines(frame)
    let range = input.samples(detections)
    let (allSamples, allOffsets) = (input.frames.samples, input.frames.sampleOffsets)
    let offsets = allOffsets.span.extracting(detections.lowerBound..<detections.upperBound + 1)
    query.nearest(
      samples: allSamples.span.extracting(range), offsets: offsets, limit_m: MatchJob.Bound.line_m,
      cosine: MatchJob.Bound.cosine)
    let ends = query.voteEnds
    var vote = 0
    for i in 0..<lineCount {
      let end = Int(ends[i])
      let first = vote
      var hits: Int32 = 0
      var best: (payload: Int32, count: Int32) = (-1, 0)
      var isTied = false
      while vote < end {
        let next = query.vote(vote)
        hits += next.count
        isTied = next.count == best.count || (isTied && next.count < best.count)
        if next.count > best.count { best = next }
        vote += 1
      }
      guard 2 * hits >= Int32(offsets[i + 1] - offsets[i]) else {
        lines[i] = -1
        continue
      }
      for k in first..<end { seen.insert(query.vote(k).payload) }
      lines[i] = best.payload
      if isTied {
        let samples = Int(offsets[i] - offsets[0])..<Int(offsets[i + 1] - offsets[0])
        lines[i] = Self.nearest(query, first..<end, best.count, samples)
      }
    }
  }

  /// Of the lines with the most votes the one whose samples lie nearest, then the smaller id.
  private static func nearest(_ query: borrowing IndexQuery, _ votes: Range<Int>, _ most: Int32, _ samples: Range<Int>)
    -> Int32
  {
    let payloads = query.nearestPayloads
    let costs = query.nearestCosts
    var best: (payload: Int32, cost: Float) = (-1, .infinity)
    for k in votes where query.vote(k).count == most {
      let payload = query.vote(k).payload
      var cost: Float = 0
      for s in samples where payloads[s] == payload { cost += costs[s] }
      if cost < best.cost || (cost == best.cost && payload < best.payload) { best = (payload, cost) }
    }
    return best.payload
  }

  /// What is within view and was not seen.
  mutating func findMissed(_ query: inout IndexQuery, _ input: MatchInput, _ frame: Int) {
    query.within(MatchJob.Bound.view_m)
    let certain = query.certainlyWithin
    let perhaps = query.perhapsWithin
    missed.reserve(certain.count + perhaps.count + 1)
    var count = 0
    expectedCount = certain.count
    for i in 0..<certain.count {
      missed[count] = certain[i]
      count += seen.contains(certain[i]) ? 0 : 1
    }
    for i in 0..<perhaps.count where input.isWithin(Int(perhaps[i]), frame) {
      expectedCount += 1
      missed[count] = perhaps[i]
      count += seen.contains(perhaps[i]) ? 0 : 1
    }
    missedCount = count
  }
}

import CGeometry

/// The samples of a frame's line detections on their way through an index.
@safe struct SampleQuery: ~Copyable {
  private(set) var count = 0
  private(set) var detections = 0
  private var visitCount = 0
  private var extraCount = 0
  private var keys = ReusedMemory<UInt32>()
  private var strips = ReusedMemory<UInt8>()
  private var xs = ReusedMemory<Float>()
  private var ys = ReusedMemory<Float>()
  private var changes = ReusedMemory<UInt64>()
  private var visits = unsafe ReusedMemory<GeoVisit>()
  private var extras = unsafe ReusedMemory<GeoExtra>()
  private(set) var payloads = ReusedMemory<Int32>()
  private(set) var costs = ReusedMemory<Float>()
  private(set) var votes = ReusedMemory<GeoVote>()
  private(set) var voteEnds = ReusedMemory<UInt32>()

  init() {}

  mutating func locate(
    _ index: UnsafePointer<GeoIndex>, _ level: GeoLevel, _ place: inout GeoPlace, _ samples: Span<SIMD4<Float>>,
    _ offsets: Span<UInt32>
  ) {
    count = samples.count
    detections = max(offsets.count - 1, 0)
    visitCount = 0
    voteEnds.reserve(detections)
    guard count > 0 else { return }
    precondition(detections > 0 && Int(offsets[detections] - offsets[0]) == count, "offsets span the samples")
    let lanes = Int(GeoLanes)
    let room = count + lanes
    // One key before the first: runs are found by comparing with it.
    keys.reserve(room + lanes)
    strips.reserve(room)
    xs.reserve(room)
    ys.reserve(room)
    changes.reserve(room / 64 + 1)
    unsafe visits.reserve(count + 1)
    payloads.reserve(room)
    costs.reserve(room)
    votes.reserve(count)
    let first = unsafe keys.start + lanes
    let (strips, xs, ys) = unsafe (self.strips.start, self.xs.start, self.ys.start)
    let (visits, changes) = unsafe (self.visits.start, self.changes.start)
    let n = count
    unsafe samples.withUnsafeBytes { bytes in
      unsafe geo_locate(
        level, index, &place, bytes.start.assumingMemoryBound(to: Float.self), 4, n, first, strips, xs, ys)
    }
    visitCount = unsafe offsets.withUnsafeBufferPointer { offsets in
      unsafe geo_visits(level, index, first, offsets.start, offsets.count - 1, visits, changes)
    }
  }

  func touch(_ index: UnsafePointer<GeoIndex>) { unsafe geo_touch_cells(index, visits.start, visitCount) }

  mutating func resolve(_ index: UnsafePointer<GeoIndex>, _ families: Span<UInt32>, _ penalties: Span<Float>) {
    extraCount = 0
    guard visitCount > 0 else { return }
    precondition(families.count == detections, "families for every detection")
    precondition(penalties.isEmpty || penalties.count == 16 * detections, "16 penalties a detection, or none")
    unsafe extras.reserve(visitCount * 32)
    let (visits, extras, n) = unsafe (self.visits.start, self.extras.start, visitCount)
    extraCount = unsafe families.withUnsafeBufferPointer { families in
      unsafe penalties.withUnsafeBufferPointer { penalties in
        unsafe geo_resolve(
          index, visits, n, families.start, penalties.isEmpty ? nil : penalties.baseAddress, extras)
      }
    }
  }

  mutating func nearest(
    _ level: GeoLevel, _ samples: Span<SIMD4<Float>>, _ offsets: Span<UInt32>, limit_m: Float, cosine: Float
  ) {
    guard visitCount > 0 else {
      for i in 0..<detections { voteEnds[i] = 0 }
      return
    }
    precondition(samples.count == count && offsets.count == detections + 1, "the samples that were located")
    let (visits, extras) = unsafe (self.visits.start, self.extras.start)
    let (strips, xs, ys) = unsafe (self.strips.start, self.xs.start, self.ys.start)
    let (payloads, costs) = unsafe (self.payloads.start, self.costs.start)
    let (visitCount, extraCount) = (self.visitCount, self.extraCount)
    unsafe samples.withUnsafeBytes { bytes in
      unsafe geo_nearest(
        level, visits, visitCount, extras, extraCount, bytes.start.assumingMemoryBound(to: Float.self),
        strips, xs, ys, limit_m * limit_m * 1e6, cosine * cosine, payloads, costs)
    }
    let (votes, ends) = unsafe (self.votes.start, voteEnds.start)
    unsafe offsets.withUnsafeBufferPointer { offsets in
      unsafe geo_tally(level, payloads, offsets.start, offsets.count - 1, votes, ends)
    }
  }

  /// Notes what resolving and comparing the samples read.
  func note(_ index: UnsafePointer<GeoIndex>, into reads: inout IndexReads) {
    for i in 0..<visitCount {
      let visit = unsafe visits[i]
      let head = unsafe reads.cell(index, key: visit.key)
      unsafe reads.add(.heads, head, 4)
      if let list = unsafe visit.list { unsafe note(list, of: head, i, into: &reads) }
    }
    for i in 0..<extraCount {
      let extra = unsafe extras[i]
      let visit = unsafe Int(extra.visit)
      unsafe note(extra.list, of: geo_cell(index, Int32(visits[visit].key >> 2)), visit, into: &reads)
    }
  }

  /// Notes what a visit's samples read of one of a cell's lists.
  private func note(
    _ list: UnsafePointer<GeoList>, of head: UnsafePointer<GeoCellHead>, _ visit: Int, into reads: inout IndexReads
  ) {
    let lists = unsafe head.pointee.lists.nonzeroBitCount
    if let place = (0..<UInt32(lists)).first(where: { unsafe geo_list(head, $0) == list }) {
      unsafe reads.add(.heads, UnsafeRawPointer(head) + MemoryLayout<GeoCellHead>.size + 4 * Int(place), 4)
    }
    let start = unsafe UnsafeRawPointer(list)
    unsafe reads.ask(start, lines: 8)
    // The number of entries, the shift and the axis follow the strips.
    unsafe reads.add(.segments, start + 2 * Int(GeoStrips), 6)
    let (count, shift, axis) = unsafe (Int(list.pointee.count), Int(list.pointee.shift), UInt8(list.pointee.axis))
    for sample in unsafe Int(visits[visit].first)..<Int(visits[visit + 1].first) {
      let strip = Int(strips[sample] >> (4 * axis) & UInt8(GeoStrips - 1))
      let (atFirst, atSteps) = unsafe (start + strip, start + Int(GeoStrips) + strip)
      unsafe reads.add(.segments, atFirst, 1)
      unsafe reads.add(.segments, atSteps, 1)
      let first = unsafe Int(atFirst.load(as: UInt8.self)) << shift
      let entries = unsafe Int(atSteps.load(as: UInt8.self)) << shift
      let columns = unsafe start + MemoryLayout<GeoList>.size
      let numbers = unsafe reads.add(
        .segments, columns: 4, of: count, width: 2, at: columns, from: first, entries: entries)
      let compared = min(entries, count - first)
      if payloads[sample] >= 0 { unsafe reads.add(.segments, numbers + 4 * first, 4 * compared) }
      reads.segments.add(compared)
    }
  }
}

import Geometry

/// Counts the cache lines that frames of the matching job touch. The scratch memory between the steps of a query is left out: it is the same
/// few kilobytes for every frame.
struct MatchLines {
  /// What lines belong to; one that several parts touch belongs to the first.
  enum Part: Int, CaseIterable {
    /// Parts of the index.
    case directory, heads, points, segments, view
    /// The map's own shapes of elements near the limit of the view: all vertices, though the first ones may decide.
    case shapes
    /// The frame: pose, offsets, detections, gates.
    case input
    /// What was found.
    case result
    /// Lines of the index that were asked ahead and not read.
    case ahead
  }

  /// Bytes of a line.
  static let line_bytes: UInt = 64

  /// Lines touched, and those of them that the frame before did not touch; by part, over all frames.
  private(set) var touched = [Int](repeating: 0, count: Part.allCases.count)
  private(set) var fresh = [Int](repeating: 0, count: Part.allCases.count)
  /// What places were compared with, over all frames.
  private(set) var segments = IndexReads.Scan()
  private(set) var points = IndexReads.Scan()
  private(set) var viewPoints = IndexReads.Scan()
  private(set) var viewLines = IndexReads.Scan()
  /// Frames counted.
  private(set) var frames = 0
  private var here: Set<UInt> = []
  private var before: Set<UInt> = []

  /// Counts what the frame at a place read, right after it was matched.
  mutating func count(_ job: borrowing MatchJob, _ place: Int) {
    let reads = job.reads(place)
    for part in IndexReads.Part.allCases where part != .ahead { touch(reads, part) }
    for element in job.bordering(place) { touchShape(Int(element), job.input.map) }
    touch(job.input, job.input.frame(at: place))
    touch(.result, job.outcome.points.prefix(job.outcome.pointCount))
    touch(.result, job.outcome.lines.prefix(job.outcome.lineCount))
    touch(.result, job.outcome.missed.prefix(job.outcome.missedCount))
    touch(reads, .ahead)
    frames += 1
    swap(&here, &before)
    here.removeAll(keepingCapacity: true)
    segments += reads.segments
    points += reads.points
    viewPoints += reads.viewPoints
    viewLines += reads.viewLines
  }

  private mutating func touch(_ reads: IndexReads, _ wanted: IndexReads.Part) {
    let part: Part =
      switch wanted {
      case .directory: .directory
      case .heads: .heads
      case .points: .points
      case .segments: .segments
      case .view: .view
      case .ahead: .ahead
      }
    for (found, bytes) in reads.stretches where found == wanted { touch(part, bytes) }
  }

  private mutating func touchShape(_ element: Int, _ map: MatchMap) {
    guard element >= map.pointClass.count else { return touch(.shapes, map.points_mm, element..<element + 1) }
    let line = element - map.pointClass.count
    touch(.shapes, map.lineOffsets, line..<line + 2)
    touch(.shapes, map.vertices_mm, map.vertices(ofLine: line))
  }

  private mutating func touch(_ input: MatchInput, _ frame: Int) {
    let (points, lines) = (input.points(frame), input.lines(frame))
    touch(.input, input.frames.poses, 3 * frame..<3 * frame + 3)
    touch(.input, input.frames.pointOffsets, frame..<frame + 2)
    touch(.input, input.frames.lineOffsets, frame..<frame + 2)
    touch(.input, input.frames.points, points)
    touch(.input, input.gates, points)
    touch(.input, input.frames.sampleOffsets, lines.lowerBound..<lines.upperBound + 1)
    touch(.input, input.families, lines)
    touch(.input, input.frames.samples, input.samples(lines))
  }

  private mutating func touch<Value: BitwiseCopyable>(_ part: Part, _ values: [Value], _ range: Range<Int>) {
    touch(part, values.span.extracting(range))
  }

  private mutating func touch<Value: BitwiseCopyable>(_ part: Part, _ values: Span<Value>) {
    let bytes = unsafe values.withUnsafeBytes { bytes in
      let start = UInt(bitPattern: bytes.baseAddress)
      return start..<start + UInt(bytes.count)
    }
    touch(part, bytes)
  }

  private mutating func touch(_ part: Part, _ bytes: Range<UInt>) {
    guard !bytes.isEmpty else { return }
    for line in bytes.lowerBound / Self.line_bytes...(bytes.upperBound - 1) / Self.line_bytes
    where here.insert(line).inserted {
      touched[part.rawValue] += 1
      if !before.contains(line) { fresh[part.rawValue] += 1 }
    }
  }
}

import Geometry
import Matching

/// The job of the matching benchmark on production's index, gates and assignment: pairs of points and lines, and what was expected and not seen.
struct MatchJob: ~Copyable {
  /// Thresholds of the job.
  enum Bound {
    static let gate: Float = 11.83
    static let mapVariance_m2: Float = 0.04
    static let line_m: Float = 2
    static let cosine: Float = 0.866_025_4
    static let view_m = 60.0
  }

  let input: MatchInput
  let index: PackedIndex
  /// Frames whose memory is asked for ahead of their turn, in turn.
  private var queries: InlineArray<4, IndexQuery>
  /// What the last frame gave.
  private(set) var outcome = MatchOutcome()

  /// Builds the index.
  init(_ input: MatchInput, level: VectorLevel) {
    self.input = input
    let index = input.index()
    self.index = index
    queries = InlineArray { _ in IndexQuery(index, level: level) }
  }

  /// Asks for the first frames.
  mutating func begin() {
    for place in 0..<3 { locate(place) }
    for place in 0..<2 { queries[place].touch() }
    resolve(0)
  }

  /// Matches the frame at a place of the order; places follow each other, after `begin`.
  mutating func match(_ place: Int) {
    fetch(place + 6)
    locate(place + 3)
    queries[(place + 2) & 3].touch()
    resolve(place + 1)
    let frame = input.frame(at: place)
    outcome.begin(input, frame)
    outcome.matchPoints(&queries[place & 3])
    outcome.matchLines(&queries[place & 3], input, frame)
    outcome.findMissed(&queries[place & 3], input, frame)
  }

  /// What the frame at a place, just matched, read of the index.
  func reads(_ place: Int) -> IndexReads { queries[place & 3].reads() }

  /// Elements whose own shape decided there whether they are within view.
  func bordering(_ place: Int) -> [Int32] { Self.bordering(queries[place & 3]) }

  private static func bordering(_ query: borrowing IndexQuery) -> [Int32] {
    let found = query.perhapsWithin
    return found.indices.map { found[$0] }
  }

  private func fetch(_ place: Int) {
    let frame = input.frame(at: place)
    let points = input.points(frame)
    let (allSamples, allPoints, allGates) = (input.frames.samples, input.frames.points, input.gates)
    IndexQuery.fetch(allSamples.span.extracting(input.samples(input.lines(frame))))
    IndexQuery.fetch(allPoints.span.extracting(points))
    IndexQuery.fetch(allGates.span.extracting(points))
  }

  private mutating func locate(_ place: Int) {
    let frame = input.frame(at: place)
    let points = input.points(frame)
    let lines = input.lines(frame)
    let (allSamples, allOffsets) = (input.frames.samples, input.frames.sampleOffsets)
    let (allPoints, allGates) = (input.frames.points, input.gates)
    queries[place & 3].locate(
      input.position(frame), cosine: Bound.cosine, samples: allSamples.span.extracting(input.samples(lines)),
      offsets: allOffsets.span.extracting(lines.lowerBound..<lines.upperBound + 1),
      points: allPoints.span.extracting(points), gates: allGates.span.extracting(points))
  }

  private mutating func resolve(_ place: Int) {
    let families = input.families
    let lines = input.lines(input.frame(at: place))
    queries[place & 3].resolve(families: families.span.extracting(lines), penalties: Span())
  }
}

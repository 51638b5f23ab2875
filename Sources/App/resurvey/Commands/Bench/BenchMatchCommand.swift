import Geometry
import Settings

/// `resurvey bench match`: matching against a map, on the data of the matching benchmark.
struct BenchMatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "match",
    abstract: "Matches the frames of a benchmark file with its map.",
    discussion: """
      Reads a map (PBM1) and frames (PBF1): poses, point detections with a covariance, line detections as sample points with \
      a unit tangent. Points are paired by χ² gate and exact assignment, lines by the votes of their samples, and what is \
      within 60 m and not seen is missed: the index, gates and assignment of the stream processor with the thresholds of the \
      benchmark. Tells the CPU time of the loop over the frames, and the size of the index.
      With --lines all frames are matched once more, untimed, and after each one the cells, lists and columns it asked are walked \
      again to count the 64-byte lines they lie in, and the entries compared.
      """,
    examples: [
      .init("resurvey bench match base.map.bin base.frames.bin", "one vehicle after the other"),
      .init("resurvey bench match base.map.bin base.frames.bin --order fleet --json", "vehicles interleaved, as JSON"),
      .init("resurvey bench match base.map.bin base.frames.bin --out result.bin", "with the result of every frame"),
      .init(
        "resurvey bench match base.map.bin base.frames.bin --rounds 1 --lines", "with the cache lines a frame touches"),
    ])

  /// Which build of the kernels runs.
  enum Vectors: String, CaseIterable, ExpressibleByArgument {
    case portable, avx2, avx512
  }

  @Argument(help: ArgumentHelp("The map.", valueName: "map.bin"))
  var map: String

  @Argument(help: ArgumentHelp("The frames.", valueName: "frames.bin"))
  var frames: String

  @Option(
    help: ArgumentHelp("`drive` or `fleet`: one vehicle after the other, or all interleaved.", valueName: "order"))
  var order = MatchFrames.Order.drive

  @Option(help: ArgumentHelp("Times over all frames.", valueName: "count"))
  var rounds = 10

  @Option(help: ArgumentHelp("Kernels to use; the best of this machine where not given.", valueName: "level"))
  var vectors: Vectors?

  @Option(help: ArgumentHelp("Writes the result of every frame there.", valueName: "file"))
  var out: String?

  @Flag(help: "Counts the cache lines a frame touches as well.")
  var lines = false

  @Flag(help: "The numbers as JSON.")
  var json = false

  func validate() throws(ValidationError) {
    guard (1...100_000).contains(rounds) else { throw ValidationError("--rounds is \(rounds); give 1 to 100000") }
  }

  func run() async throws {
    let level = try level()
    let map = try MatchMap(map)
    let frames = try MatchFrames(frames)
    guard frames.count > 0 else { throw CommandError(.dataError, "\(self.frames): holds no frame") }
    let start_s = ProcessorTime.now_s
    var job = MatchJob(MatchInput(map: map, frames: frames, order: order), level: level)
    var report = MatchBenchReport()
    report.build_s = ProcessorTime.now_s - start_s
    report.order = order.rawValue
    report.vectors = "\(level)"
    report.elements = map.elements
    report.segments = map.vertices_mm.count - map.lineClass.count
    report.indexBytes = job.index.size_bytes
    report.indexPerKm2_MB = Double(job.index.size_bytes) / 1e6 / Double(max(map.tilesPerSide * map.tilesPerSide, 1))
    try write(&job)
    report.measure(&job, rounds: rounds)
    if lines { report.lines = count(&job) }
    if json { try Console.printJSON(report) } else { print(report.text) }
  }

  private func level() throws(CommandError) -> VectorLevel {
    guard let vectors else { return .best }
    guard let level = VectorLevel.available.first(where: { "\($0)" == vectors.rawValue }) else {
      throw CommandError(
        .usage,
        "--vectors \(vectors.rawValue): this machine has \(VectorLevel.available.map { "\($0)" }.joined(separator: ", "))"
      )
    }
    return level
  }

  private func count(_ job: inout MatchJob) -> MatchLineReport {
    var lines = MatchLines()
    job.begin()
    for place in 0..<job.input.frames.count {
      job.match(place)
      lines.count(job, place)
    }
    return MatchLineReport(lines)
  }

  private func write(_ job: inout MatchJob) throws(CommandError) {
    guard let out else { return }
    let file = try MatchResultFile(out)
    job.begin()
    for place in 0..<job.input.frames.count {
      job.match(place)
      try file.write(job.outcome)
    }
    try file.finish()
  }
}

extension MatchBenchReport {
  /// Runs the job some times over all frames.
  fileprivate mutating func measure(_ job: inout MatchJob, rounds: Int) {
    var pairs: UInt64 = 0
    var missed: UInt64 = 0
    job.begin()
    let start_s = ProcessorTime.now_s
    for _ in 0..<rounds {
      for place in 0..<job.input.frames.count {
        job.match(place)
        for i in 0..<job.outcome.pointCount { pairs &+= UInt64(job.outcome.points[i] + 1) }
        for i in 0..<job.outcome.lineCount { pairs &+= UInt64(job.outcome.lines[i] + 1) }
        missed &+= UInt64(job.outcome.missedCount + job.outcome.expectedCount)
      }
    }
    let time_s = ProcessorTime.now_s - start_s
    frames = job.input.frames.count
    self.rounds = rounds
    perFrame_ns = time_s * 1e9 / Double(frames * rounds)
    framesPerSecond = 1e9 / perFrame_ns
    pairSum = pairs / UInt64(rounds)
    missedSum = missed / UInt64(rounds)
  }
}

import Settings

/// `resurvey bench match`: matching against a map, on the data of the matching benchmark.
struct BenchMatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "match",
    abstract: "Matches the frames of a benchmark file with its map.",
    discussion: """
      Reads a map (PBM1) and frames (PBF1): poses, point detections with a covariance, line detections as sample points with \
      a unit tangent. `drive` matches one vehicle after the other, `fleet` all vehicles interleaved.
      """,
    examples: [
      .init("resurvey bench match base.map.bin base.frames.bin", "what the files hold"),
      .init("resurvey bench match base.map.bin base.frames.bin --order fleet --json", "interleaved, as JSON"),
    ])

  @Argument(help: ArgumentHelp("The map.", valueName: "map.bin"))
  var map: String

  @Argument(help: ArgumentHelp("The frames.", valueName: "frames.bin"))
  var frames: String

  @Option(help: ArgumentHelp("`drive` or `fleet`.", valueName: "order"))
  var order = MatchFrames.Order.drive

  @Flag(help: "The numbers as JSON.")
  var json = false

  func run() async throws {
    let map = try MatchMap(map)
    let frames = try MatchFrames(frames)
    let report = MatchBenchReport(order: order.rawValue, map: map, frames: frames)
    if json { try Console.printJSON(report) } else { print(report.text) }
  }
}

import Settings

/// `resurvey bench`: how good localization is and how fast the parts are.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measures localization, and parts of the hot path, each alone.",
    discussion: """
      Times are CPU time of the measured loop on one thread, without reading and building. On a machine that others use \
      they drift; compare ratios of runs taken in turn.
      """,
    examples: [
      .init("resurvey bench frame", "what a frame costs, stage by stage"),
      .init("resurvey bench match base.map.bin base.frames.bin", "matching of frames with a map"),
      .init("resurvey bench tile --brokers localhost:9092", "what TILE folds a second, from Kafka to its commit"),
      .init("resurvey bench drives drives.jsonl --store map.sqlite", "localization on recorded drives, without truth"),
      .init(
        "resurvey bench changes drives.jsonl --store map.sqlite --delete divider-0",
        "whether recorded drives find a line that the map lacks"),
      .init("resurvey bench localization --city", "localization on simulated drives, against the truth"),
      .init(
        "resurvey bench votes out/evidence.jsonl --map out/map.sqlite", "votes of frames against those of a scenario"),
    ],
    subcommands: [
      BenchFrameCommand.self,
      BenchMatchCommand.self,
      BenchTileCommand.self,
      BenchDrivesCommand.self,
      BenchChangesCommand.self,
      BenchLocalizationCommand.self,
      BenchVotesCommand.self,
    ])

  /// Never called: a command with subcommands only shows its help.
  func run() async throws {}
}

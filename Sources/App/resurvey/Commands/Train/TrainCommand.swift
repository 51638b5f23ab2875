import Settings

/// `resurvey train`: what is learned from logs.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Learns from the tile log.",
    discussion: """
      What is learned goes into a file with a version. It counts once `resurvey models activate` has put it into the log.
      """,
    examples: [
      .init("resurvey train sensor-model out/evidence.jsonl --map out/map.sqlite --out sensors.json", "from a replay")
    ],
    subcommands: [TrainSensorModelCommand.self])

  /// Never called: a command with subcommands only shows its help.
  func run() async throws {}
}

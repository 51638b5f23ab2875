import Settings

/// The root of the command line.
struct Resurvey: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resurvey",
    abstract: "Keeps an HD map true: reads what a fleet sees, finds what changed, rebuilds the touched tiles.",
    discussion: """
      Exit codes: 0 all is well, 1 the work failed or a check found what it looks for, 64 wrong arguments, 65 input that \
      is not what it should be, 66 an input that cannot be read, 69 the broker does not answer, 73 an output that cannot \
      be written, 78 a wrong configuration.
      """,
    examples: [
      .init("resurvey demo", "the whole way on an embedded broker, with a picture at the end"),
      .init("resurvey map import town.osm --out map.sqlite", "a tile store from a Lanelet2 file"),
      .init("resurvey run --config Config/resurvey.yaml", "the stream processor"),
    ],
    version: "0.1.0",
    subcommands: [
      DemoCommand.self,
      RunCommand.self,
      ReplayCommand.self,
      BenchCommand.self,
      EvaluateCommand.self,
      TrainCommand.self,
      ModelsCommand.self,
      MapCommand.self,
      SimulateCommand.self,
      ProduceCommand.self,
      ValidateCommand.self,
      TapCommand.self,
      ChangesCommand.self,
      ReviewCommand.self,
      ExplainCommand.self,
      BrokerCommand.self,
    ])

  /// Never called: a command with subcommands only shows its help.
  func run() async throws {}
}

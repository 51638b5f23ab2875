import Evidence
import Learning
import Settings

/// `resurvey models`: learned models, in files and in the log.
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract: "Shows learned sensor models and puts them into the tile log.",
    discussion: """
      A model counts from the record that activates it on, in every partition. Rolling back is activating the one before; \
      what was folded meanwhile stays as it was.
      """,
    examples: [
      .init("resurvey models show sensors.json", "what a file says"),
      .init("resurvey models activate sensors.json --brokers localhost:9092", "from here on"),
      .init("resurvey models active --brokers localhost:9092", "what stands in the log"),
    ],
    subcommands: [ModelsShowCommand.self, ModelsActivateCommand.self, ModelsActiveCommand.self])

  /// Never called: a command with subcommands only shows its help.
  func run() async throws {}
}

/// `resurvey models show`.
struct ModelsShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows what a learned sensor model says, beside what the policy assumes.",
    examples: [
      .init("resurvey models show sensors.json", "as tables"),
      .init("resurvey models show sensors.json --json", "as the file has it, once it has been checked"),
    ])

  @Argument(help: ArgumentHelp("A file of `resurvey train sensor-model`.", valueName: "file.json"))
  var file: String

  @Flag(help: "The model as JSON.")
  var json = false

  @OptionGroup var settings: ConfigurationOptions

  func run() async throws {
    let model = try SensorModelInput.file(file)
    if json { return try Console.printJSON(model) }
    print(SensorModelText(model, assumed: try settings.load().decisionPolicy()).text)
  }
}

import Settings

/// A command line with everything the parser knows.
struct Root: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tool", abstract: "Does things to maps.", version: "tool 1.2.3",
    subcommands: [Map.self, Send.self, Nothing.self])
  func run() {}
}

struct Map: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map", abstract: "Work on the stored map.", subcommands: [Import.self, Export.self])
  func run() {}
}

struct Common: ParsableArguments {
  @Option(name: [.customLong("config"), .customShort("c")], help: "Configuration file.") var configFile: String?
  @Option(help: ArgumentHelp("Override one setting.", valueName: "key=value")) var set: [String] = []
  @Flag(help: "Report as JSON.") var json = false

  func validate() throws(ValidationError) {
    if set.contains("bad") { throw ValidationError("--set bad is bad") }
  }
}

struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Import map files into a store.",
    discussion: """
      Files are read in order.
        The format is told by the extension of each file, or by --format if there is none.
      """,
    examples: [.init("tool map import --store map.sqlite karlsruhe.osm", "Imports one file.")])

  enum Format: String, CaseIterable, ExpressibleByArgument { case lanelet2, geojson }

  @OptionGroup var common: Common
  @Option(help: "Where to store.") var store: String
  @Option(help: "How to read.") var format: Format = .lanelet2
  @Option(name: .shortAndLong, help: "Offset in metres.") var offset_m: Double = 0
  @Option(name: .shortAndLong) var limit: Int?
  @Flag(inversion: .prefixedNo, help: "Check the result.") var check = true
  @Flag(help: "Say more.") var verbose: Int = 0
  @Flag(name: .short) var quick = false
  @Argument(help: "Files to import.") var files: [String]

  func validate() throws(ValidationError) {
    if quick, verbose > 0 { throw ValidationError("-q and -v exclude each other") }
  }
  func run() {}
}

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "export", abstract: "Export the map.")
  @Argument(help: "") var store: String
  @Argument(help: "Where to.") var target: String = "out.osm"
  @Argument(help: "Only this one.") var tile: UInt64?
  func run() {}
}

struct Send: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "send")
  @Option(help: "Where a first start begins.") var from: StartPosition = .latest
  @Option(help: ArgumentHelp("Hidden.", isVisible: false)) var secret: Int = 1
  @Argument(help: "") var numbers: [Int] = []
  func run() {}
}

struct Nothing: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "nothing")
  func run() {}
}

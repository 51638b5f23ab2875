import MapModel
import Settings

/// `resurvey map diff`.
struct MapDiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Tells what differs between two maps of a place, and what of it could be seen on the road.",
    discussion: """
      Things are compared by what stands in the world: a line that was split, joined or given another id is the same line. \
      Places within 5 cm are one. What nobody on the road could tell (ids, splits, rules, names, lanes) is counted as tags. \
      Ends with 1 where something physical differs, as `diff` does.
      """,
    examples: [
      .init("resurvey map diff old.sqlite new.sqlite", "what differs, element by element"),
      .init("resurvey map diff old.sqlite new.sqlite --json", "the same for programs"),
    ])

  @Argument(help: ArgumentHelp("The first tile store.", valueName: "old.sqlite"))
  var old: String

  @Argument(help: ArgumentHelp("The second tile store.", valueName: "new.sqlite"))
  var new: String

  @Flag(help: "The differences as JSON.")
  var json = false

  func run() async throws {
    let elements = try [old, new].map { TileJoiner.elements(of: try MapStoreFile.tiles($0)) }
    let report = MapDiffReport(MapDiff(from: elements[0], to: elements[1]).differences)
    if json { try Console.printJSON(report) } else { print(report.text) }
    if !report.physical.isEmpty { throw ExitCode.failure }
  }
}

import Settings

/// `resurvey map`: the map as files.
struct MapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract: "Imports, exports, counts, edits and compares maps.",
    discussion: """
      A map is a tile store, one SQLite file with every version of every tile. It comes from a Lanelet2 file (.osm), from \
      GeoJSON with a `class` property, or from a procedural city.
      """,
    examples: [
      .init("resurvey map import town.osm --out map.sqlite", "a tile store from a Lanelet2 file"),
      .init("resurvey map stats map.sqlite", "what it holds"),
      .init("resurvey map edit map.sqlite --delete 4711 --out stale.sqlite", "a map that does not know an element"),
      .init("resurvey map diff old.sqlite new.sqlite", "what differs, and what of it could be seen on the road"),
    ],
    subcommands: [
      MapImportCommand.self,
      MapExportCommand.self,
      MapStatsCommand.self,
      MapEditCommand.self,
      MapDiffCommand.self,
    ])

  /// Never called: a command with subcommands only shows its help.
  func run() async throws {}
}

/// `resurvey map stats`.
struct MapStatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Counts what a tile store holds.",
    examples: [
      .init("resurvey map stats map.sqlite", "elements and length by class, tiles, versions, bounds"),
      .init("resurvey map stats map.sqlite --json", "the same for programs"),
    ])

  @Argument(help: ArgumentHelp("The tile store.", valueName: "map.sqlite"))
  var map: String

  @Flag(help: "The numbers as JSON.")
  var json = false

  func run() async throws {
    let store = try MapStoreFile.open(map)
    let statistics: MapStatistics
    do { statistics = try MapStatistics(store) } catch { throw CommandError(.dataError, "\(error)") }
    if json { try Console.printJSON(statistics) } else { print(statistics.text) }
  }
}

import Foundation
import Geometry
import MapFormats
import MapModel
import Settings
import Simulation

/// `resurvey map import`.
struct MapImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Makes a tile store from map files or from a procedural city.",
    discussion: """
      Reads Lanelet2 (.osm) and GeoJSON (.geojson, each feature with a `class` property) and says what it took and what it \
      left. Several files become one map. The store is written whole or not at all; every tile begins with version 1.
      """,
    examples: [
      .init("resurvey map import town.osm --out map.sqlite", "a Lanelet2 file in latitude and longitude"),
      .init("resurvey map import town.osm --local --out map.sqlite", "by its local_x and local_y tags"),
      .init("resurvey map import signs.geojson lines.geojson --out map.sqlite", "two files, one map"),
      .init("resurvey map import --city --seed 7 --blocks 6 --out city.sqlite", "a city, no file needed"),
    ])

  @Argument(help: ArgumentHelp("Map files.", valueName: "file"))
  var files: [String] = []

  @Option(help: ArgumentHelp("The tile store to write.", valueName: "map.sqlite"))
  var out: String

  @Flag(help: "Replaces the store if it is there.")
  var replace = false

  @Option(help: "The files' format, where their names do not tell it.")
  var format: MapFileFormat?

  @Flag(help: "Lanelet2: takes places from the local_x and local_y tags, not from latitude and longitude.")
  var local = false

  @Option(
    help: ArgumentHelp(
      "With --local: where local (0, 0) lies; without it the first node's latitude and longitude tell.",
      valueName: "latitude,longitude"))
  var anchor: Geodetic?

  @Option(
    name: .customLong("yaw-deg"),
    help: ArgumentHelp("With --local: direction of the local x axis, degrees left of east.", valueName: "degrees"))
  var yaw_deg = 0.0

  @Flag(help: "Builds the procedural city instead of reading files.")
  var city = false

  @Option(help: "With --city: the city's seed.")
  var seed: UInt64 = 1

  @Option(help: "With --city: blocks along each side, 1 to 64.")
  var blocks = 4

  @Flag(help: "The summary as JSON.")
  var json = false

  func validate() throws(ValidationError) {
    guard city != !files.isEmpty else {
      throw ValidationError(city ? "--city takes no file" : "name a map file, or say --city")
    }
    guard (1...64).contains(blocks) else { throw ValidationError("--blocks is \(blocks); give 1 to 64") }
    guard local || (anchor == nil && yaw_deg == 0) else {
      throw ValidationError("--anchor and --yaw-deg go with --local")
    }
    guard abs(yaw_deg) <= 360 else { throw ValidationError("--yaw-deg is \(yaw_deg); give −360 to 360") }
    for file in files where format == nil && MapFileFormat(path: file) == nil {
      throw ValidationError("'\(file)' ends in neither .osm nor .geojson: say --format lanelet2 or geojson")
    }
  }

  func run() async throws {
    try MapStoreFile.checkNew(out, isReplacing: replace)
    let (tiles, sources) = city ? try cityMap() : try importedMap()
    try MapStoreFile.write(tiles, to: out, isReplacing: replace)
    let summary = ImportSummary(out: out, sources: sources, tiles: tiles)
    if json { try Console.printJSON(summary) } else { print(summary.text) }
  }

  private func cityMap() throws -> ([MapTile], [ImportSummary.Source]) {
    let city = try City(CityParameters(seed: seed, blocks: blocks))
    let name = "city of seed \(seed), \(blocks) × \(blocks) blocks"
    return (try city.tiles(), [ImportSummary.Source(name, city.world.elements.map(\.elementClass))])
  }

  private func importedMap() throws(CommandError) -> ([MapTile], [ImportSummary.Source]) {
    let coordinates =
      local ? MapCoordinates.local(LocalFrame(anchor: anchor, yaw_rad: yaw_deg.degreesAsRadians)) : .geodetic
    var elements: [GeodeticElement] = []
    var sources: [ImportSummary.Source] = []
    var owners: [ElementID: String] = [:]
    var only: [MapTile]?
    for file in files {
      try InputFile.check(file, fix: "name a map file")
      let map: ImportedMap
      do {
        map = try MapImporter.read(path: file, options: MapImportOptions(format: format, coordinates: coordinates))
      } catch { throw CommandError(.dataError, "\(error)") }
      for id in Set(map.elements.map(\.id)).sorted() {
        if let owner = owners.updateValue(file, forKey: id) {
          throw CommandError(
            .dataError, "\(file): element \(id.value) is in \(owner) too; give it another id, or import the files apart"
          )
        }
      }
      elements += map.elements
      only = files.count == 1 ? map.tiles : nil
      sources.append(ImportSummary.Source(file, map.report))
    }
    if let only { return (only, sources) }
    do { return (try TileCutter.tiles(of: elements), sources) } catch { throw CommandError(.dataError, "\(error)") }
  }
}

extension CityParameters {
  /// A city of a seed and a size, else as it is by default.
  init(seed: UInt64, blocks: Int) {
    self.init()
    self.seed = seed
    self.blocks = blocks
  }
}

extension Geodetic: ExpressibleByArgument {
  /// Reads `latitude,longitude` in degrees.
  public init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 2, let latitude_deg = Double(argument: String(parts[0])),
      let longitude_deg = Double(argument: String(parts[1])), abs(latitude_deg) <= 90, abs(longitude_deg) <= 180
    else { return nil }
    self.init(latitude_deg: latitude_deg, longitude_deg: longitude_deg)
  }

  /// The form.
  public static var allowedValues: String { "latitude,longitude in degrees, such as 48.1,11.5" }
}

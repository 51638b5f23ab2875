import Foundation
import MapFormats
import MapModel
import Settings

/// `resurvey map export`.
struct MapExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes the current map of a tile store to a file of another format.",
    discussion: "Lines that were cut at tile borders come out whole.",
    examples: [
      .init("resurvey map export map.sqlite --out town.geojson", "GeoJSON, for any GIS"),
      .init("resurvey map export map.sqlite --out town.osm", "Lanelet2"),
    ])

  private struct Report: Encodable {
    let out: String
    let format: String
    let elements: Int
  }

  @Argument(help: ArgumentHelp("The tile store.", valueName: "map.sqlite"))
  var map: String

  @Option(help: ArgumentHelp("The file to write; .osm or .geojson tells its format.", valueName: "file"))
  var out: String

  @Option(help: "The format, where the file's name does not tell it.")
  var format: MapFileFormat?

  @Flag(help: "The summary as JSON.")
  var json = false

  func validate() throws(ValidationError) {
    guard format != nil || MapFileFormat(path: out) != nil else {
      throw ValidationError("--out is '\(out)': let it end in .osm or .geojson, or say --format lanelet2 or geojson")
    }
  }

  func run() async throws {
    let elements = TileJoiner.elements(of: try MapStoreFile.tiles(map))
    do { try MapExporter.write(elements, path: out, format: format) } catch {
      throw CommandError(.cannotCreate, "\(error)")
    }
    let written = format ?? MapFileFormat(path: out)
    let count = Set(elements.map(\.id)).count
    if json {
      try Console.printJSON(Report(out: out, format: written?.rawValue ?? "", elements: count))
    } else {
      print("\(out): \(count) elements")
    }
  }
}

extension MapFileFormat: ExpressibleByArgument {}

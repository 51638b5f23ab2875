import Contracts
import Evidence
import Foundation
import Observations
import Settings

/// `resurvey changes`: what is known to have changed.
struct ChangesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "changes",
    abstract: "Reads map.changes to its end and shows the life of each change.",
    discussion: """
      A life goes from suspected over confirmed and applied to verified, unless it is held, retracted, rejected or split on \
      the way. Records that come twice count once. Evidence is in nats, the log-likelihood ratio of changed against unchanged; \
      passes, vehicles and days are those that spoke on it; version is the tile version that holds it.
      """,
    examples: [
      .init("resurvey changes", "all of them, as a table"),
      .init("resurvey changes --from 2026-03-01T06:00:00Z --geojson changes.geojson", "the recent ones, for a map too"),
      .init("resurvey changes --timeout 10 --json", "goes on until nothing came for 10 s"),
    ])

  @Option(help: ArgumentHelp("Where to begin: earliest, latest or a time.", valueName: "place"))
  var from = StartPosition.earliest

  @Option(help: ArgumentHelp("Reads on until so long without a record, instead of to the end.", valueName: "seconds"))
  var timeout: Double?

  @Option(help: ArgumentHelp("Writes the changes as a GeoJSON FeatureCollection too.", valueName: "file"))
  var geojson: String?

  @Flag(help: "An array of JSON objects instead of the table.")
  var json = false

  @OptionGroup var settings: ConfigurationOptions

  func validate() throws(ValidationError) {
    if let timeout, timeout <= 0 { throw ValidationError("--timeout is \(timeout); give more than 0 seconds") }
  }

  func run() async throws {
    let configuration = try settings.load()
    let reader = try TopicReading(configuration, .changes, from: from)
    var reading = ChangeReading()
    var progress = ProgressLine()
    try reader.forEach(until: .init(isAtEnd: true, silence_s: timeout)) { record in
      do throws(Rejection) { try reading.take(record) } catch {
        Console.complain("\(reader.name)/\(record.partition)@\(record.offset) is passed over: \(error)")
      }
      progress.show("\(reading.events.count) events")
      return true
    }
    progress.clear()
    if let geojson {
      let file = try OutputFile(geojson)
      try file.write(try ChangeGeoJSON.data(reading.changes))
      try file.finish()
    }
    let lives = ChangeLives(reading.events, times_ns: reading.times_ns)
    if json { return try Console.printJSON(reading.changes.map { ChangeSummary($0, lives: lives) }) }
    if reading.changes.isEmpty {
      print("no changes in \(reader.name)")
    } else {
      print(ChangeTable.text(reading.changes, lives: lives))
      let repeats = reading.repeats > 0 ? "; \(reading.repeats) records came again" : ""
      print("\(reading.changes.count) changes of \(reading.events.count) events\(repeats)")
    }
  }
}

import Contracts
import Evidence
import Foundation
import Learning
import MapModel
import Observations
import Runtime
import Settings
import Storage

/// `resurvey replay`: all tasks over files, without a broker.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Runs frames from files the whole way without a broker.",
    discussion: """
      Reads frames as proto3-JSON lines, in the order of the files, and writes into the folder: poses.jsonl (every \
      localized frame with covariance and status), evidence.jsonl (what went to the tile log), changes.jsonl (every change event), changes.geojson (the last word on \
      each change), alerts.jsonl, dead-letters.jsonl, map.sqlite (the map with the new tile versions) and state/ (ledgers).
      """,
    examples: [
      .init("resurvey replay frames.jsonl --store map.sqlite --out out", "one file"),
      .init(
        "resurvey replay frames.jsonl --store map.sqlite --out out --sensor-model sensors.json",
        "weighed by what `resurvey train sensor-model` learned"),
      .init("resurvey replay drives/*.jsonl --store map.sqlite --out out --json", "many, with a summary as JSON"),
    ])

  @Argument(help: ArgumentHelp("Files of frames, one proto3-JSON object a line.", valueName: "file"))
  var files: [String]

  @Option(help: ArgumentHelp("The map.", valueName: "map.sqlite"))
  var store: String

  @Option(help: ArgumentHelp("Folder to write to; it must not hold an earlier run.", valueName: "dir"))
  var out: String

  @Option(help: "Partitions of the logs in memory.")
  var partitions: Int32 = 4

  @Option(help: ArgumentHelp("What the sensors are taken to see; overrides match.model.", valueName: "name"))
  var model: String?

  @Option(help: ArgumentHelp("Begins the log with the activation of a learned sensor model.", valueName: "file.json"))
  var sensorModel: String?

  @Flag(help: "The summary as JSON.")
  var json = false

  @OptionGroup var settings: ConfigurationOptions

  func validate() throws(ValidationError) {
    guard (1...256).contains(partitions) else { throw ValidationError("--partitions is \(partitions); give 1 to 256") }
  }

  func run() async throws {
    let configuration = try settings.load(model.map { ["match.model=\($0)"] } ?? [])
    let folder = URL(fileURLWithPath: out, isDirectory: true)
    let state = folder.appendingPathComponent("state", isDirectory: true)
    guard !FileManager.default.fileExists(atPath: state.path) else {
      throw CommandError(.cannotCreate, "\(out): holds an earlier run (state/); name a new folder or remove it")
    }
    let tiles = try MapStoreFile.tiles(store)
    var options = Replay.Options()
    options.partitions = partitions
    options.policy = try configuration.decisionPolicy()
    options.matching = try configuration.driveMatching()
    options.application = configuration.kafka.applicationId
    if let sensorModel {
      let file = try SensorModelInput.file(sensorModel)
      options.activation = ModelActivation(try file.learned(), named: file.model)
    }
    let replay = try Replay(map: tiles, folder: state, options: options)
    let result = try TileStore(path: folder.appendingPathComponent("map.sqlite").path)
    try result.put(tiles)
    var files = try ReplayFiles(folder)
    var progress = ProgressLine()
    var summary = ReplaySummary()
    let start = ContinuousClock.now
    for path in self.files {
      try MessageFile.forEachFrame(path) { entry in
        switch entry {
        case .success(let entry):
          try replay.feed(
            entry.bytes, vehicle: entry.frame.vehicle.text, timestamp_ms: entry.frame.captureTime_ns / 1_000_000)
          summary.frames += 1
        case .failure(let fault):
          summary.badLines += 1
          Console.complain("\(path): \(fault)")
        }
        if summary.frames % 256 == 0 {
          try files.write(replay.takeOutput(), maps: result, into: &summary)
          progress.show("\(summary.frames) frames, \(summary.changes) changes, \(summary.versions) tile versions")
        }
      }
    }
    try replay.finish()
    try files.write(replay.takeOutput(), maps: result, into: &summary)
    try files.finish()
    summary.close(replay, wall: ContinuousClock.now - start)
    progress.finish("\(summary.frames) frames, \(summary.changes) changes, \(summary.versions) tile versions")
    if json {
      try Console.printJSON(summary)
    } else {
      print(ChangeTable.text(files.changes, lives: ChangeLives(files.changes)))
      print(summary.text)
    }
    if summary.frames == 0 {
      throw CommandError(.dataError, "no frame was read: `resurvey validate` tells what is wrong with each line")
    }
  }
}

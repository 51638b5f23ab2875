import Foundation
import Learning
import MapModel
import Runtime
import Settings
import Simulation

/// `resurvey demo`: the whole way once, on the embedded broker.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Runs the whole way on the embedded broker: a city, a fleet, changes, new tile versions, a picture.",
    discussion: """
      A seeded city is the map; the world differs from it by changes that nobody tells the processor. A simulated fleet \
      drives, its frames go through Kafka's protocol to MATCH, evidence to TILE, changes and tile versions out. At the end \
      the changes found are held against the true ones. Nothing outside the folder is written.
      """,
    examples: [
      .init("resurvey demo", "a table at the end, and a picture in out/demo/changes.svg"),
      .init("resurvey demo --seed 7 --json", "another city and other changes, the scorecard as JSON"),
    ])

  @Option(help: "Seed of city, changes and drives.")
  var seed: UInt64 = 1

  @Option(help: "Blocks along each side of the city.")
  var blocks: Int = 4

  @Option(help: "Drives of the whole fleet.")
  var drives: Int?

  @Option(help: ArgumentHelp("Folder to write to; an earlier demo in it is replaced.", valueName: "dir"))
  var out: String = "out/demo"

  @Flag(help: "The scorecard as JSON.")
  var json = false

  @OptionGroup var settings: ConfigurationOptions

  func run() async throws {
    let folder = URL(fileURLWithPath: out, isDirectory: true)
    try clear(folder)
    var city = CityParameters()
    city.seed = seed
    city.blocks = blocks
    var plan = SimulationPlan()
    plan.seed = seed
    if let drives { plan.drives = drives }
    let configuration = try settings.load()
    configuration.simulation.apply(to: &plan)
    let tiles = try City(city).tiles()
    let simulator = try Simulator(tiles: tiles, plan: plan)
    let elements = tiles.reduce(0) { $0 + $1.elements.count }
    Console.complain(
      "a city of \(tiles.count) tiles with \(elements) pieces, \(simulator.truth.count) changes, "
        + "\(simulator.drives.count) drives of \(simulator.vehicles.count) vehicles")
    let stop = StopSignal()
    let interruption = Interruption(raising: stop)
    var progress = ProgressLine()
    let result = try DemoRun(
      simulator: simulator, tiles: tiles, folder: folder, configuration: configuration, stop: stop
    ).run { progress.show($0) }
    withExtendedLifetime(interruption) {}
    progress.finish(
      "\(result.framesSent) frames in \(Int(result.wall_s)) s, \(result.counts.versions) new tile versions")
    let score = ChangeScorecard(events: result.changes, truth: simulator.truth)
    let picture = folder.appendingPathComponent("changes.svg")
    let drawn = ChangePicture(
      tiles: tiles, drives: simulator.truePaths, events: result.changes, truth: simulator.truth,
      title: "Resurvey demo, seed \(seed)")
    try Data(drawn.svg.utf8).write(to: picture)
    try Data(TruthFile.jsonLines(simulator.truth).utf8).write(to: folder.appendingPathComponent("truth.jsonl"))
    try ChangeGeoJSON.data(result.changes).write(to: folder.appendingPathComponent("changes.geojson"))
    if json {
      try Console.printJSON(score)
    } else {
      print(score.table)
      print("picture: \(picture.path)")
    }
  }

  /// Makes the folder, without what an earlier demo left in it.
  private func clear(_ folder: URL) throws {
    let files = FileManager.default
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    for name in ["state", "map.sqlite", "map.sqlite-wal", "map.sqlite-shm"] {
      let old = folder.appendingPathComponent(name)
      if files.fileExists(atPath: old.path) { try files.removeItem(at: old) }
    }
  }
}

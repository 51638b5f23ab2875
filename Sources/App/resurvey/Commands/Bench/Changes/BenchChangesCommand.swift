import Evidence
import Foundation
import Learning
import MapModel
import Observations
import Runtime
import Settings
import Simulation

/// `resurvey bench changes`: changes told from recorded drives on maps made wrong.
struct BenchChangesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "changes",
    abstract: "Measures what recorded drives tell of lines made wrong on the map.",
    discussion: """
      Recorded drives have no changes of known truth, so the map is made wrong instead: one line at a time is deleted, shifted, or \
      invented beside another. The evidence stays real. All drives go the whole way on each map, in several orders: what a \
      sequential test decides depends on who comes first. Each drive counts as a vehicle and a day of its own.

      A deleted line should be told as added, an invented one as removed, a shifted one as moved. A station is 10 m of the line; those \
      count at which three drives report a place within 3 m of it. The error is the distance of the true line from what is told, \
      at the middles of the stations that are covered. Drives until found are those that pass the line, the one that decides \
      included. What is told elsewhere is held against what the same order tells on the map as it is.
      """,
    examples: [
      .init(
        "resurvey bench changes drives.jsonl --store map.sqlite --dividers divider-0,divider-1",
        "five edits of each, in ten orders"),
      .init("resurvey bench changes drives.jsonl --store map.sqlite --shift divider-0=-1 --json", "one edit, as JSON"),
      .init(
        "resurvey bench changes drives.jsonl --store map.sqlite --delete divider-28 --out out",
        "with a picture of each edit and what the first order told, out/divider-28-deleted.svg"),
    ])

  @Argument(help: ArgumentHelp("Files of frames, one proto3-JSON object a line.", valueName: "file"))
  var files: [String]

  @Option(help: ArgumentHelp("The true map.", valueName: "map.sqlite"))
  var store: String

  @OptionGroup var lines: LineEditOptions

  @Option(help: "Orders of the drives: the first as recorded, the others shuffled.")
  var orders = 10

  @Option(help: "Seed of the orders.")
  var seed: UInt64 = 1

  @Option(help: "Partitions of the logs in memory.")
  var partitions: Int32 = 4

  @Option(help: ArgumentHelp("Sensor model, instead of the configured match.model.", valueName: "name"))
  var model: String?

  @Option(help: ArgumentHelp("Folder to draw edits and the first order's changes into.", valueName: "dir"))
  var out: String?

  @Flag(help: "The report as JSON.")
  var json = false

  @OptionGroup var settings: ConfigurationOptions

  func validate() throws(ValidationError) {
    guard (1...1000).contains(orders) else { throw ValidationError("--orders is \(orders); give 1 to 1000") }
    guard (1...256).contains(partitions) else { throw ValidationError("--partitions is \(partitions); give 1 to 256") }
  }

  func run() async throws {
    let configuration = try settings.load(model.map { ["match.model=\($0)"] } ?? [])
    var options = Replay.Options()
    options.partitions = partitions
    options.policy = try configuration.decisionPolicy()
    options.matching = try configuration.driveMatching()
    options.application = configuration.kafka.applicationId
    for path in files { try InputFile.check(path, fix: "name a file of frames as proto3-JSON lines") }
    let tiles = try MapStoreFile.tiles(store)
    let stale = try lines.edits.map { edit throws(CommandError) in
      do { return try StaleMap(edit, of: tiles) } catch { throw CommandError(.dataError, "\(store): \(error)") }
    }
    var progress = ProgressLine()
    let drives = try RecordedDriveFiles.read(files, &progress)
    let bench = ChangeBench(
      replay: ChangeReplay(options: options), tiles: tiles, stale: stale, drives: drives,
      orders: (0..<orders).map { DriveOrder($0, of: drives.count, seed: seed) })
    let (report, first) = try await bench.measure(seed: seed, &progress)
    progress.finish("\(report.frames) frames of \(report.drives) drives, \(orders) orders on \(stale.count + 1) maps")
    if let out { try draw(first, stale, drives, into: out) }
    if json {
      try Console.printJSON(report)
    } else {
      print(ChangeBenchText(report).text)
    }
  }

  private func draw(
    _ events: [[ChangeEvent]], _ stale: [StaleMap], _ drives: [RecordedDrive], into folder: String
  ) throws {
    do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
      throw CommandError(.cannotCreate, "\(folder): cannot be made: \(error.localizedDescription)")
    }
    let ways = drives.map { $0.frames.compactMap(\.gnss?.place) }
    for (stale, events) in zip(stale, events) {
      var truth = stale.truth
      truth.passes = StationPasses(stale.passed, in: stale.frame, drives: drives).passes
      // Each drive is a vehicle and a day.
      (truth.vehicles, truth.days) = (truth.passes, truth.passes)
      let picture = ChangePicture(
        tiles: stale.tiles, drives: ways, events: events, truth: [truth], title: stale.edit.name)
      let file = try OutputFile("\(folder)/\(stale.edit.name.replacing("/", with: "-")).svg")
      try file.write(picture.svg.utf8)
      try file.finish()
    }
  }
}

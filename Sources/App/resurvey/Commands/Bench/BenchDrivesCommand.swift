import Contracts
import Evidence
import Foundation
import Learning
import Localization
import MapModel
import Observations
import Settings

/// `resurvey bench drives`: localization on recorded drives, without truth.
struct BenchDrivesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drives",
    abstract: "Measures localization on recorded drives that have no truth.",
    discussion: """
      Each drive is told of its cameras what the drives say that were over before it began, as the stream processor does it. \
      Localizes every drive causally, several times over: with a third of its lines hidden, with each half of its lines, with the \
      reported poses moved to the side, with dividers deleted from the map. Only frames on the map count: those with a \
      line whose vertex nearest to 8 m ahead lies, with the reported pose, within 4 m of a mapped lane boundary. How many of \
      them have converged stands beside every figure: who abstains everywhere makes no mistake.

      Nothing here proves a lane: where lines run side by side at equal spacing, the lane beside fits as well. So all is \
      measured with the reported poses one lane to the left and to the right, too, and distances to the map also with the \
      localized pose moved by a lane and not fitted again.

      hidden   lines whose md5("drive/sequence/line") has a first byte divisible by 3 are kept from the localizer; the drive is \
      what follows the last - of its id
      halves   the lines of each frame in two random halves, localized apart
      shifted  all reported poses of a drive moved by 0.9 and 1.8 m to either side
      deleted  each of the named dividers taken from the map
      fit      all detected points against the map
      """,
    examples: [
      .init(
        "resurvey bench drives drives.jsonl --store map.sqlite --model crowd-camera-1",
        "the table, for a fleet of single cameras"),
      .init("resurvey bench drives drives.jsonl --store map.sqlite --parts hidden,halves --json", "two parts, as JSON"),
      .init("resurvey bench drives drives.jsonl --store map.sqlite --out out", "with a picture, out/drives.svg"),
    ])

  @Argument(help: ArgumentHelp("Files of frames, one proto3-JSON object a line.", valueName: "file"))
  var files: [String]

  @Option(help: ArgumentHelp("The map.", valueName: "map.sqlite"))
  var store: String

  @Option(help: ArgumentHelp("Sensor model, instead of the configured match.model.", valueName: "name"))
  var model: String?

  @Option(help: ArgumentHelp("Parts to measure, of hidden, halves, shifted, deleted, fit.", valueName: "part,…"))
  var parts = "hidden,halves,shifted,deleted,fit"

  @Option(help: ArgumentHelp("Dividers to delete, one at a time.", valueName: "name,…"))
  var dividers = "divider-0,divider-1,divider-28,divider-29"

  @Option(help: ArgumentHelp("Distance to the lane beside, m.", valueName: "metres"))
  var laneWidth = 3.6

  @Option(
    help: ArgumentHelp(
      "Folder to draw the drives into, before and after, over the map: drives.svg.", valueName: "dir"))
  var out: String?

  @Option(help: "Seed of the halves.")
  var seed: UInt64 = 1

  @Flag(help: "The report as JSON.")
  var json = false

  @OptionGroup var settings: ConfigurationOptions

  func validate() throws(ValidationError) {
    guard laneWidth > 0, laneWidth <= 20 else {
      throw ValidationError("--lane-width is \(laneWidth); give more than 0 and at most 20 metres")
    }
    for part in Self.list(parts) where DriveBenchOptions.Part(rawValue: part) == nil {
      let known = DriveBenchOptions.Part.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--parts names '\(part)'; there are \(known)")
    }
  }

  func run() async throws {
    let configuration = try settings.load(model.map { ["match.model=\($0)"] } ?? [])
    let matching = try configuration.driveMatching()
    for path in files { try InputFile.check(path, fix: "name a file of frames as proto3-JSON lines") }
    var options = DriveBenchOptions()
    options.parts = Set(Self.list(parts).compactMap { DriveBenchOptions.Part(rawValue: $0) })
    options.model = matching.model
    options.localization = matching.localization
    options.laneWidth_m = laneWidth
    options.seed = seed
    options.dividers = Self.list(dividers)
    let tiles = try MapStoreFile.tiles(store)
    let bench: DriveBench
    do { bench = try DriveBench(tiles: tiles, options: options) } catch {
      throw CommandError(
        .dataError, "\(store): \(error); name mapped lines with --dividers, or leave out the part deleted")
    }
    var progress = ProgressLine()
    let drives = try RecordedDriveFiles.read(files, &progress)
    progress.show("learning the cameras of \(drives.count) drives, one after another")
    let cameras = bench.priors(of: drives)
    let report = DriveBenchReport(await measure(drives, cameras, bench, &progress), options: options)
    if let out { try draw(drives, cameras, bench, into: out) }
    progress.finish("\(report.frames) frames of \(drives.count) drives, \(report.onMapFrames) on the map")
    if json {
      try Console.printJSON(report)
    } else {
      print(DriveBenchText(report).text)
    }
  }

  private func draw(
    _ drives: [RecordedDrive], _ cameras: [CameraPrior], _ bench: DriveBench, into folder: String
  ) throws {
    let picture = DrivePicture(
      map: bench.dividers,
      drives: zip(drives, cameras).map {
        DrivePicture.Drive($0, poses: bench.poses(of: $0, camera: $1), map: bench.dividers)
      })
    do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
      throw CommandError(.cannotCreate, "\(folder): cannot be made: \(error.localizedDescription)")
    }
    let file = try OutputFile(folder + "/drives.svg")
    try file.write(picture.svg.utf8)
    try file.finish()
  }

  /// Drives are independent: they are measured side by side and added up in order.
  private func measure(
    _ drives: [RecordedDrive], _ cameras: [CameraPrior], _ bench: DriveBench, _ progress: inout ProgressLine
  ) async -> [(ReportedLane, DriveTally)] {
    let lanes = ReportedLane.allCases
    let total = drives.count * lanes.count
    var tallies = [DriveTally?](repeating: nil, count: total)
    await withTaskGroup(of: (Int, DriveTally).self) { group in
      for (place, drive) in drives.enumerated() {
        for (column, lane) in lanes.enumerated() {
          group.addTask {
            (column * drives.count + place, bench.tally(of: drive, reported: lane, camera: cameras[place]))
          }
        }
      }
      var done = 0
      for await (place, tally) in group {
        tallies[place] = tally
        done += 1
        progress.show("\(done) of \(total) drives measured")
      }
    }
    return lanes.enumerated().map { column, lane in
      var sum = DriveTally(bench.options)
      for place in drives.indices { if let tally = tallies[column * drives.count + place] { sum.merge(tally) } }
      return (lane, sum)
    }
  }

  private static func list(_ text: String) -> [String] {
    text.split(separator: ",").map { String($0.filter { $0 != " " }) }
  }
}

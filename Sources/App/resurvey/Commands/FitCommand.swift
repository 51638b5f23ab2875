import Contracts
import Learning
import Localization
import Settings
import Storage

/// `resurvey fit`: how well detected lines lie on the map, by pose.
struct FitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit",
    abstract: "Measures how far detected lane lines lie from mapped ones, with the reported and the localized pose.",
    discussion: """
      Localizes every frame and tells the median distance of detected points to the nearest mapped lane boundary and the \
      share within 0.25 m, side by side: with the reported pose, with the localized one, and with that one forced one lane \
      to the left and to the right. Only frames on the map count: those with a line that, 8 m ahead of the reported pose, \
      is within 4 m of a mapped one. Points of localized poses have the camera's lateral scale taken out. A forced \
      pose is moved by --lane-width as it is and not fitted again: fitted in that lane it can lie closer.

      A low distance alone proves no lane: where lines run side by side at equal spacing, the lane beside fits as well.
      """,
    examples: [
      .init("resurvey fit drives/*.jsonl --store map.sqlite", "the table"),
      .init(
        "resurvey fit drives/*.jsonl --store map.sqlite --model crowd-camera-1 --json",
        "for a fleet of single cameras, as JSON"),
    ])

  @Argument(help: ArgumentHelp("Files of frames, one proto3-JSON object a line.", valueName: "file"))
  var files: [String]

  @Option(help: ArgumentHelp("The map.", valueName: "map.sqlite"))
  var store: String

  @Option(help: ArgumentHelp("Sensor model, instead of the configured match.model.", valueName: "name"))
  var model: String?

  @Option(help: ArgumentHelp("How far a forced pose is moved, m.", valueName: "metres"))
  var laneWidth = 3.6

  @Flag(help: "The report as JSON.")
  var json = false

  @OptionGroup var settings: ConfigurationOptions

  func validate() throws(ValidationError) {
    guard laneWidth > 0, laneWidth <= 20 else {
      throw ValidationError("--lane-width is \(laneWidth); give more than 0 and at most 20 metres")
    }
  }

  func run() async throws {
    let configuration = try settings.load(model.map { ["match.model=\($0)"] } ?? [])
    let matching = try configuration.driveMatching()
    try InputFile.check(store, fix: "make it with `resurvey map import`")
    for path in files { try InputFile.check(path, fix: "name a file of frames as proto3-JSON lines") }
    let map = MapView(tiles: try TileStore(path: store, access: .readOnly).currentTiles())
    var poses = DrivePoses(map: map, configuration: matching)
    var fit = LineFit(map: map, laneWidth_m: laneWidth)
    var progress = ProgressLine()
    var badLines = 0
    for path in files {
      try FrameFile.forEach(path) { entry in
        switch entry {
        case .success(let entry):
          fit.add(entry.frame, pose: poses.pose(of: entry.frame))
        case .failure(let fault):
          badLines += 1
          progress.clear()
          Console.complain("\(path): \(fault)")
        }
        progress.show("\(fit.counts.frames) frames of \(poses.count) drives, \(fit.counts.onMap) on the map")
      }
    }
    progress.finish(
      "\(fit.counts.frames) frames of \(poses.count) drives, \(fit.counts.onMap) on the map, \(badLines) bad lines")
    if json {
      try Console.printJSON(fit.report)
    } else {
      print(fit.report.table)
    }
  }
}

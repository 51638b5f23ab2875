import Evidence
import Learning
import MapModel
import Settings
import Simulation

/// `resurvey bench localization`: localization on simulated drives, against the truth.
struct BenchLocalizationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "localization",
    abstract: "Measures localization on simulated drives, against the truth.",
    discussion: """
      Drives a simulated fleet over a map and holds every localized frame against where the vehicle truly was. All errors are \
      of frames that call themselves converged; the share of frames that do stands beside them.

      unchanged    the world as the map says, with the default noise
      changed      a share of the elements gone, elsewhere or new
      no_odometry  frames without odometry
      poor_gnss    satellite positions off by 10 m instead of 2.5 m
      outage       a minute without fixes in every three
      tunnel       a minute without fixes and without detections in every three
      shifted_map  a map that lies 5 m beside the world
      other_place  the map of another place
      off_map      a map with holes of 200 m

      Longitudinal errors count where two landmarks that are not parallel were seen in the last 50 m: one of them no line, or \
      two lines at 30° or more. A slip is a converged frame more than 1.5 m off across the road; it lasts until a converged \
      frame is right again. ANEES is of samples a correlation time apart, measured from the errors themselves.

      The noise, with where each figure comes from, stands in the section simulation of the configuration.
      """,
    examples: [
      .init("resurvey bench localization --city", "all scenarios on the procedural city"),
      .init(
        "resurvey bench localization --map map.sqlite --kilometres 200 --scenarios unchanged,changed --json",
        "two of them on a stored map, as JSON"),
      .init(
        "resurvey bench localization --city --sensors camera --set simulation.camera_pitch_deg=0",
        "vehicles with one camera that looks straight"),
    ])

  private static let standard = LocalizationBenchOptions()

  @OptionGroup var source: SimulatedMapOptions

  @Option(help: "Seed of drives, noise and changes.")
  var seed = Self.standard.seed

  @Option(help: ArgumentHelp("Distance driven in each scenario.", valueName: "km"))
  var kilometres = Self.standard.kilometres

  @Option(help: ArgumentHelp("Share of the elements changed in the scenario changed, 0 to 1.", valueName: "share"))
  var changed = Self.standard.changedShare

  @Option(name: .customLong("rate"), help: ArgumentHelp("Frames a second.", valueName: "hertz"))
  var rate_Hz = Self.standard.frameRate_Hz

  @Option(help: "What the vehicles carry: all (two cameras, lidar, radar) or camera (the camera for paint alone).")
  var sensors = BenchedSensors.all

  @Option(help: ArgumentHelp("Scenarios to drive.", valueName: "name,…"))
  var scenarios = LocalizationScenario.allCases.map(\.rawValue).joined(separator: ",")

  @Flag(help: "The report as JSON.")
  var json = false

  @OptionGroup var settings: ConfigurationOptions

  func validate() throws(ValidationError) {
    guard kilometres > 0, kilometres <= 100_000 else {
      throw ValidationError("--kilometres is \(kilometres); give more than 0 and at most 100000")
    }
    guard (0...1).contains(changed) else { throw ValidationError("--changed is \(changed); give 0 to 1") }
    for name in Self.list(scenarios) where LocalizationScenario(rawValue: name) == nil {
      let known = LocalizationScenario.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--scenarios names '\(name)'; there are \(known)")
    }
  }

  func run() async throws {
    let configuration = try settings.load()
    let matching = try configuration.driveMatching()
    var options = Self.standard
    options.seed = seed
    options.kilometres = kilometres
    options.changedShare = changed
    options.frameRate_Hz = rate_Hz
    options.noise = configuration.simulation.noise
    options.suite = configuration.simulation.suite(sensors.suite)
    options.localization = matching.localization
    options.model = matching.model
    options.scenarios = Self.list(scenarios).compactMap { LocalizationScenario(rawValue: $0) }
    let world = World(tiles: try source.tiles())
    var progress = ProgressLine()
    var tallies: [LocalizationTally] = []
    for scenario in options.scenarios {
      let run: ScenarioRun
      do { run = try ScenarioRun(scenario, world: world, options: options) } catch {
        throw CommandError(.dataError, "\(source.name): \(error)")
      }
      tallies.append(await measure(run, &progress))
    }
    progress.finish("\(kilometres * Double(tallies.count)) km in \(tallies.count) scenarios")
    let report = LocalizationReport(tallies, map: source.name, options: options)
    if json {
      try Console.printJSON(report)
    } else {
      print(LocalizationText(report).text)
    }
  }

  /// Drives are independent: they are measured side by side and added up in order.
  private func measure(_ run: ScenarioRun, _ progress: inout ProgressLine) async -> LocalizationTally {
    var tallies = [LocalizationTally?](repeating: nil, count: run.drives)
    await withTaskGroup(of: (Int, LocalizationTally).self) { group in
      for drive in 0..<run.drives { group.addTask { (drive, run.tally(ofDrive: drive)) } }
      var done = 0
      for await (drive, tally) in group {
        tallies[drive] = tally
        done += 1
        progress.show("\(run.scenario.rawValue): \(done) of \(run.drives) drives")
      }
    }
    return run.sum(tallies.compactMap { $0 })
  }

  private static func list(_ text: String) -> [String] {
    text.split(separator: ",").map { String($0.filter { $0 != " " }) }
  }
}

/// What vehicles of a measurement carry.
enum BenchedSensors: String, ExpressibleByArgument, CaseIterable {
  case all
  case camera

  /// The sensors.
  var suite: SensorSuite {
    switch self {
    case .all: .standard
    case .camera: .paintCamera
    }
  }
}

import Contracts
import Evidence
import Foundation
import MapModel
import Observations
import Settings
import Simulation

/// `resurvey simulate`: a fleet over a map whose world has changed.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Drives a simulated fleet over a map whose world has changed, to a file or to Kafka.",
    discussion: """
      The map stays as it is; the world it is driven in differs by the changes asked for, and --truth writes what they are \
      and how often each was driven past. Frames come in the order in which they arrive: delayed, now and then late or twice. \
      The same map and options give the same bytes. What is wrong with what the vehicles report stands in the section simulation \
      of the configuration, with where each figure comes from.
      """,
    examples: [
      .init("resurvey simulate --city --out frames.jsonl --truth truth.jsonl", "the procedural city"),
      .init("resurvey simulate --map map.sqlite --seed 7 --drives 100 --out frames.jsonl", "a stored map"),
      .init("resurvey simulate --map map.sqlite --no-edits --out frames.jsonl", "a world as the map says"),
      .init(
        "resurvey simulate --map old.sqlite --world new.sqlite --out frames.jsonl",
        "a world as another map says, driven with an old one"),
      .init("resurvey simulate --city --out frames.jsonl --set simulation.gnss_sigma_m=10", "poor satellite positions"),
      .init("resurvey simulate --map map.sqlite --to-kafka --brokers localhost:9092", "to fleet.observations"),
    ])

  @OptionGroup var source: SimulatedMapOptions

  @Option(
    help: ArgumentHelp(
      "The world is as this map says, and the changes are what differs; the counts of changes are not used.",
      valueName: "map.sqlite"))
  var world: String?

  @OptionGroup var fleet: FleetOptions

  @Option(
    help: ArgumentHelp(
      "File to write frames to, one proto3-JSON object a line; - for standard output.", valueName: "frames.jsonl"))
  var out: String?

  @Flag(help: "Sends the frames to fleet.observations instead.")
  var toKafka = false

  @Option(help: ArgumentHelp("File to write the true changes to, one JSON object a line.", valueName: "truth.jsonl"))
  var truth: String?

  @OptionGroup var pace: PaceOptions

  @Flag(help: "The summary as JSON, on standard output.")
  var json = false

  @OptionGroup var settings: ConfigurationOptions

  private struct Report: Encodable {
    let sent: SendingSummary
    let vehicles: Int
    let drives: Int
    let changes: [String: Int]
    let truth: String?
  }

  func validate() throws(ValidationError) {
    guard toKafka != (out != nil) else { throw ValidationError("say where frames go: --out FILE or --to-kafka") }
    guard out != "-" || !json else { throw ValidationError("--json and --out - both write to standard output") }
  }

  func run() async throws {
    let configuration = try settings.load()
    var plan = fleet.plan
    configuration.simulation.apply(to: &plan)
    let simulator: Simulator
    let tiles = try source.tiles()
    do {
      if let world {
        simulator = try Simulator(world: EditedWorld(map: tiles, world: try MapStoreFile.tiles(world)), plan: plan)
      } else {
        simulator = try Simulator(tiles: tiles, plan: plan)
      }
    } catch let error as SimulationError {
      if case .parameter = error { throw CommandError(.usage, "\(error)") }
      throw CommandError(.dataError, "\(source.name): \(error)")
    }
    let sent = try toKafka ? send(simulator, configuration) : write(simulator, to: out ?? "-")
    if let truth {
      let file = try OutputFile(truth)
      try file.write(Array(try TruthFile.jsonLines(simulator.truth).utf8))
      try file.finish()
    }
    try report(sent, simulator)
  }

  private func write(_ simulator: Simulator, to path: String) throws -> SendingSummary {
    let file = try OutputFile(path)
    var progress = ProgressLine()
    let start = ContinuousClock.now
    let total = simulator.frameCount
    var frames = 0
    for arriving in simulator {
      do { try file.write(FrameJSONLines.line(of: arriving.frame)) } catch let error as Rejection {
        throw CommandError(.software, "frame \(frames + 1) does not keep the contract: \(error)")
      }
      frames += 1
      progress.show("\(frames) of \(total) frames")
    }
    try file.finish()
    progress.clear()
    return SendingSummary(to: path, frames: frames, size_bytes: file.size_bytes, since: start)
  }

  private func send(_ simulator: Simulator, _ configuration: ResurveyConfiguration) throws -> SendingSummary {
    let sending = try FrameSending(configuration, limit_bytes: pace.paceBytes)
    var progress = ProgressLine()
    let start = ContinuousClock.now
    let total = simulator.frameCount
    var frames = 0
    for arriving in simulator {
      let bytes = FrameCodec.encode(arriving.frame)
      try sending.send(vehicle: arriving.frame.vehicle.text, frame: bytes) { progress.show($0) }
      frames += 1
      progress.show("\(frames) of \(total) frames, \(SendingSummary.mebibytes(sending.size_bytes))")
    }
    try sending.finish()
    progress.clear()
    return SendingSummary(
      to: sending.topic, frames: sending.delivered, size_bytes: sending.size_bytes, since: start)
  }

  private func report(_ sent: SendingSummary, _ simulator: Simulator) throws {
    var changes: [String: Int] = [:]
    for change in simulator.truth { changes[change.kind.name, default: 0] += 1 }
    if json {
      try Console.printJSON(
        Report(
          sent: sent, vehicles: simulator.vehicles.count, drives: simulator.drives.count, changes: changes,
          truth: truth))
      return
    }
    let list = changes.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    let lines = [
      sent.text,
      "\(simulator.drives.count) drives of \(simulator.vehicles.count) vehicles over \(source.name)",
      "changes in the world: \(list.isEmpty ? "none" : list)" + (truth.map { ", written to \($0)" } ?? ""),
    ]
    // Standard output may be where the frames went.
    for line in lines {
      if out == "-" { Console.complain(line) } else { print(line) }
    }
  }
}

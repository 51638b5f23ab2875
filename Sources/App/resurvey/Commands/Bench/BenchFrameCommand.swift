import CAllocationCount
import Contracts
import Evidence
import Localization
import MapModel
import Settings
import Simulation

/// `resurvey bench frame`: what a frame costs on its way through MATCH, stage by stage.
struct BenchFrameCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "frame",
    abstract: "Measures what a frame costs on its way through MATCH, stage by stage.",
    discussion: """
      Simulates a fleet over a map whose world has changed, and takes the frames' bytes through the stream processor's own \
      functions on one thread:

      decode      bytes to a frame, every number checked
      localize    the pose against the map
      match       detections against elements, and what was expected and not seen
      accumulate  votes and candidates, and the record of evidence at the end of a traversal

      Tells CPU time and blocks asked of the heap a frame, over all frames; those that are lost, or whose lane is as likely another \
      one, are not matched. Between frames the other stages clear the caches: decoding is measured a second time in a loop of its \
      own, and beside it the general decoder, which reads what the fast one does not take. The first time over all frames warms up \
      and does not count.
      """,
    examples: [
      .init("resurvey bench frame", "the procedural city"),
      .init("resurvey bench frame --map map.sqlite --seed 7 --frames 10000 --json", "a stored map, as JSON"),
      .init("resurvey bench frame --city --blocks 2 --frames 500 --rounds 1", "a small one"),
    ])

  @Option(
    help: ArgumentHelp("The tile store to drive on instead of the city; it needs lanes.", valueName: "map.sqlite"))
  var map: String?

  @Flag(help: "Drives on the procedural city; so it does without --map.")
  var city = false

  @Option(help: "Blocks of the city along each side, 1 to 64.")
  var blocks = 4

  @Option(help: "Seed of drives, noise and changes.")
  var seed: UInt64 = 1

  @Option(help: "Frames, 1 to 1000000.")
  var frames = 5000

  @Option(help: ArgumentHelp("Times over all frames that count, 1 to 1000.", valueName: "count"))
  var rounds = 3

  @Flag(help: "The report as JSON.")
  var json = false

  @OptionGroup var settings: ConfigurationOptions

  func validate() throws(ValidationError) {
    guard !city || map == nil else { throw ValidationError("say what to drive on: --map FILE or --city, not both") }
    guard (1...64).contains(blocks) else { throw ValidationError("--blocks is \(blocks); give 1 to 64") }
    guard (1...1_000_000).contains(frames) else { throw ValidationError("--frames is \(frames); give 1 to 1000000") }
    guard (1...1000).contains(rounds) else { throw ValidationError("--rounds is \(rounds); give 1 to 1000") }
  }

  private var name: String { map ?? "the city, \(blocks) × \(blocks) blocks" }

  func run() async throws {
    let configuration = try settings.load()
    let matching = try configuration.driveMatching()
    var progress = ProgressLine()
    let tiles = try map.map { try MapStoreFile.tiles($0) } ?? City(CityParameters(seed: 1, blocks: blocks)).tiles()
    let input: FrameDrives
    do {
      input = try FrameDrives(tiles: tiles, seed: seed, frames: frames, noise: configuration.simulation) {
        progress.show("\($0) of \(frames) frames simulated")
      }
    } catch let error as SimulationError {
      throw CommandError(.dataError, "\(name): \(error)")
    }
    guard input.frames > 0 else { throw CommandError(.dataError, "\(name): no drive has a frame") }
    let report = try measure(input, map: MapView(tiles: tiles), matching, &progress)
    progress.clear()
    if json { try Console.printJSON(report) } else { print(report.text) }
  }

  private func measure(
    _ input: FrameDrives, map: MapView, _ matching: DriveMatcherConfiguration, _ progress: inout ProgressLine
  ) throws -> FrameBenchReport {
    var decoder = FrameDecoder()
    var regions = RegionCache()
    var tally = FrameStageTally()
    var (converged, records, general) = (0, 0, 0)
    for round in 0...rounds {
      if round == 1 {
        tally = FrameStageTally()
        (converged, records, general) = (0, 0, decoder.generalCount)
      }
      for (number, drive) in input.drives.enumerated() {
        var way = FrameWay(map: map, configuration: matching)
        for first in stride(from: 0, to: drive.count, by: FrameWay.batchSize) {
          let last = min(first + FrameWay.batchSize, drive.count)
          try way.take(drive[first..<last], decoder: &decoder, regions: &regions, &tally)
        }
        way.finish(&tally)
        converged += way.converged
        records += way.records
        progress.show("round \(round) of \(rounds), drive \(number + 1) of \(input.drives.count)")
      }
    }
    let counted = Double(input.frames * rounds)
    let generalShare = Double(decoder.generalCount - general) / counted
    let decodeAlone = try decodeAlone(input) { for bytes in $0 { decoder.reuse(try decoder.decode(bytes)) } }
    let generalAlone = try self.decodeAlone(input) { for bytes in $0 { _ = try FrameCodec.decode(bytes) } }
    return FrameBenchReport(
      map: name, seed: seed, drives: input.drives.count, frames: input.frames, rounds: rounds,
      bytesPerFrame: Double(input.bytes) / Double(input.frames),
      detectionsPerFrame: Double(input.detections) / Double(input.frames),
      convergedShare: Double(converged) / counted, recordsPerFrame: Double(records) / counted,
      stages: tally.stages(frames: counted), perFrame_ns: tally.perFrame_ns(frames: counted),
      framesPerSecond: 1e9 / tally.perFrame_ns(frames: counted),
      generalShare: generalShare, decodeAlone: decodeAlone, generalDecodeAlone: generalAlone)
  }

  /// A decoder alone over all frames, in batches as the stage has them.
  private func decodeAlone(
    _ input: FrameDrives, _ work: (ArraySlice<[UInt8]>) throws -> Void
  ) throws -> FrameBenchReport.Stage {
    var tally = FrameStageTally()
    for round in 0...rounds {
      if round == 1 { tally = FrameStageTally() }
      for drive in input.drives {
        for first in stride(from: 0, to: drive.count, by: FrameWay.batchSize) {
          let batch = drive[first..<min(first + FrameWay.batchSize, drive.count)]
          try tally.charge(.decode) { try work(batch) }
        }
      }
    }
    return tally.stages(frames: Double(input.frames * rounds))[FrameStage.decode.rawValue]
  }
}

extension FrameStageTally {
  /// CPU time a frame of all stages, ns.
  fileprivate func perFrame_ns(frames: Double) -> Double { time_s.reduce(0, +) * 1e9 / frames }

  /// Every stage, per frame.
  fileprivate func stages(frames: Double) -> [FrameBenchReport.Stage] {
    let all_s = max(time_s.reduce(0, +), .leastNormalMagnitude)
    return FrameStage.allCases.map { stage in
      FrameBenchReport.Stage(
        stage: "\(stage)", perFrame_ns: time_s[stage.rawValue] * 1e9 / frames, share: time_s[stage.rawValue] / all_s,
        allocations: allocation_count() < 0 ? nil : Double(allocations[stage.rawValue]) / frames)
    }
  }
}

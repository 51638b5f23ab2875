import Contracts
import Foundation
import Observations
import Settings

/// `resurvey produce`: frames from files to Kafka.
struct ProduceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "produce",
    abstract: "Sends frames from files to fleet.observations.",
    discussion: """
      Reads frames as proto3-JSON lines and sends them as protobuf, keyed by vehicle, in the order of the files. Every line \
      is held to the contract first: a bad one is named and passed over, or ends the work with --strict. Against the \
      embedded broker, which keeps at most 5 MiB a partition, it waits for MATCH to read on.
      """,
    examples: [
      .init("resurvey produce frames.jsonl", "to localhost:9092"),
      .init("resurvey produce drives/*.jsonl --brokers $(cat /tmp/broker)", "to the broker `resurvey broker` started"),
      .init("resurvey produce frames.jsonl --strict --json", "stops at the first bad line; a summary for programs"),
    ])

  private static let shownFaults = 20

  @Argument(help: ArgumentHelp("Files of frames, one proto3-JSON object a line.", valueName: "file"))
  var files: [String]

  @Flag(help: "Ends at the first bad line.")
  var strict = false

  @OptionGroup var pace: PaceOptions

  @Flag(help: "The summary as JSON.")
  var json = false

  @OptionGroup var settings: ConfigurationOptions

  func run() async throws {
    let configuration = try settings.load()
    for file in files { try InputFile.check(file, fix: "name a file of frames") }
    let sending = try FrameSending(configuration, limit_bytes: pace.paceBytes)
    var progress = ProgressLine()
    let start = ContinuousClock.now
    var frames = 0
    var faults = 0
    for file in files {
      try MessageFile.forEachFrame(file) { entry in
        switch entry {
        case .success(let entry):
          try sending.send(vehicle: entry.frame.vehicle.text, frame: entry.bytes) { progress.show($0) }
          frames += 1
          progress.show("\(frames) frames, \(SendingSummary.mebibytes(sending.size_bytes))")
        case .failure(let fault):
          faults += 1
          if strict { throw CommandError(.dataError, "\(file), \(fault)") }
          progress.clear()
          if faults <= Self.shownFaults { Console.complain("\(file), \(fault)") }
        }
      }
    }
    try sending.finish()
    progress.clear()
    if faults > Self.shownFaults {
      Console.complain("and \(faults - Self.shownFaults) more bad lines; `resurvey validate` lists them")
    }
    let summary = SendingSummary(
      to: sending.topic, frames: sending.delivered, size_bytes: sending.size_bytes, skipped: faults, since: start)
    if json { try Console.printJSON(summary) } else { print(summary.text) }
  }
}

/// How fast frames are sent.
struct PaceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Most bytes of a partition MATCH may be behind before sending waits, 0 for no limit; without it 3 MiB on the \
      embedded broker and no limit elsewhere.
      """, valueName: "bytes"))
  var paceBytes: Int?

  func validate() throws(ValidationError) {
    if let paceBytes, paceBytes < 0 { throw ValidationError("--pace-bytes is \(paceBytes); give 0 or more") }
  }
}

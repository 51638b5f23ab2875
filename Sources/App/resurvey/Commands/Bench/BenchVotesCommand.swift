import Contracts
import Evidence
import Foundation
import Learning
import Observations
import Settings
import Simulation
import Storage

/// `resurvey bench votes`: whether votes of frames are like the votes that scenarios are made of.
struct BenchVotesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "votes",
    abstract: "Holds the votes of a tile log against those that a scenario of `resurvey evaluate` is made of.",
    discussion: """
      `resurvey evaluate` begins with votes, not with frames, and is worth as much as its votes are like those of frames. This \
      tells both with the same statistics: how often things are seen, how sure a vote is, and what votes have in common where \
      they are of one thing, one day, one traversal or one line.

      The log has to be of a world in which nothing changes (`resurvey simulate --no-edits`, then `resurvey replay`), or every \
      miss of what has gone counts as one of what stands. Of the scenario the days before its first change are taken.

      Shares and correlations are of votes that promise six in ten and more: those that promise less are made mostly where the \
      thing was seen. Offsets are eastwards for points and across for lines.
      """,
    examples: [
      .init("resurvey bench votes out/evidence.jsonl --map out/map.sqlite", "beside the scenario real-life"),
      .init(
        "resurvey bench votes out/evidence.jsonl --map out/map.sqlite --against clean --vary elements=500 --json",
        "beside another one, as JSON"),
    ])

  @Argument(help: ArgumentHelp("Evidence of replays, as proto3-JSON lines.", valueName: "evidence.jsonl"))
  var evidence: [String] = []

  @Option(help: ArgumentHelp("The map with its versions.", valueName: "map.sqlite"))
  var map: String

  @Option(help: ArgumentHelp("The scenario, by name or as a file.", valueName: "name"))
  var against = "real-life"

  @Option(help: "Seed of the scenario's world and traffic.")
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("A value that overrides the scenario's; repeat it.", valueName: "key.key=value"))
  var vary: [String] = []

  @Flag(help: "The report as JSON.")
  var json = false

  @OptionGroup var settings: ConfigurationOptions

  func validate() throws(ValidationError) {
    guard !evidence.isEmpty else { throw ValidationError("no log is named; give the evidence.jsonl of a replay") }
  }

  func run() async throws {
    let environment = ProcessInfo.processInfo.environment
    let folders = ScenarioFile.folders(config: settings.config ?? environment["RESURVEY_CONFIG"])
    let scenario = try ScenarioFile(against, folders: folders).scenario(overrides: vary)
    var progress = ProgressLine()
    let frames = try logged(&progress)
    let votes = VoteStatistics(scenario, seed: seed) {
      progress.show("\($0) of \(scenario.tiles) tiles of \(scenario.name)")
    }.report()
    progress.finish("\(frames.traversals) traversals of the log, \(votes.traversals) of \(scenario.name)")
    if json {
      try Console.printJSON(["log": frames, "scenario": votes])
    } else {
      print(VoteReportText([("log", frames), (scenario.name, votes)]).text)
    }
  }

  private func logged(_ progress: inout ProgressLine) throws -> VoteReport {
    var statistics = VoteStatistics()
    for tile in try MapStoreFile.tiles(map) { statistics.know(tile) }
    var records = 0
    for file in evidence {
      try InputFile.check(file, fix: "name the evidence.jsonl of a replay")
      try MessageFile.forEach(file, as: .tileLogRecord) { entry in
        do throws(Rejection) {
          if case .traversal(let evidence) = try TileLogCodec.decode(try entry.bytes.get()) { statistics.add(evidence) }
        } catch { throw CommandError(.dataError, "\(file): line \(entry.line ?? 1): \(error)") }
        records += 1
        progress.show("\(records) records read")
      }
    }
    let report = statistics.report()
    guard report.points.votes + report.lines.votes > 0 else {
      throw CommandError(
        .dataError,
        "no vote of \(records) records is on a piece that \(map) holds: give the map the log was matched with")
    }
    return report
  }
}

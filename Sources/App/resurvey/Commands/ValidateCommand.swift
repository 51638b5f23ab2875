import Contracts
import Foundation
import Observations
import Settings

/// `resurvey validate`: files against the contract.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Holds every message of some files to its contract.",
    discussion: """
      Reads .jsonl (one proto3-JSON object a line), .json (one object) and anything else as the protobuf bytes of one \
      message. What is refused is named with line, field, value and limit, exactly as a dead letter would say it. Ends with \
      1 if anything was refused.
      """,
    examples: [
      .init("resurvey validate frames.jsonl", "frames, before they are sent"),
      .init("resurvey validate frame.bin", "one frame as protobuf"),
      .init("resurvey validate changes.jsonl --as ChangeEvent --json", "another message, a report for programs"),
    ])

  /// What a file held.
  private struct FileReport: Encodable {
    let file: String
    var accepted = 0
    var rejected = 0
    var faults: [Fault] = []
  }

  /// One refused message.
  private struct Fault: Encodable {
    let line: Int?
    let reason: String
    let field: String
    let value: String
    let limit: String
  }

  private struct Report: Encodable {
    let message: String
    let accepted: Int
    let rejected: Int
    let files: [FileReport]
  }

  @Argument(help: ArgumentHelp("Files of messages.", valueName: "file"))
  var files: [String]

  @Option(name: .customLong("as"), help: ArgumentHelp("The messages' type.", valueName: "message"))
  var type = MessageType.observationFrame

  @Option(help: ArgumentHelp("Refused messages shown of each file; all are counted.", valueName: "count"))
  var show = 20

  @Flag(help: "The report as JSON.")
  var json = false

  func validate() throws(ValidationError) {
    guard show >= 0 else { throw ValidationError("--show is \(show); give 0 or more") }
  }

  func run() async throws {
    var reports: [FileReport] = []
    var progress = ProgressLine()
    for file in files {
      let report = try read(file, &progress)
      progress.clear()
      reports.append(report)
      if !json { show(report) }
    }
    let accepted = reports.reduce(0) { $0 + $1.accepted }
    let rejected = reports.reduce(0) { $0 + $1.rejected }
    if json {
      try Console.printJSON(Report(message: type.rawValue, accepted: accepted, rejected: rejected, files: reports))
    } else if files.count > 1 {
      print("all: \(accepted) accepted, \(rejected) refused")
    }
    if rejected > 0 { throw ExitCode.failure }
  }

  private func read(_ file: String, _ progress: inout ProgressLine) throws -> FileReport {
    var report = FileReport(file: file)
    var count = 0
    try MessageFile.forEach(file, as: type) { entry in
      count += 1
      if count % 100 == 0 { progress.show("\(file): \(count) messages") }
      do throws(Rejection) {
        try ContractCheck.check(try entry.bytes.get(), as: type)
        report.accepted += 1
      } catch {
        report.rejected += 1
        guard report.faults.count < show else { return }
        report.faults.append(
          Fault(
            line: entry.line, reason: error.reason.rawValue, field: error.field, value: error.value,
            limit: error.limit))
      }
    }
    return report
  }

  private func show(_ report: FileReport) {
    for fault in report.faults {
      let place = fault.line.map { ", line \($0)" } ?? ""
      print("\(report.file)\(place): \(Self.words(fault))")
    }
    let more = report.rejected - report.faults.count
    if more > 0 { print("\(report.file): and \(more) more; --show \(report.rejected) lists all") }
    let verdict = report.rejected == 0 ? "ok" : "rejected"
    print("\(report.file): \(verdict), \(report.accepted) accepted, \(report.rejected) refused")
  }

  private static func words(_ fault: Fault) -> String {
    var text = fault.reason
    if !fault.field.isEmpty { text += " \(fault.field)" }
    if !fault.value.isEmpty { text += " = \(fault.value)" }
    if !fault.limit.isEmpty { text += " (must be \(fault.limit))" }
    return text
  }
}

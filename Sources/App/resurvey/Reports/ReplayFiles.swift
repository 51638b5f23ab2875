import Contracts
import Evidence
import Foundation
import Reconstruction
import Runtime
import Settings
import Storage

/// The files a replay writes.
struct ReplayFiles {
  private let folder: URL
  private let poses: FileHandle
  private let evidence: FileHandle
  private let changeLines: FileHandle
  private let alertLines: FileHandle
  private let deadLetters: FileHandle
  /// All change events so far.
  private(set) var changes: [ChangeEvent] = []

  /// Files in a folder that exists.
  init(_ folder: URL) throws {
    self.folder = folder
    func open(_ name: String) throws -> FileHandle {
      let url = folder.appendingPathComponent(name)
      guard FileManager.default.createFile(atPath: url.path, contents: nil),
        let handle = FileHandle(forWritingAtPath: url.path)
      else { throw CommandError(.cannotCreate, "\(url.path): cannot be written") }
      return handle
    }
    poses = try open("poses.jsonl")
    evidence = try open("evidence.jsonl")
    changeLines = try open("changes.jsonl")
    alertLines = try open("alerts.jsonl")
    deadLetters = try open("dead-letters.jsonl")
  }

  /// Appends what came out.
  mutating func write(_ output: Replay.Output, maps: TileStore, into summary: inout ReplaySummary) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var lines = Data()
    for pose in output.poses {
      lines += try encoder.encode(PoseLine(pose))
      lines.append(0x0a)
      summary.count(pose)
    }
    try poses.write(contentsOf: lines)
    for record in output.evidence {
      try evidence.write(contentsOf: try ContractJSON.encode(record, as: .tileLogRecord) + [0x0a])
    }
    for change in output.changes {
      try changeLines.write(
        contentsOf: try ContractJSON.encode(ChangeEventCodec.encode(change), as: .changeEvent) + [0x0a])
    }
    for alert in output.alerts {
      try alertLines.write(contentsOf: try ContractJSON.encode(AlertCodec.encode(alert), as: .alert) + [0x0a])
    }
    for letter in output.deadLetters {
      try deadLetters.write(
        contentsOf: try ContractJSON.encode(DeadLetterCodec.encode(letter), as: .deadLetter) + [0x0a])
    }
    if !output.versions.isEmpty { try maps.put(output.versions.map(\.tile)) }
    changes += output.changes
    summary.changes = ChangeGeoJSON.latest(changes).count
    summary.versions += output.versions.count
    summary.alerts += output.alerts.count
    summary.deadLetters += output.deadLetters.count
  }

  /// Writes what needs all of them.
  func finish() throws {
    try ChangeGeoJSON.data(changes).write(to: folder.appendingPathComponent("changes.geojson"))
    for handle in [poses, evidence, changeLines, alertLines, deadLetters] { try handle.close() }
  }
}

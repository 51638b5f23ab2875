import Foundation
import TestSupport
import Testing

/// The built program as a process that stays, its log in a file. It ends with the process of the tests, however that ends.
///
/// Nothing here asks `Process` about the end: it learns of it by a descriptor that the shell closes, and by signals that threads of the
/// tests may hold back.
final class Service {
  private let process = Process()
  private let files: (log: String, id: String, status: String)

  /// Where the program lies: beside the test bundle, wherever the build folder is.
  static let program: String = {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("resurvey").path
  }()

  private static let script = #"""
    log=$1; id=$2; status=$3; tests=$4; shift 4
    "$@" >"$log" 2>&1 &
    child=$!
    echo $child >"$id"
    (while kill -0 $tests && kill -0 $child; do sleep 0.5; done; kill -KILL $child) 2>/dev/null >/dev/null &
    wait $child
    code=$?
    echo $code >"$status"
    """#

  /// Starts it.
  /// - Parameter log: path of its log; what else is noted of it lies beside.
  init(_ arguments: [String], log: String) throws {
    files = (log, log + ".id", log + ".status")
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    let tests = "\(ProcessInfo.processInfo.processIdentifier)"
    process.arguments =
      ["-c", Command.closeStrayDescriptors + Self.script, "bash", files.log, files.id, files.status, tests]
      + [Self.program] + arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  deinit {
    do { try terminate() } catch { Issue.record("the program may run on: \(error)") }
  }

  private static func text(_ path: String) throws -> String {
    FileManager.default.fileExists(atPath: path) ? try String(contentsOfFile: path, encoding: .utf8) : ""
  }

  private static func number(_ path: String) throws -> Int32? {
    let text = try text(path)
    return text.hasSuffix("\n") ? Int32(text.dropLast()) : nil
  }

  /// What it has written so far.
  var log: String { get throws { try Self.text(files.log) } }

  /// Fails the test where the program has ended by itself.
  func checkRunning() throws {
    let status = try Self.number(files.status)
    let words = status == nil ? "" : try log
    try #require(status == nil, "ended by itself: \(words.suffix(2000))")
  }

  private func terminate() throws {
    guard try Self.number(files.status) == nil, let id = try Self.number(files.id) else { return }
    kill(id, SIGTERM)
  }

  /// Sends SIGKILL and waits for the end: nothing of what it was doing is finished.
  func killNow() throws {
    try checkRunning()
    kill(try #require(try Self.number(files.id)), SIGKILL)
    _ = try eventually("the end of the program", within: .seconds(90)) { try Self.number(files.status) }
  }

  /// Sends SIGTERM and waits for the end.
  /// - Returns: the exit status.
  func stop() throws -> Int32 {
    try terminate()
    return try eventually("the end of the program", within: .seconds(90)) { try Self.number(files.status) }
  }
}

import Foundation
import TestSupport
import Testing

/// The built command line, run as a user runs it, in a folder of its own.
struct Program {
  /// A scratch folder that goes with the last reference to it.
  final class Folder: Sendable {
    let url: URL

    init() throws {
      url = FileManager.default.temporaryDirectory.appendingPathComponent("resurvey-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
      do { try FileManager.default.removeItem(at: url) } catch {
        Issue.record("scratch folder stays: \(error)")
      }
    }
  }

  let folder: Folder
  private let path: String

  init() throws {
    folder = try Folder()
    // The program lies beside the test bundle, wherever the build folder is.
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
    path = URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("resurvey").path
    try #require(FileManager.default.isExecutableFile(atPath: path), "\(path): build the product first")
  }

  /// A file of the scratch folder.
  func file(_ name: String) -> String { folder.url.appendingPathComponent(name).path }

  /// Writes a file of the scratch folder.
  @discardableResult func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)))
    return file(name)
  }

  /// The text of a file of the scratch folder.
  func text(_ name: String) throws -> String { try String(contentsOfFile: file(name), encoding: .utf8) }

  /// Runs it; standard error comes along only where asked for.
  func run(_ arguments: String..., mergesErrors: Bool = false) throws -> Command {
    try Command(path, arguments, mergesErrors: mergesErrors)
  }

  /// Runs it; output and errors together.
  func run(arguments: [String]) throws -> Command { try Command(path, arguments, mergesErrors: true) }

  /// Runs it by way of another program; output and errors together.
  func run(under program: [String], _ arguments: String...) throws -> Command {
    try Command(program[0], program.dropFirst() + [path] + arguments, mergesErrors: true)
  }

  /// Runs it and reads its JSON.
  func json(_ arguments: String...) throws -> [String: any Sendable] {
    let command = try Command(path, arguments)
    #expect(command.status == 0, "\(arguments.joined(separator: " ")): \(command.output)")
    let object = try JSONSerialization.jsonObject(with: Data(command.output.utf8))
    return try #require(object as? [String: any Sendable])
  }
}

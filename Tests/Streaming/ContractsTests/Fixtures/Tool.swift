import Foundation
import TestSupport

/// The checkout the tests were built from.
enum Checkout {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}

/// Programs of the machine that tests compare with.
enum Tool {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Full path of a program, where it is installed.
  static func find(_ name: String) -> String? {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":").map(String.init) ?? ["/usr/bin"]
    return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// A Python that has protobuf: the tests' own, or one of the machine.
  static let python = python(importing: "google.protobuf")
  /// A Python that has Kafka too.
  static let pythonWithKafka = python(importing: "google.protobuf, confluent_kafka")

  private static func python(importing modules: String) -> String? {
    let own = Checkout.root.appending(path: ".build-python/bin/python").path
    return [own, "/usr/bin/python3", find("python3") ?? ""].first { path in
      guard FileManager.default.isExecutableFile(atPath: path) else { return false }
      do {
        try run(path, ["-c", "import \(modules)"])
        return true
      } catch {
        return false
      }
    }
  }

  /// Runs a program to its end.
  @discardableResult
  static func run(_ path: String, _ arguments: [String], input: Data = Data()) throws -> Data {
    let folder = FileManager.default.temporaryDirectory.appending(path: "resurvey-tool-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["in", "out"] { try (name == "in" ? input : Data()).write(to: folder.appending(path: name)) }
    // Input and output are files, so that they may hold any bytes; what `Command` returns are the errors.
    let done = try Command(
      "/bin/sh",
      ["-c", #"in=$1 out=$2; shift 2; exec "$@" <"$in" 2>&1 >"$out""#, "sh", folder.appending(path: "in").path]
        + [folder.appending(path: "out").path, path] + arguments)
    guard done.status == 0 else {
      throw Failure(
        description: "\(path) \(arguments.prefix(3)) ended with \(done.status): \(done.output.suffix(2000))")
    }
    return try Data(contentsOf: folder.appending(path: "out"))
  }
}

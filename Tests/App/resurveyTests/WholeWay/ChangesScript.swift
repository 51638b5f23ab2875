import Foundation
import TestSupport

/// The Python consumer of the examples, run to the end of the topics.
struct ChangesScript {
  /// A Python that can run it; nil where there is none.
  static let python: String? = {
    let own = URL(fileURLWithPath: #filePath).pathComponents.dropLast(5) + [".build-python", "bin", "python3"]
    guard Command.find("protoc") != nil else { return nil }
    return [NSString.path(withComponents: Array(own)), Command.find("python3") ?? ""].first { path in
      guard FileManager.default.isExecutableFile(atPath: path) else { return false }
      do {
        return try Command(path, ["-c", "import google.protobuf, confluent_kafka"]).status == 0
      } catch { return false }
    }
  }()

  /// One line it prints.
  struct Line: Decodable {
    struct Message: Decodable {
      struct Tile: Decodable {
        let tileId: UInt32
        let version: String
      }
      let status: String?
      let tileId: UInt32?
      let appliedVersion: String?
      let tile: Tile?
    }
    let topic: String
    let ceId: String
    let ceTime: String
    let type: String
    let data: Message
  }

  /// What it prints of these topics.
  static func lines(_ python: String, brokers: String, topics: [String]) throws -> [Line] {
    let root = URL(fileURLWithPath: #filePath).pathComponents.dropLast(5)
    let script = NSString.path(withComponents: Array(root) + ["Streams", "examples", "read_changes.py"])
    let command = try Command(python, ["-B", script, "--brokers", brokers, "--until-end", "--topics"] + topics)
    guard command.status == 0 else { throw Overdue(description: "\(script) ended with \(command.status)") }
    return try command.output.split(separator: "\n").map {
      try JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
  }
}

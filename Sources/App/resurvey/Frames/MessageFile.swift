import Contracts
import Foundation
import Observations
import Settings

/// A file of messages of one type: `.jsonl` one proto3-JSON object a line, `.json` one object, anything else the bytes of one message.
enum MessageFile {
  /// One message, or why it is none.
  struct Entry {
    /// Number of its line, from 1; nil where the whole file is one message.
    let line: Int?
    /// Its bytes, or why there are none.
    let bytes: Result<[UInt8], Rejection>
  }

  /// Hands every message to `body`, holding one line at a time.
  /// - Throws: `CommandError` where the file cannot be read; what `body` throws.
  static func forEach(_ path: String, as type: MessageType, _ body: (Entry) throws -> Void) throws {
    try InputFile.check(path, fix: "name a file of messages")
    let longest_bytes = longestText_bytes(type)
    let file = try open(path)
    defer { file.closeFile() }
    switch (path as NSString).pathExtension.lowercased() {
    case "jsonl", "ndjson":
      try forEachLine(of: file, longest_bytes: longest_bytes) { line in
        try body(
          Entry(line: line.number, bytes: line.text.map { message($0, type) } ?? .failure(tooLong(longest_bytes))))
      }
    case "json":
      let text = Array(try file.read(upToCount: longest_bytes + 1) ?? Data())
      try body(Entry(line: nil, bytes: message(text, type)))
    default:
      // Enough to be refused for its size by the codec, whatever the file's.
      let data = try file.read(upToCount: type.limits.bytes + 4096) ?? Data()
      try body(Entry(line: nil, bytes: .success(Array(data))))
    }
  }

  /// Hands every frame of a file of proto3-JSON lines, whatever the file is called, to `body`: the frame, or why its line is none.
  /// - Throws: `CommandError` where the file cannot be read; what `body` throws.
  static func forEachFrame(
    _ path: String, _ body: (Result<FrameJSONLines.Entry, FrameJSONLines.Fault>) throws -> Void
  ) throws {
    try InputFile.check(path, fix: "name a file of frames as proto3-JSON lines")
    let file = try open(path)
    defer { file.closeFile() }
    try forEachLine(of: file, longest_bytes: FrameJSONLines.longestLine_bytes) { line in
      try body(FrameJSONLines.entry(line))
    }
  }

  private static func open(_ path: String) throws(CommandError) -> FileHandle {
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw CommandError(.noInput, "\(path): cannot be opened; check its permissions")
    }
    return file
  }

  private static func forEachLine(
    of file: FileHandle, longest_bytes: Int, _ body: (LineSplitter.Line) throws -> Void
  ) throws {
    var lines = LineSplitter(longest_bytes: longest_bytes)
    while let data = try file.read(upToCount: 1 << 20), !data.isEmpty {
      for line in lines.feed(data) where !line.isBlank { try body(line) }
    }
    if let line = lines.finish(), !line.isBlank { try body(line) }
  }

  /// JSON is wordy: a message of the most bytes has no longer text.
  private static func longestText_bytes(_ type: MessageType) -> Int { 8 * type.limits.bytes }

  private static func tooLong(_ longest_bytes: Int) -> Rejection {
    Rejection(.tooLarge, value: "more than \(longest_bytes) bytes", limit: "lines of at most \(longest_bytes) bytes")
  }

  private static func message(_ text: [UInt8], _ type: MessageType) -> Result<[UInt8], Rejection> {
    do { return .success(try ContractJSON.decode(text, as: type)) } catch { return .failure(error) }
  }
}

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
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw CommandError(.noInput, "\(path): cannot be opened; check its permissions")
    }
    defer { file.closeFile() }
    let longest_bytes = longestText_bytes(type)
    switch (path as NSString).pathExtension.lowercased() {
    case "jsonl", "ndjson":
      var lines = LineSplitter(longest_bytes: longest_bytes)
      func hand(_ line: LineSplitter.Line) throws {
        guard let text = line.text else {
          return try body(Entry(line: line.number, bytes: .failure(tooLong(longest_bytes))))
        }
        guard text.contains(where: { $0 != 0x20 && $0 != 0x0d && $0 != 0x09 }) else { return }
        try body(Entry(line: line.number, bytes: message(text, type)))
      }
      while let data = try file.read(upToCount: 1 << 20), !data.isEmpty {
        for line in lines.feed(data) { try hand(line) }
      }
      if let line = lines.finish() { try hand(line) }
    case "json":
      let text = Array(try file.read(upToCount: longest_bytes + 1) ?? Data())
      try body(Entry(line: nil, bytes: message(text, type)))
    default:
      // Enough to be refused for its size by the codec, whatever the file's.
      let data = try file.read(upToCount: type.limits.bytes + 4096) ?? Data()
      try body(Entry(line: nil, bytes: .success(Array(data))))
    }
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

/// Bytes into lines, without ever holding more than one too long.
struct LineSplitter {
  /// A line without its break.
  struct Line {
    /// From 1.
    let number: Int
    /// Nil where it was too long and was passed over.
    let text: [UInt8]?
  }

  private let longest_bytes: Int
  private var pending: [UInt8] = []
  private var number = 1
  private var isTooLong = false

  /// A splitter before the first byte.
  init(longest_bytes: Int) { self.longest_bytes = longest_bytes }

  /// Takes the next bytes; gives the lines they complete.
  mutating func feed(_ bytes: some Sequence<UInt8>) -> [Line] {
    var lines: [Line] = []
    let bytes = Array(bytes)
    var start = 0
    while let end = bytes[start...].firstIndex(of: 0x0a) {
      take(bytes[start..<end])
      lines.append(close())
      start = end + 1
    }
    take(bytes[start...])
    return lines
  }

  /// The last line, if it has no break.
  mutating func finish() -> Line? { pending.isEmpty && !isTooLong ? nil : close() }

  private mutating func take(_ bytes: ArraySlice<UInt8>) {
    guard !isTooLong, pending.count + bytes.count <= longest_bytes else {
      isTooLong = true
      pending = []
      return
    }
    pending += bytes
  }

  private mutating func close() -> Line {
    defer {
      number += 1
      pending.removeAll(keepingCapacity: true)
      isTooLong = false
    }
    return Line(number: number, text: isTooLong ? nil : pending)
  }
}

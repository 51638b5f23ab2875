import Contracts
import Foundation
import Settings

/// A file of frames as proto3-JSON lines, read in pieces.
enum FrameFile {
  /// Hands every line to `body`: a frame, or why it is none.
  /// - Throws: `CommandError` where the file cannot be read; what `body` throws.
  static func forEach(_ path: String, _ body: (Result<FrameJSONLines.Entry, FrameJSONLines.Fault>) throws -> Void)
    throws
  {
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw CommandError(.noInput, "\(path): cannot be read; name a file of frames as proto3-JSON lines")
    }
    defer { file.closeFile() }
    var reader = FrameJSONLines.Reader()
    while let data = try file.read(upToCount: 1 << 20), !data.isEmpty {
      reader.feed(data)
      while let entry = outcome({ () throws(FrameJSONLines.Fault) in try reader.next() }) { try body(entry) }
    }
    while let entry = outcome({ () throws(FrameJSONLines.Fault) in try reader.next() }) { try body(entry) }
    if let entry = outcome({ () throws(FrameJSONLines.Fault) in try reader.finish() }) { try body(entry) }
  }

  private static func outcome(
    _ read: () throws(FrameJSONLines.Fault) -> FrameJSONLines.Entry?
  ) -> Result<FrameJSONLines.Entry, FrameJSONLines.Fault>? {
    do throws(FrameJSONLines.Fault) { return try read().map { .success($0) } } catch { return .failure(error) }
  }
}

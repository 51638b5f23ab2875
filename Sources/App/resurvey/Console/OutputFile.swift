import Foundation
import Settings

/// A file that is written beside its place and put there when it is whole; `-` is standard output.
final class OutputFile {
  private static let buffer_bytes = 1 << 20

  private let path: String
  private let draft: String?
  private let handle: FileHandle
  private var buffer: [UInt8] = []
  /// Bytes taken so far.
  private(set) var size_bytes = 0

  /// Opens the file.
  /// - Throws: `CommandError` where its folder cannot be written to.
  init(_ path: String) throws(CommandError) {
    self.path = path
    guard path != "-" else {
      draft = nil
      handle = .standardOutput
      return
    }
    let draft = path + ".partial"
    guard FileManager.default.createFile(atPath: draft, contents: nil),
      let handle = FileHandle(forWritingAtPath: draft)
    else {
      throw CommandError(.cannotCreate, "\(path): cannot be written; check folder and permissions")
    }
    self.draft = draft
    self.handle = handle
  }

  /// Appends bytes.
  func write(_ bytes: some Collection<UInt8>) throws(CommandError) {
    buffer += bytes
    size_bytes += bytes.count
    if buffer.count >= Self.buffer_bytes { try flush() }
  }

  /// Writes the rest and puts the file in its place; what was there is replaced.
  func finish() throws(CommandError) {
    try flush()
    guard let draft else { return }
    do {
      try handle.close()
      if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
      try FileManager.default.moveItem(atPath: draft, toPath: path)
    } catch { throw failure(error) }
  }

  private func flush() throws(CommandError) {
    do { try handle.write(contentsOf: buffer) } catch { throw failure(error) }
    buffer.removeAll(keepingCapacity: true)
  }

  private func failure(_ error: any Error) -> CommandError {
    CommandError(.cannotCreate, "\(path): cannot be written: \(error.localizedDescription)")
  }
}

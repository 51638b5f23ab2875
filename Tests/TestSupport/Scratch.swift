internal import Foundation

/// A folder of one test's own, gone with it.
public final class Scratch: Sendable {
  /// Its path.
  public let folder: String

  /// A new, empty folder.
  public init() throws {
    let place = FileManager.default.temporaryDirectory.appendingPathComponent("resurvey-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    folder = place.path
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: folder) } catch {
      FileHandle.standardError.write(Data("scratch folder stays: \(error)\n".utf8))
    }
  }

  /// The path of a file in it.
  public func path(_ name: String) -> String { folder + "/" + name }

  /// Writes a file in it.
  /// - Returns: its path.
  public func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }

  /// What another process would find after this one died now: the files as they are on disk.
  public func copyAsAfterACrash(of path: String, to copy: String) throws {
    for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: path + suffix) {
      try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
    }
  }
}

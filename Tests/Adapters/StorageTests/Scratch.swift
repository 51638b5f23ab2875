import Foundation

/// A folder of one test's own, gone with it.
final class Scratch {
  let folder: String

  init() throws {
    let place = FileManager.default.temporaryDirectory.appendingPathComponent("resurvey-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    folder = place.path
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: folder) } catch {
      FileHandle.standardError.write(Data("scratch folder stays: \(error)\n".utf8))
    }
  }

  func path(_ name: String) -> String { folder + "/" + name }

  /// What another process would find after this one died now: the files as they are on disk.
  func copyAsAfterACrash(of path: String, to copy: String) throws {
    for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: path + suffix) {
      try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
    }
  }
}

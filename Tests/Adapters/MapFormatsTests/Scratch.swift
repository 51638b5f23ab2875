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

  func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }
}

import Foundation
import Learning
import Settings

/// Learned sensor models as commands name them.
enum SensorModelInput {
  /// Longest file that is read, bytes.
  private static let most_bytes = 4 << 20

  /// Reads a file of `resurvey train sensor-model`.
  /// - Throws: `CommandError`: no such file, or what is wrong with it.
  static func file(_ path: String) throws -> SensorModelFile {
    try InputFile.check(path, fix: "learn one with `resurvey train sensor-model`")
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw CommandError(.noInput, "\(path): cannot be opened; check its permissions")
    }
    defer { handle.closeFile() }
    let bytes = Array(try handle.read(upToCount: most_bytes) ?? Data())
    do throws(SensorModelFile.Fault) { return try SensorModelFile.decode(bytes) } catch {
      throw CommandError(.dataError, "\(path): \(error)")
    }
  }
}

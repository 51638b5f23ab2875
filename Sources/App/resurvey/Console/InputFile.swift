import Foundation
import Settings

/// Files a command is told to read.
enum InputFile {
  /// Makes sure that a file can be read.
  /// - Parameter fix: what to do where it cannot.
  /// - Throws: `CommandError` with the code for a missing input.
  static func check(_ path: String, fix: String) throws(CommandError) {
    var isFolder: ObjCBool = false
    // The write through a pointer is Foundation's; nothing keeps it.
    let exists = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    guard exists else { throw CommandError(.noInput, "\(path): there is no such file; \(fix)") }
    guard !isFolder.boolValue else { throw CommandError(.noInput, "\(path): is a folder; \(fix)") }
    guard FileManager.default.isReadableFile(atPath: path) else {
      throw CommandError(.noInput, "\(path): may not be read; check its permissions")
    }
  }
}

public import Foundation

/// Maps, drives and a Kafka broker that tests use where they are at hand, in a folder `shared` above the package.
public enum SharedFolder {
  /// The nearest `shared/<path>` in a folder above the package, nil if there is none.
  public static func find(_ path: String) -> URL? {
    var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let candidate = folder.appendingPathComponent("shared").appendingPathComponent(path)
      if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
    }
    return nil
  }
}

import Foundation

/// The files of the package this test was built from.
struct Repository: Sendable {
  let root: URL

  static let here = Repository(
    root: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent())

  /// Paths of all files below `folder` ("" = all), sorted, without build products and version control.
  func paths(under folder: String = "") throws -> [String] {
    let start = folder.isEmpty ? root : root.appending(path: folder)
    var paths: [String] = []
    for name in try FileManager.default.contentsOfDirectory(atPath: start.path).sorted() {
      if name == ".git" || name.hasPrefix(".build") || name == "__pycache__" || name == "out" { continue }
      let path = folder.isEmpty ? name : "\(folder)/\(name)"
      let isFolder = try root.appending(path: path).resourceValues(forKeys: [.isDirectoryKey]).isDirectory ?? false
      if isFolder {
        paths += try self.paths(under: path)
      } else {
        paths.append(path)
      }
    }
    return paths
  }

  /// The text of one file; nil if it is not text.
  func text(_ path: String) throws -> String? {
    let data = try Data(contentsOf: root.appending(path: path))
    return data.contains(0) ? nil : String(data: data, encoding: .utf8)
  }

  func swiftFiles(under folder: String) throws -> [SourceText] {
    try paths(under: folder).filter { $0.hasSuffix(".swift") }.map { path in
      SourceText(path: path, text: try text(path) ?? "")
    }
  }
}

/// A broken house rule and where it is broken.
struct Violation: Equatable, CustomStringConvertible {
  let path: String
  let line: Int
  let message: String

  var description: String { "\(path):\(line): \(message)" }
}

extension [Violation] {
  var report: String { map(\.description).joined(separator: "\n") }
}

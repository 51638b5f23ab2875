import Foundation

/// One YAML document as a tree that knows its lines.
///
/// The subset a configuration needs: no anchors, aliases, merge keys (`<<`) or tags, one document, text as keys.
/// What is left out is refused by name, never ignored.
public struct YAMLDocument: Sendable, Hashable {
  /// The whole document; an empty text is an empty mapping.
  public let root: YAMLNode

  /// Reads YAML text.
  /// - Parameters:
  ///   - text: UTF-8 text.
  ///   - path: the name of the text in error messages.
  ///   - limits: bounds on size, depth and number of nodes.
  /// - Throws: ``SettingsError`` with line and column.
  public init(text: String, path: String, limits: YAMLLimits = YAMLLimits()) throws(SettingsError) {
    try self.init(bytes: Array(text.utf8), path: path, limits: limits)
  }

  /// Reads a file of YAML text.
  /// - Throws: ``SettingsError`` if the file cannot be read or is no such text.
  public init(file path: String, limits: YAMLLimits = YAMLLimits()) throws(SettingsError) {
    let data: Data
    do {
      let handle = try FileHandle(forReadingFrom: URL(filePath: path))
      defer { handle.closeFile() }
      data = try handle.read(upToCount: limits.size_bytes + 1) ?? Data()
    } catch {
      throw SettingsError(
        .file(path: path, line: 1, column: 1), "",
        FileManager.default.fileExists(atPath: path)
          ? "cannot be read: \(error.localizedDescription)" : "there is no such file; name another")
    }
    try self.init(bytes: Array(data), path: path, limits: limits)
  }

  private init(bytes: [UInt8], path: String, limits: YAMLLimits) throws(SettingsError) {
    let start = SettingsOrigin.file(path: path, line: 1, column: 1)
    guard bytes.count <= limits.size_bytes else {
      throw SettingsError(start, "", "longer than the limit size_bytes = \(limits.size_bytes)")
    }
    var builder = YAMLTreeBuilder(path: path, limits: limits)
    do {
      try YAMLEvents.read(bytes) { event in try builder.take(event) }
    } catch let error as SettingsError {
      throw error
    } catch let error as YAMLSyntaxError {
      throw SettingsError(
        .file(path: path, line: error.line, column: error.column), "", "no valid YAML: \(error.message)")
    } catch {
      throw SettingsError(start, "", "\(error)")
    }
    root = builder.root ?? YAMLNode(.mapping(YAMLMapping()), origin: start)
  }
}

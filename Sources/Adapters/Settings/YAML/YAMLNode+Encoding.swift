import Foundation

extension YAMLNode {
  /// The tree of an encodable value, as its file would read, with the origin ``SettingsOrigin/builtIn``.
  ///
  /// - Throws: what encoding throws, and ``SettingsError`` for what YAML cannot hold here.
  public init(encoding value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    encoder.keyEncodingStrategy = .custom { path in SnakeCasedKey(path[path.count - 1]) }
    // JSON is YAML; one reader serves both.
    let text = String(decoding: try encoder.encode(value), as: UTF8.self)
    self = try YAMLDocument(text: text, path: "default").root.withOrigin(.builtIn)
  }

  private struct SnakeCasedKey: CodingKey {
    var stringValue: String
    var intValue: Int?

    init(_ key: any CodingKey) {
      stringValue = key.intValue == nil ? key.stringValue.snakeCased : key.stringValue
      intValue = key.intValue
    }
    init?(stringValue: String) { nil }
    init?(intValue: Int) { nil }
  }

  /// The same values, all from one origin.
  func withOrigin(_ origin: SettingsOrigin) -> YAMLNode {
    switch content {
    case .scalar: return YAMLNode(content, origin: origin)
    case .sequence(let nodes): return YAMLNode(.sequence(nodes.map { $0.withOrigin(origin) }), origin: origin)
    case .mapping(let mapping):
      var result = YAMLMapping()
      for entry in mapping.entries {
        result.set(YAMLMapping.Entry(key: entry.key, keyOrigin: origin, value: entry.value.withOrigin(origin)))
      }
      return YAMLNode(.mapping(result), origin: origin)
    }
  }
}

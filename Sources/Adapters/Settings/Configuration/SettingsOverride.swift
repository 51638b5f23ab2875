/// One value laid over a configuration file, from an environment variable or an argument.
public struct SettingsOverride: Sendable, Hashable {
  /// The keys that lead to the value; at least one.
  public var path: [String]
  /// The value: text that begins with `[`, `{` or a quote is read as YAML, any other stands for itself.
  public var value: String
  /// Where it was written.
  public var origin: SettingsOrigin

  /// Creates an override.
  public init(path: [String], value: String, origin: SettingsOrigin) {
    self.path = path
    self.value = value
    self.origin = origin
  }

  /// Reads `a.b=value`, or `a."b.c"=value` for keys with dots in them.
  /// - Parameter option: the option it came with, for error messages.
  public init(argument: String, option: String = "--set") throws(SettingsError) {
    let origin = SettingsOrigin.argument("\(option) \(argument)")
    var path: [String] = []
    var key = ""
    var inQuotes = false
    var rest = argument[...]
    while let character = rest.popFirst() {
      switch character {
      case "\"": inQuotes.toggle()
      case "." where !inQuotes:
        path.append(key)
        key = ""
      case "=" where !inQuotes:
        path.append(key)
        guard !path.contains("") else { throw SettingsError(origin, "", "a key is empty; write key.key=value") }
        self.init(path: path, value: String(rest), origin: origin)
        return
      default: key.append(character)
      }
    }
    throw SettingsError(origin, "", inQuotes ? "a quote is not closed" : "has no '='; write key.key=value")
  }

  /// Variables that look like settings but belong to the program's start or to its tests.
  static let reservedVariables: Set<String> = ["RESURVEY_CONFIG", "RESURVEY_DATA"]
  static let reservedPrefix = "RESURVEY_TEST_"

  /// The overrides in an environment, by name: `RESURVEY_METRICS__PORT=9464` sets `metrics.port`.
  public static func overrides(
    environment: [String: String], prefix: String = "RESURVEY_"
  ) throws(SettingsError) -> [SettingsOverride] {
    var overrides: [SettingsOverride] = []
    for (name, value) in environment.sorted(by: { $0.key < $1.key }) where name.hasPrefix(prefix) {
      if reservedVariables.contains(name) || name.hasPrefix(reservedPrefix) { continue }
      let path = name.dropFirst(prefix.count).lowercased().split(separator: "__", omittingEmptySubsequences: false)
      let origin = SettingsOrigin.environment(name: name)
      guard !path.contains("") else {
        throw SettingsError(origin, "", "a key is empty; write \(prefix)KEY or \(prefix)KEY__KEY")
      }
      overrides.append(SettingsOverride(path: path.map(String.init), value: value, origin: origin))
    }
    return overrides
  }

  /// The override as a tree with this one value.
  func tree() throws(SettingsError) -> YAMLNode {
    var node: YAMLNode
    if let first = value.first, "[{\"'".contains(first) {
      do {
        node = try YAMLDocument(text: value, path: "\(origin)").root.withOrigin(origin)
      } catch {
        throw SettingsError(origin, keyPath, "'\(value)' is no valid YAML: \(error.problems[0].message)")
      }
    } else {
      // An empty variable is an empty text, not "no value".
      node = YAMLNode(.scalar(value, isPlain: !value.isEmpty), origin: origin)
    }
    for key in path.reversed() {
      var mapping = YAMLMapping()
      mapping.set(YAMLMapping.Entry(key: key, keyOrigin: origin, value: node))
      node = YAMLNode(.mapping(mapping), origin: origin)
    }
    return node
  }

  private var keyPath: String {
    var text = KeyPathText()
    for key in path { text.append(key: key) }
    return text.text
  }
}

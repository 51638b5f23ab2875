/// Where the settings of one process come from, from the weakest to the strongest: built-in defaults, one file,
/// the environment, arguments.
public struct SettingsSources: Sendable, Hashable {
  /// Path of a YAML file; nil to read none.
  public var file: String?
  /// The process's environment.
  public var environment: [String: String]
  /// Overrides from the command line; later ones win.
  public var arguments: [SettingsOverride]

  /// Creates sources.
  public init(file: String? = nil, environment: [String: String] = [:], arguments: [SettingsOverride] = []) {
    self.file = file
    self.environment = environment
    self.arguments = arguments
  }

  /// Reads all sources and decodes the settings.
  /// - Throws: ``SettingsError`` naming for each problem the source, the key path, the value and what is allowed.
  public func load<Settings: SettingsSection>(_ type: Settings.Type) throws(SettingsError) -> LoadedSettings<Settings> {
    var tree: YAMLNode
    do {
      tree = try YAMLNode(encoding: Settings())
    } catch {
      throw SettingsError(.builtIn, "", "\(error)")
    }
    if let file {
      let root = try YAMLDocument(file: file).root
      guard root.mapping != nil || root.isNull else {
        throw SettingsError(root.origin, "", "is \(root.summary), must be a mapping (key: value)")
      }
      tree = tree.overlaid(by: root)
    }
    for override in try SettingsOverride.overrides(environment: environment) + arguments {
      tree = tree.overlaid(by: try override.tree())
    }
    return LoadedSettings(settings: try YAMLDecoder().decode(Settings.self, from: tree), tree: tree)
  }
}

/// Settings with the place each value came from.
public struct LoadedSettings<Settings: SettingsSection>: Sendable, Hashable {
  /// The settings.
  public var settings: Settings
  /// All sources merged; every node knows its origin.
  public var tree: YAMLNode

  /// Where the value at a path of keys came from.
  public func origin(of path: [String]) -> SettingsOrigin {
    tree.node(at: path)?.origin ?? .builtIn
  }

  /// An error about one value found wrong only later, such as by the part of the program that uses it.
  public func error(at path: [String], _ message: String) -> SettingsError {
    var keyPath = KeyPathText()
    for key in path { keyPath.append(key: key) }
    let found = tree.node(at: path).map { "is \($0.summary), " } ?? ""
    return SettingsError(origin(of: path), keyPath.text, found + message)
  }

  /// Every value in force as `key.path = value  (origin)`, one a line; texts that look secret are masked.
  public var report: String {
    tree.leafPaths.map { path in
      var keyPath = KeyPathText()
      for key in path { keyPath.append(key: key) }
      let node = tree.node(at: path) ?? .null(origin: .builtIn)
      let isSecret = ["password", "secret"].contains { (path.last ?? "").lowercased().contains($0) }
      return "\(keyPath.text) = \(isSecret ? "********" : node.flowText)  (\(node.origin))"
    }.joined(separator: "\n")
  }
}

extension YAMLNode {
  /// The value on one line, as YAML's flow style writes it.
  var flowText: String {
    switch content {
    case .scalar(let text, let isPlain): isPlain ? text : "\"\(text)\""
    case .sequence(let nodes): "[\(nodes.map(\.flowText).joined(separator: ", "))]"
    case .mapping(let mapping):
      "{\(mapping.entries.map { "\($0.key): \($0.value.flowText)" }.joined(separator: ", "))}"
    }
  }
}

/// A value of a configuration, with the place it was written at.
public struct YAMLNode: Sendable, Hashable {
  /// What a node holds.
  public enum Content: Sendable, Hashable {
    /// Text; `isPlain` if it was written without quotes and so may mean null, a number or a truth value.
    case scalar(String, isPlain: Bool)
    /// Values in order.
    case sequence([YAMLNode])
    /// Values by key, in order.
    case mapping(YAMLMapping)
  }

  /// The value.
  public var content: Content
  /// Where it was written.
  public var origin: SettingsOrigin

  /// Creates a node.
  public init(_ content: Content, origin: SettingsOrigin) {
    self.content = content
    self.origin = origin
  }

  /// A null: nothing, `~` or `null` written plain.
  public static func null(origin: SettingsOrigin) -> YAMLNode {
    YAMLNode(.scalar("null", isPlain: true), origin: origin)
  }

  /// Whether the node stands for "no value".
  public var isNull: Bool {
    guard case .scalar(let text, isPlain: true) = content else { return false }
    return text.isEmpty || text == "~" || text == "null"
  }

  /// The mapping, if it is one.
  public var mapping: YAMLMapping? {
    guard case .mapping(let mapping) = content else { return nil }
    return mapping
  }

  /// What stands here, in few words, for an error message.
  public var summary: String {
    switch content {
    case .scalar(let text, let isPlain):
      if isNull { return "nothing" }
      let short = text.count > 60 ? text.prefix(57) + "…" : text[...]
      return isPlain ? "'\(short)'" : "the quoted text '\(short)'"
    case .sequence(let nodes): return "a list of \(nodes.count)"
    case .mapping(let mapping): return "a mapping of \(mapping.entries.count) keys"
    }
  }

  /// The node at a path of keys, if there is one.
  public func node(at path: some Sequence<String>) -> YAMLNode? {
    var node = self
    for key in path {
      guard let next = node.mapping?[key] else { return nil }
      node = next
    }
    return node
  }

  /// The paths of all keys that lead to something other than a mapping with entries, in order.
  public var leafPaths: [[String]] {
    guard let mapping, !mapping.entries.isEmpty else { return [[]] }
    return mapping.entries.flatMap { entry in entry.value.leafPaths.map { [entry.key] + $0 } }
  }

  /// Lays `upper` over this node: mappings merge key by key, anything else is replaced. A key with nothing after it
  /// leaves a mapping below as it is (a section whose lines are all commented out).
  public func overlaid(by upper: YAMLNode) -> YAMLNode {
    if upper.isNull, mapping != nil { return self }
    guard case .mapping(var merged) = content, case .mapping(let over) = upper.content else { return upper }
    for entry in over.entries {
      var entry = entry
      if let lower = merged[entry.key] { entry.value = lower.overlaid(by: entry.value) }
      merged.set(entry)
    }
    return YAMLNode(.mapping(merged), origin: upper.origin)
  }
}

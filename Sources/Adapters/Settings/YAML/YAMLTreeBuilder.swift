/// Builds the tree from events, without recursion, inside the limits.
struct YAMLTreeBuilder {
  private let path: String
  private let limits: YAMLLimits
  private var open: [Level] = []
  private var nodes = 0
  private var documents = 0
  private(set) var root: YAMLNode?

  /// An open sequence or mapping. A struct changed in place, so that a long list is not copied for each of its values.
  private struct Level {
    var isMapping: Bool
    var origin: SettingsOrigin
    var items: [YAMLNode] = []
    var mapping = YAMLMapping()
    /// The key whose value comes next.
    var pending: (key: String, origin: SettingsOrigin)?

    var awaitsKey: Bool { isMapping && pending == nil }
  }

  init(path: String, limits: YAMLLimits) {
    self.path = path
    self.limits = limits
  }

  mutating func take(_ event: YAMLEvent) throws(SettingsError) {
    let origin = SettingsOrigin.file(path: path, line: event.line, column: event.column)
    if event.hasAnchor {
      throw SettingsError(origin, keyPath, "anchors (&name) are not supported: write the value out")
    }
    if event.hasTag { throw SettingsError(origin, keyPath, "tags (!type) are not supported: the key gives the type") }
    switch event.kind {
    case .streamStart, .streamEnd, .documentEnd: return
    case .documentStart:
      documents += 1
      if documents > 1 { throw SettingsError(origin, "", "a second document (---) starts here; only one is allowed") }
    case .alias: throw SettingsError(origin, keyPath, "aliases (*name) are not supported: write the value out")
    case .scalar(let text, let isPlain):
      try count(origin)
      try scalar(text, isPlain: isPlain, origin)
    case .sequenceStart:
      try descend(origin)
      open.append(Level(isMapping: false, origin: origin))
    case .mappingStart:
      try descend(origin)
      open.append(Level(isMapping: true, origin: origin))
    case .sequenceEnd, .mappingEnd: try close()
    }
  }

  /// The path of the value that is being read.
  private var keyPath: String {
    var path = KeyPathText()
    for level in open {
      if let pending = level.pending {
        path.append(key: pending.key)
      } else if !level.isMapping {
        path.append(index: level.items.count)
      }
    }
    return path.text
  }

  private mutating func count(_ origin: SettingsOrigin) throws(SettingsError) {
    nodes += 1
    guard nodes <= limits.nodes else {
      throw SettingsError(origin, "", "more values than the limit nodes = \(limits.nodes)")
    }
  }

  private mutating func descend(_ origin: SettingsOrigin) throws(SettingsError) {
    try count(origin)
    guard open.count < limits.depth else {
      throw SettingsError(origin, "", "nested deeper than the limit depth = \(limits.depth)")
    }
    if let last = open.last, last.awaitsKey {
      throw SettingsError(origin, keyPath, "a key must be text, not a list or a mapping")
    }
  }

  private mutating func scalar(_ text: String, isPlain: Bool, _ origin: SettingsOrigin) throws(SettingsError) {
    guard let last = open.last, last.awaitsKey else {
      return add(YAMLNode(.scalar(text, isPlain: isPlain), origin: origin))
    }
    if text == "<<", isPlain {
      throw SettingsError(origin, keyPath, "merge keys (<<) are not supported: write the values out")
    }
    if text.isEmpty { throw SettingsError(origin, keyPath, "a key is empty") }
    if let first = last.mapping.entry(text) {
      throw SettingsError(origin, keyPath, "'\(text)' is there twice, first at \(first.keyOrigin)")
    }
    open[open.count - 1].pending = (key: text, origin: origin)
  }

  private mutating func close() throws(SettingsError) {
    let level = open.removeLast()
    add(YAMLNode(level.isMapping ? .mapping(level.mapping) : .sequence(level.items), origin: level.origin))
  }

  private mutating func add(_ node: YAMLNode) {
    guard !open.isEmpty else {
      root = node
      return
    }
    let top = open.count - 1
    if let key = open[top].pending {
      open[top].pending = nil
      open[top].mapping.set(YAMLMapping.Entry(key: key.key, keyOrigin: key.origin, value: node))
    } else {
      open[top].items.append(node)
    }
  }
}

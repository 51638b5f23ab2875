/// Values by key in the order they were written; a key stands once.
public struct YAMLMapping: Sendable, Hashable {
  /// A key with its value.
  public struct Entry: Sendable, Hashable {
    /// The key.
    public var key: String
    /// Where the key was written.
    public var keyOrigin: SettingsOrigin
    /// The value.
    public var value: YAMLNode

    /// Creates an entry.
    public init(key: String, keyOrigin: SettingsOrigin, value: YAMLNode) {
      self.key = key
      self.keyOrigin = keyOrigin
      self.value = value
    }
  }

  /// The entries in order.
  public private(set) var entries: [Entry] = []
  private var positions: [String: Int] = [:]

  /// Creates an empty mapping.
  public init() {}

  /// The value of `key`.
  public subscript(key: String) -> YAMLNode? {
    positions[key].map { entries[$0].value }
  }

  /// The whole entry of `key`.
  public func entry(_ key: String) -> Entry? {
    positions[key].map { entries[$0] }
  }

  /// Adds an entry, or replaces the one of the same key in its place.
  public mutating func set(_ entry: Entry) {
    if let position = positions[entry.key] {
      entries[position] = entry
    } else {
      positions[entry.key] = entries.count
      entries.append(entry)
    }
  }
}

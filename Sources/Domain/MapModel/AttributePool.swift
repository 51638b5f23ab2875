/// Attributes of the pieces read so far, by key and place of the value in the tile's table: pieces that have the same ones share them, which saves
/// memory and the time to make them.
struct AttributePool {
  private struct Part: Hashable {
    var key: AttributeKey
    var value: Int
  }

  private var known: [[Part]: Attributes] = [:]
  private var parts: [Part] = []

  /// Begins with a piece.
  mutating func begin() { parts.removeAll(keepingCapacity: true) }

  /// Adds an attribute of the piece; keys ascend.
  mutating func add(_ key: AttributeKey, value: Int) { parts.append(Part(key: key, value: value)) }

  /// The piece's attributes.
  /// - Precondition: the table has all values.
  mutating func attributes(_ table: [String]) -> Attributes {
    if parts.isEmpty { return Attributes() }
    if let attributes = known[parts] { return attributes }
    let attributes = Attributes(parts.map { Attributes.Entry($0.key, table[$0.value]) })
    // A copy of its own, so that the room of `parts` is used again.
    known[Array(parts[...])] = attributes
    return attributes
  }
}

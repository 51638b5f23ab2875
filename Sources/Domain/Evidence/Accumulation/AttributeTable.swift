import MapModel

/// Attributes read during a traversal, each once; votes refer to them by index + 1.
struct AttributeTable: Sendable {
  private(set) var entries: [Attributes] = []
  private var index: [Attributes: Int] = [:]
  private static let limit = 512

  /// The reference of some attributes; 0 where they are empty or the table is full.
  mutating func reference(_ attributes: Attributes) -> Int {
    guard !attributes.entries.isEmpty else { return 0 }
    if let at = index[attributes] { return at + 1 }
    guard entries.count < Self.limit else { return 0 }
    entries.append(attributes)
    index[attributes] = entries.count - 1
    return entries.count
  }
}

/// Which attributes were read how often; few kinds compete, so they are kept in a row.
struct AttributeTally: Sendable {
  private var kinds: [(reference: Int, weight: Double)] = []

  mutating func add(_ reference: Int, weight: Double) {
    guard reference > 0 else { return }
    if let i = kinds.firstIndex(where: { $0.reference == reference }) {
      kinds[i].weight += weight
    } else if kinds.count < 8 {
      kinds.append((reference, weight))
    }
  }

  /// The attributes read most, the first of equals; 0 where none was read.
  var majority: Int {
    var best = (reference: 0, weight: 0.0)
    for kind in kinds where kind.weight > best.weight { best = kind }
    return best.reference
  }
}

import MapModel

/// Attributes that tell two elements of a class apart.
struct ComparedAttributes {
  /// One bit a key.
  private let keys: UInt32

  /// A sign's code and value, a light's kind.
  static let ofPoints = ComparedAttributes([.signCode, .signValue, .lightKind])
  /// A line's style and colour.
  static let ofLines = ComparedAttributes([.style, .colour])

  private init(_ keys: [AttributeKey]) {
    var bits: UInt32 = 0
    for key in keys { bits |= 1 << UInt32(key.rawValue) }
    self.keys = bits
  }

  /// Whether one of them is known of both and differs.
  func disagree(_ a: Attributes, _ b: Attributes) -> Bool {
    for i in a.entries.indices where keys >> UInt32(a.entries[i].key.rawValue) & 1 == 1 {
      let x = a.entries[i]
      for k in b.entries.indices where b.entries[k].key == x.key && b.entries[k].value != x.value { return true }
    }
    return false
  }
}

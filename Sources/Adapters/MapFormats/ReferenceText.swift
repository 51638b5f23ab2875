import MapModel

/// References in one line of text: `left:12 right:-13 regulation:5`, a minus for reversed.
enum ReferenceText {
  private static let names: [(Reference.Role, String)] = [
    (.leftBound, "left"), (.rightBound, "right"), (.regulation, "regulation"),
  ]

  static func write(_ references: [Reference]) -> String {
    references.map { reference in
      let name = names.first { $0.0 == reference.role }?.1 ?? ""
      return "\(name):\(reference.isReversed ? "-" : "")\(reference.element.value)"
    }.joined(separator: " ")
  }

  /// Nil where the text is not of this form.
  static func read(_ text: String) -> [Reference]? {
    var references: [Reference] = []
    for word in text.split(separator: " ") {
      let parts = word.split(separator: ":")
      guard parts.count == 2, let role = names.first(where: { $0.1 == parts[0] })?.0 else { return nil }
      let isReversed = parts[1].hasPrefix("-")
      guard let value = UInt64(isReversed ? parts[1].dropFirst() : parts[1]) else { return nil }
      references.append(Reference(role, ElementID(value), isReversed: isReversed))
    }
    return references
  }
}

/// How a person names elements: by number, by the id their file gave them, or by class and id.
public struct ElementSelector: Hashable, Sendable {
  private let elementClass: ElementClass?
  private let name: String

  /// A selector of a person's words: `divider-28`, `4711`, `lane_boundary:divider-28`.
  /// - Throws: `MapEditError.selector` for no words.
  public init(_ text: String) throws(MapEditError) {
    let parts = text.split(separator: ":", maxSplits: 1)
    // A file's own ids may hold colons: only a class before it makes one a separator.
    if parts.count == 2, let elementClass = ElementClass(name: String(parts[0])) {
      self.elementClass = elementClass
      name = String(parts[1])
    } else {
      elementClass = nil
      name = text
    }
    if name.isEmpty { throw .selector(text) }
  }

  /// A selector of one element.
  public init(_ id: ElementID) {
    elementClass = nil
    name = String(id.value)
  }

  /// True for the elements meant.
  public func matches(_ element: GeodeticElement) -> Bool {
    if let elementClass, element.elementClass != elementClass { return false }
    return element.attributes[.sourceID] == name || String(element.id.value) == name
  }
}

extension ElementSelector: CustomStringConvertible {
  /// The words it was made of.
  public var description: String { elementClass.map { "\($0.name):\(name)" } ?? name }
}

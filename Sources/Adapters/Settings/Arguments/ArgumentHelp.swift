/// What help says about an argument. A string literal is its `abstract`.
public struct ArgumentHelp: Sendable, Hashable, ExpressibleByStringInterpolation {
  /// One line.
  public var abstract: String
  /// The name of the value in angle brackets; nil for the property's name.
  public var valueName: String?
  /// Whether help shows the argument at all.
  public var isVisible: Bool

  /// Creates a help text.
  public init(_ abstract: String = "", valueName: String? = nil, isVisible: Bool = true) {
    self.abstract = abstract
    self.valueName = valueName
    self.isVisible = isVisible
  }

  /// Creates a help text of one line.
  public init(stringLiteral value: String) { self.init(value) }
}

/// How an option or flag is written.
public struct NameSpecification: Sendable, Hashable, ExpressibleByArrayLiteral {
  /// One way to write it.
  public enum Element: Sendable, Hashable {
    /// `--property-name`.
    case long
    /// `-p`, the first letter of the property's name.
    case short
    /// `--` and this name.
    case customLong(String)
    /// `-` and this letter.
    case customShort(Character)
  }

  /// All ways, the first one stands in messages.
  public var elements: [Element]

  /// Creates a specification of several names.
  public init(arrayLiteral elements: Element...) { self.elements = elements }

  /// `--property-name`.
  public static let long: NameSpecification = [.long]
  /// `-p`.
  public static let short: NameSpecification = [.short]
  /// `-p` and `--property-name`.
  public static let shortAndLong: NameSpecification = [.long, .short]
  /// `--` and this name.
  public static func customLong(_ name: String) -> NameSpecification { [.customLong(name)] }
  /// `-` and this letter.
  public static func customShort(_ letter: Character) -> NameSpecification { [.customShort(letter)] }

  /// The names as they are typed, dashes included.
  func spellings(property: String) -> [String] {
    elements.map { element in
      switch element {
      case .long: "--" + property.kebabCased
      case .short: "-" + property.prefix(1).lowercased()
      case .customLong(let name): "--" + name
      case .customShort(let letter): "-\(letter)"
      }
    }
  }
}

extension String {
  /// `maxFrames_s` as `max-frames-s`.
  var kebabCased: String { snakeCased.replacing("_", with: "-") }
}

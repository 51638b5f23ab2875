import Synchronization

/// A parsed value. Shared by the copies of a command, because the parser fills it after the command was made.
final class ArgumentBox<Value: Sendable>: Sendable {
  private let state: Mutex<Value?>

  init(_ value: Value?) { state = Mutex(value) }

  var value: Value? {
    get { state.withLock { $0 } }
    set { state.withLock { $0 = newValue } }
  }
}

/// What the parser knows of one property: its spelling, its help, and how to set it.
struct ArgumentDefinition: Sendable {
  enum Kind: Sendable {
    /// Takes no value; `set` is called with the value of its spelling.
    case flag
    /// Takes one value.
    case option
    /// Has no name.
    case positional
  }

  var kind: Kind
  /// As typed, dashes included; empty for positionals.
  var spellings: [String]
  /// Spellings that set a flag to false.
  var negatedSpellings: [String] = []
  var valueName: String
  var help: ArgumentHelp
  /// Takes any number of values.
  var isRepeating: Bool
  var isRequired: Bool
  /// As help shows it; nil for none.
  var defaultText: String?
  var allowedValues: String
  var allValueStrings: [String]
  /// Takes a text; false if it is no value of the type.
  var set: @Sendable (String) -> Bool

  /// The name messages use.
  var displayName: String { spellings.first ?? "<\(valueName)>" }
}

/// A property of a command that the parser fills.
protocol ArgumentProperty {
  /// The definitions, given the name of the property in the code.
  func definitions(property: String) -> [ArgumentDefinition]
}

extension ParsableArguments {
  /// All definitions in the order of the properties.
  func definitions() -> [ArgumentDefinition] {
    Mirror(reflecting: self).children.flatMap { child -> [ArgumentDefinition] in
      guard let property = child.value as? any ArgumentProperty else { return [] }
      let label = child.label ?? ""
      return property.definitions(property: label.hasPrefix("_") ? String(label.dropFirst()) : label)
    }
  }

  /// The option groups inside, to be validated before this one.
  func groups() -> [any ParsableArguments] {
    Mirror(reflecting: self).children.compactMap { ($0.value as? any ArgumentGroup)?.group }
  }
}

/// A property that holds arguments of its own.
protocol ArgumentGroup {
  var group: any ParsableArguments { get }
}

/// How a flag is switched off.
public enum FlagInversion: Sendable, Hashable {
  /// It cannot be.
  case none
  /// By `--no-name`.
  case prefixedNo
}

/// A property set by `--name` alone: true or false, or how often it stands there.
@propertyWrapper
public struct Flag<Value: Sendable>: Sendable {
  private let box: ArgumentBox<Value>
  private let define: @Sendable (String) -> [ArgumentDefinition]

  /// The parsed value.
  public var wrappedValue: Value {
    guard let value = box.value else { preconditionFailure("the flag was read before the command was parsed") }
    return value
  }

  private init(
    _ initial: Value, name: NameSpecification, inversion: FlagInversion, help: ArgumentHelp, defaultText: String?,
    isRepeating: Bool, set: @escaping @Sendable (String, ArgumentBox<Value>) -> Bool
  ) {
    let box = ArgumentBox<Value>(initial)
    self.box = box
    define = { property in
      let spellings = name.spellings(property: property)
      let negated = spellings.filter { $0.hasPrefix("--") }.map { "--no-" + $0.dropFirst(2) }
      return [
        ArgumentDefinition(
          kind: .flag, spellings: spellings, negatedSpellings: inversion == .prefixedNo ? negated : [],
          valueName: property.kebabCased, help: help, isRepeating: isRepeating, isRequired: false,
          defaultText: defaultText, allowedValues: "", allValueStrings: [], set: { set($0, box) })
      ]
    }
  }
}

extension Flag where Value == Bool {
  /// A flag that is on or off.
  public init(
    wrappedValue: Bool = false, name: NameSpecification = .long, inversion: FlagInversion = .none,
    help: ArgumentHelp = ""
  ) {
    self.init(
      wrappedValue, name: name, inversion: inversion, help: help,
      defaultText: inversion == .prefixedNo ? (wrappedValue ? "on" : "off") : nil, isRepeating: false,
      set: { text, box in
        box.value = text == "true"
        return true
      })
  }
}

extension Flag where Value == Int {
  /// A flag that counts, as in `-vv`.
  public init(wrappedValue: Int = 0, name: NameSpecification = .shortAndLong, help: ArgumentHelp = "") {
    self.init(
      wrappedValue, name: name, inversion: .none, help: help, defaultText: nil, isRepeating: true,
      set: { _, box in
        box.value = (box.value ?? 0) + 1
        return true
      })
  }
}

extension Flag: ArgumentProperty {
  func definitions(property: String) -> [ArgumentDefinition] { define(property) }
}

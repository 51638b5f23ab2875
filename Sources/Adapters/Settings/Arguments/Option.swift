/// A property set by `--name VALUE` or `--name=VALUE`.
///
/// Without a default it must be given, unless its type is optional (nil then) or an array (repeat the option).
@propertyWrapper
public struct Option<Value: Sendable>: Sendable {
  private let box: ArgumentBox<Value>
  private let define: @Sendable (String) -> ArgumentDefinition

  /// The parsed value.
  public var wrappedValue: Value {
    guard let value = box.value else { preconditionFailure("the option was read before the command was parsed") }
    return value
  }

  private init(
    _ initial: Value?, name: NameSpecification, help: ArgumentHelp, isRepeating: Bool = false,
    defaultText: String? = nil, allowed: String, all: [String],
    set: @escaping @Sendable (String, ArgumentBox<Value>) -> Bool
  ) {
    let box = ArgumentBox(initial)
    self.box = box
    define = { property in
      ArgumentDefinition(
        kind: .option, spellings: name.spellings(property: property),
        valueName: help.valueName ?? property.kebabCased, help: help, isRepeating: isRepeating,
        isRequired: initial == nil, defaultText: defaultText, allowedValues: allowed, allValueStrings: all,
        set: { set($0, box) })
    }
  }
}

extension Option where Value: ExpressibleByArgument {
  /// An option with a default.
  public init(wrappedValue: Value, name: NameSpecification = .long, help: ArgumentHelp = "") {
    self.init(
      wrappedValue, name: name, help: help, defaultText: wrappedValue.defaultValueDescription,
      allowed: Value.allowedValues, all: Value.allValueStrings, set: setSingle)
  }

  /// An option that must be given.
  public init(name: NameSpecification = .long, help: ArgumentHelp = "") {
    self.init(
      nil, name: name, help: help, allowed: Value.allowedValues, all: Value.allValueStrings, set: setSingle)
  }
}

extension Option {
  /// An option that may be left out.
  public init<Wrapped: ExpressibleByArgument>(
    wrappedValue: Wrapped? = nil, name: NameSpecification = .long, help: ArgumentHelp = ""
  ) where Value == Wrapped? {
    self.init(
      .some(wrappedValue), name: name, help: help, defaultText: wrappedValue?.defaultValueDescription,
      allowed: Wrapped.allowedValues, all: Wrapped.allValueStrings, set: setOptional)
  }

  /// An option that may be repeated; given once or more it replaces the default.
  public init<Element: ExpressibleByArgument>(
    wrappedValue: [Element] = [], name: NameSpecification = .long, help: ArgumentHelp = ""
  ) where Value == [Element] {
    let texts = wrappedValue.map(\.defaultValueDescription)
    self.init(
      wrappedValue, name: name, help: help, isRepeating: true,
      defaultText: texts.isEmpty ? nil : texts.joined(separator: ", "), allowed: Element.allowedValues,
      all: Element.allValueStrings, set: appender(after: wrappedValue))
  }
}

extension Option: ArgumentProperty {
  func definitions(property: String) -> [ArgumentDefinition] { [define(property)] }
}

@Sendable func setSingle<Value: ExpressibleByArgument>(_ text: String, _ box: ArgumentBox<Value>) -> Bool {
  guard let value = Value(argument: text) else { return false }
  box.value = value
  return true
}

@Sendable func setOptional<Wrapped: ExpressibleByArgument>(_ text: String, _ box: ArgumentBox<Wrapped?>) -> Bool {
  guard let value = Wrapped(argument: text) else { return false }
  box.value = .some(value)
  return true
}

/// Appends to what was given before; the first value given replaces the default.
func appender<Element: ExpressibleByArgument>(
  after initial: [Element]
) -> @Sendable (String, ArgumentBox<[Element]>) -> Bool {
  let given = ArgumentBox<[Element]>([])
  return { text, box in
    guard let value = Element(argument: text) else { return false }
    let values = (given.value ?? []) + [value]
    given.value = values
    box.value = values
    return true
  }
}

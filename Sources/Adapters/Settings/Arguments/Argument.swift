/// A property set by its place among the arguments that are no options.
///
/// Without a default it must be given, unless its type is optional (nil then); an array takes all that follow.
@propertyWrapper
public struct Argument<Value: Sendable>: Sendable {
  private let box: ArgumentBox<Value>
  private let define: @Sendable (String) -> ArgumentDefinition

  /// The parsed value.
  public var wrappedValue: Value {
    guard let value = box.value else { preconditionFailure("the argument was read before the command was parsed") }
    return value
  }

  private init(
    _ initial: Value?, help: ArgumentHelp, isRepeating: Bool = false, isRequired: Bool, defaultText: String? = nil,
    allowed: String, all: [String], set: @escaping @Sendable (String, ArgumentBox<Value>) -> Bool
  ) {
    let box = ArgumentBox(initial)
    self.box = box
    define = { property in
      ArgumentDefinition(
        kind: .positional, spellings: [], valueName: help.valueName ?? property.kebabCased, help: help,
        isRepeating: isRepeating, isRequired: isRequired, defaultText: defaultText, allowedValues: allowed,
        allValueStrings: all, set: { set($0, box) })
    }
  }
}

extension Argument where Value: ExpressibleByArgument {
  /// An argument with a default.
  public init(wrappedValue: Value, help: ArgumentHelp = "") {
    self.init(
      wrappedValue, help: help, isRequired: false, defaultText: wrappedValue.defaultValueDescription,
      allowed: Value.allowedValues, all: Value.allValueStrings, set: setSingle)
  }

  /// An argument that must be given.
  public init(help: ArgumentHelp = "") {
    self.init(
      nil, help: help, isRequired: true, allowed: Value.allowedValues, all: Value.allValueStrings, set: setSingle)
  }
}

extension Argument {
  /// An argument that may be left out.
  public init<Wrapped: ExpressibleByArgument>(
    wrappedValue: Wrapped? = nil, help: ArgumentHelp = ""
  ) where Value == Wrapped? {
    self.init(
      .some(wrappedValue), help: help, isRequired: false, defaultText: wrappedValue?.defaultValueDescription,
      allowed: Wrapped.allowedValues, all: Wrapped.allValueStrings, set: setOptional)
  }

  /// All further arguments; none is as good as many.
  public init<Element: ExpressibleByArgument>(
    wrappedValue: [Element], help: ArgumentHelp = ""
  ) where Value == [Element] {
    self.init(
      wrappedValue, help: help, isRepeating: true, isRequired: false, allowed: Element.allowedValues,
      all: Element.allValueStrings, set: appender(after: wrappedValue))
  }

  /// All further arguments; at least one.
  public init<Element: ExpressibleByArgument>(help: ArgumentHelp = "") where Value == [Element] {
    self.init(
      [], help: help, isRepeating: true, isRequired: true, allowed: Element.allowedValues,
      all: Element.allValueStrings, set: appender(after: []))
  }
}

extension Argument: ArgumentProperty {
  func definitions(property: String) -> [ArgumentDefinition] { [define(property)] }
}

/// A property whose own options become options of the command, for what several commands share.
@propertyWrapper
public struct OptionGroup<Value: ParsableArguments>: Sendable, ArgumentProperty, ArgumentGroup {
  /// The options.
  public let wrappedValue: Value

  /// Creates the group.
  public init() { wrappedValue = Value() }

  func definitions(property: String) -> [ArgumentDefinition] { wrappedValue.definitions() }
  var group: any ParsableArguments { wrappedValue }
}

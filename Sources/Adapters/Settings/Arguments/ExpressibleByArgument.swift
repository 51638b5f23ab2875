/// A type that is read from one argument.
public protocol ExpressibleByArgument: Sendable {
  /// Reads the text; nil if it is none of the type's values.
  init?(argument: String)

  /// The text of this value, as help shows a default.
  var defaultValueDescription: String { get }

  /// All texts that are accepted, if they are few; help and errors list them.
  static var allValueStrings: [String] { get }

  /// What is accepted, in few words after "must be", such as "a whole number".
  static var allowedValues: String { get }
}

extension ExpressibleByArgument {
  /// The value as interpolation writes it.
  public var defaultValueDescription: String { "\(self)" }
  /// None listed.
  public static var allValueStrings: [String] { [] }
  /// The listed values, or a value of the type's name.
  public static var allowedValues: String {
    allValueStrings.isEmpty ? "a valid \(Self.self)" : "one of \(allValueStrings.joined(separator: ", "))"
  }
}

extension ExpressibleByArgument where Self: RawRepresentable, RawValue == String {
  /// Reads a raw value.
  public init?(argument: String) { self.init(rawValue: argument) }
  /// The raw value.
  public var defaultValueDescription: String { rawValue }
}

extension ExpressibleByArgument where Self: CaseIterable & RawRepresentable, RawValue == String {
  /// The raw values of all cases.
  public static var allValueStrings: [String] { allCases.map(\.rawValue) }
}

extension String: ExpressibleByArgument {
  /// Takes the text as it is.
  public init?(argument: String) { self = argument }
  /// "text".
  public static var allowedValues: String { "text" }
}

extension Double: ExpressibleByArgument {
  /// Reads a finite decimal number.
  public init?(argument: String) {
    guard argument.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }), let value = Double(argument),
      value.isFinite
    else { return nil }
    self = value
  }
  /// "a finite number".
  public static var allowedValues: String { "a finite number" }
}

extension ExpressibleByArgument where Self: FixedWidthInteger {
  /// Reads a whole decimal number.
  public init?(argument: String) {
    guard let value = Self(argument, radix: 10) else { return nil }
    self = value
  }
  /// The range of the type.
  public static var allowedValues: String { "a whole number in \(Self.min)…\(Self.max)" }
}

extension Int: ExpressibleByArgument {}
extension Int32: ExpressibleByArgument {}
extension Int64: ExpressibleByArgument {}
extension UInt16: ExpressibleByArgument {}
extension UInt32: ExpressibleByArgument {}
extension UInt64: ExpressibleByArgument {}
extension Stage: ExpressibleByArgument {}
extension LogSettings.Level: ExpressibleByArgument {}
extension LogSettings.Format: ExpressibleByArgument {}

extension StartPosition: ExpressibleByArgument {
  /// Reads `earliest`, `latest` or a time.
  public init?(argument: String) { self.init(argument) }
  /// The three forms.
  public static var allowedValues: String { "earliest, latest or a time such as 2026-03-01T06:00:00Z" }
}

/// A value beside a log message, with its type, so that JSON stays typed.
public enum LogValue: Sendable, Hashable {
  /// Text.
  case text(String)
  /// A whole number.
  case integer(Int64)
  /// Any number; not finite ones are written as text.
  case number(Double)
  /// True or false.
  case truth(Bool)

  /// A whole number of any width; what does not fit is written as text.
  public init(_ value: some BinaryInteger) {
    self = Int64(exactly: value).map(LogValue.integer) ?? .text("\(value)")
  }
}

extension LogValue: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral
{
  /// Text.
  public init(stringLiteral value: String) { self = .text(value) }
  /// A whole number.
  public init(integerLiteral value: Int64) { self = .integer(value) }
  /// A number.
  public init(floatLiteral value: Double) { self = .number(value) }
  /// True or false.
  public init(booleanLiteral value: Bool) { self = .truth(value) }
}

/// Named values beside a log message, in order; a name stands once, the last value counts.
public struct LogMetadata: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  /// Names with values, in the order they were first set.
  public private(set) var fields: [Field] = []

  /// One named value.
  public struct Field: Sendable, Hashable {
    /// The name, with the unit as suffix.
    public var key: String
    /// The value.
    public var value: LogValue
  }

  /// Creates metadata from `["partition": 3]`.
  public init(dictionaryLiteral elements: (String, LogValue)...) {
    for (key, value) in elements { self[key] = value }
  }

  /// The value of a name.
  public subscript(key: String) -> LogValue? {
    get { fields.first { $0.key == key }?.value }
    set {
      let position = fields.firstIndex { $0.key == key }
      switch (position, newValue) {
      case (let position?, let value?): fields[position].value = value
      case (let position?, nil): fields.remove(at: position)
      case (nil, let value?): fields.append(Field(key: key, value: value))
      case (nil, nil): break
      }
    }
  }

  /// These values with `other` on top.
  public func merging(_ other: LogMetadata) -> LogMetadata {
    var result = self
    for field in other.fields { result[field.key] = field.value }
    return result
  }
}

/// JSON as it was written: numbers keep their text, so that 64-bit integers and 32-bit floats are read by the type of their field.
enum JSONValue: Equatable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([JSONValue])
  /// Names and values in the order they came; a name may repeat.
  case object([Member])

  struct Member: Equatable {
    let name: String
    let value: JSONValue
  }

  /// The kind of value as an error names it, with its text where that is short.
  var words: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .number(let text): text
    case .string(let text): "\"\(text)\""
    case .array(let values): "an array of \(values.count)"
    case .object: "an object"
    }
  }
}

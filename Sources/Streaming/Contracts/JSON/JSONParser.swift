import Observations

/// A strict reader of one JSON text (RFC 8259) in UTF-8. Linear in the bytes, nesting bounded.
struct JSONParser {
  private static let deepest = 24

  private let bytes: [UInt8]
  private var at = 0

  /// The value of a whole text.
  /// - Throws: `malformedJSON` with the place, counted in bytes from 0.
  static func value(of bytes: [UInt8]) throws(Rejection) -> JSONValue {
    var parser = JSONParser(bytes: bytes)
    parser.skipSpace()
    let value = try parser.value(depth: 0)
    parser.skipSpace()
    guard parser.at == bytes.count else { throw parser.malformed("the end of the text") }
    return value
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private func malformed(_ expected: String) -> Rejection {
    let found = at < bytes.count ? "byte \(at)" : "the end at byte \(at)"
    return Rejection(.malformedJSON, value: found, limit: expected)
  }

  private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func skipSpace() {
    while at < bytes.count, [0x20, 0x0a, 0x0d, 0x09].contains(bytes[at]) { at += 1 }
  }

  private mutating func value(depth: Int) throws(Rejection) -> JSONValue {
    guard depth <= Self.deepest else {
      throw Rejection(.tooDeep, value: "byte \(at)", limit: "JSON at most \(Self.deepest) deep")
    }
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func word(_ text: StaticString, _ value: JSONValue) throws(Rejection) -> JSONValue {
    let letters = Array("\(text)".utf8)
    guard bytes[at...].starts(with: letters) else { throw malformed("\(text)") }
    at += letters.count
    return value
  }

  private mutating func array(depth: Int) throws(Rejection) -> JSONValue {
    at += 1
    var values: [JSONValue] = []
    skipSpace()
    if next == UInt8(ascii: "]") {
      at += 1
      return .array(values)
    }
    while true {
      skipSpace()
      values.append(try value(depth: depth + 1))
      skipSpace()
      switch next {
      case UInt8(ascii: ","): at += 1
      case UInt8(ascii: "]"):
        at += 1
        return .array(values)
      default: throw malformed("a comma or ]")
      }
    }
  }

  private mutating func object(depth: Int) throws(Rejection) -> JSONValue {
    at += 1
    var members: [JSONValue.Member] = []
    skipSpace()
    if next == UInt8(ascii: "}") {
      at += 1
      return .object(members)
    }
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw malformed("a name in quotes") }
      let name = try string()
      skipSpace()
      guard next == UInt8(ascii: ":") else { throw malformed("a colon") }
      at += 1
      skipSpace()
      members.append(JSONValue.Member(name: name, value: try value(depth: depth + 1)))
      skipSpace()
      switch next {
      case UInt8(ascii: ","): at += 1
      case UInt8(ascii: "}"):
        at += 1
        return .object(members)
      default: throw malformed("a comma or }")
      }
    }
  }

  /// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`
  private mutating func number() throws(Rejection) -> String {
    let start = at
    func isDigit(_ byte: UInt8?) -> Bool { byte.map { $0 >= 0x30 && $0 <= 0x39 } ?? false }
    if next == UInt8(ascii: "-") { at += 1 }
    guard isDigit(next) else { throw malformed("a value") }
    if next == 0x30 { at += 1 } else { while isDigit(next) { at += 1 } }
    if next == UInt8(ascii: ".") {
      at += 1
      guard isDigit(next) else { throw malformed("a digit") }
      while isDigit(next) { at += 1 }
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      at += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { at += 1 }
      guard isDigit(next) else { throw malformed("a digit") }
      while isDigit(next) { at += 1 }
    }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  private mutating func string() throws(Rejection) -> String {
    at += 1
    let start = at
    while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { at += 1 }
    if next == UInt8(ascii: "\"") {
      guard let text = String(validating: bytes[start..<at], as: UTF8.self) else { throw malformed("UTF-8") }
      at += 1
      return text
    }
    return try escapedString(from: start)
  }

  private mutating func escapedString(from start: Int) throws(Rejection) -> String {
    var utf8 = Array(bytes[start..<at])
    while let byte = next {
      at += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: utf8, as: UTF8.self) else { throw malformed("UTF-8") }
        return text
      case UInt8(ascii: "\\"): utf8 += Array(String(try escape()).utf8)
      case ..<0x20: throw malformed("text without control characters")
      default: utf8.append(byte)
      }
    }
    throw malformed("a closing quote")
  }

  private mutating func escape() throws(Rejection) -> Unicode.Scalar {
    guard let letter = next else { throw malformed("an escape") }
    at += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default: throw malformed("an escape")
    }
    let high = try hexadecimal()
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard (0xd800..<0xdc00).contains(high), bytes[at...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
      throw malformed("a surrogate pair")
    }
    at += 2
    let low = try hexadecimal()
    guard (0xdc00..<0xe000).contains(low), let scalar = Unicode.Scalar(0x10000 + (high - 0xd800) << 10 + (low - 0xdc00))
    else { throw malformed("a surrogate pair") }
    return scalar
  }

  private mutating func hexadecimal() throws(Rejection) -> UInt32 {
    guard at + 4 <= bytes.count, bytes[at] != UInt8(ascii: "+"), bytes[at] != UInt8(ascii: "-"),
      let number = UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
    else { throw malformed("four hexadecimal digits") }
    at += 4
    return number
  }
}

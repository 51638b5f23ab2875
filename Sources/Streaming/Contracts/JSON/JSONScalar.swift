import CContracts
import Foundation
import Observations

/// Single values of JSON, read by the type of their field.
enum JSONScalar {
  /// Size of one entry in a message's memory, bytes.
  static func size_bytes(of type: ProtobufCType) -> Int {
    switch type {
    case PROTOBUF_C_TYPE_INT64, PROTOBUF_C_TYPE_SINT64, PROTOBUF_C_TYPE_SFIXED64, PROTOBUF_C_TYPE_UINT64,
      PROTOBUF_C_TYPE_FIXED64, PROTOBUF_C_TYPE_DOUBLE, PROTOBUF_C_TYPE_STRING, PROTOBUF_C_TYPE_MESSAGE:
      8
    case PROTOBUF_C_TYPE_BYTES: unsafe MemoryLayout<ProtobufCBinaryData>.stride
    default: 4
    }
  }

  static func wrongType(_ value: JSONValue, _ wanted: String, _ path: String) -> Rejection {
    Rejection(.wrongType, field: path, value: value.words, limit: wanted)
  }

  /// A whole number, as a number or as text; `1.0` and `1e3` are whole too.
  static func integer<Number: FixedWidthInteger>(
    _ value: JSONValue, _ path: @autoclosure () -> String, _: Number.Type = Number.self
  ) throws(Rejection) -> Number {
    let digits: String
    switch value {
    case .number(let text), .string(let text): digits = text
    default: throw wrongType(value, "a whole number", path())
    }
    if let number = Number(digits), !digits.hasPrefix("+") { return number }
    guard isDecimal(digits), let real = Double(digits), real.isFinite, real.rounded() == real else {
      throw wrongType(value, "a whole number", path())
    }
    // Beyond 2^53 a real number no longer tells which whole one was meant.
    guard abs(real) <= 9_007_199_254_740_992, let number = Number(exactly: real) else {
      throw Rejection(.outOfRange, field: path(), value: digits, limit: "\(Number.min) to \(Number.max)")
    }
    return number
  }

  static func real<Number: BinaryFloatingPoint & LosslessStringConvertible>(
    _ value: JSONValue, _ path: @autoclosure () -> String, _: Number.Type = Number.self
  ) throws(Rejection) -> Number {
    let digits: String
    switch value {
    case .number(let text): digits = text
    case .string(let text):
      guard !["NaN", "Infinity", "-Infinity"].contains(text) else {
        throw Rejection(.notFinite, field: path(), value: text, limit: "finite")
      }
      guard isDecimal(text) else { throw wrongType(value, "a number", path()) }
      digits = text
    default: throw wrongType(value, "a number", path())
    }
    guard let number = Number(digits) else { throw wrongType(value, "a number", path()) }
    guard number.isFinite else {
      throw Rejection(.outOfRange, field: path(), value: digits, limit: "a number of \(Number.self)")
    }
    return number == 0 ? 0 : number
  }

  /// Swift reads hexadecimal numbers and words too; JSON does not.
  private static func isDecimal(_ digits: String) -> Bool {
    guard let first = digits.utf8.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first) else {
      return false
    }
    return digits.utf8.allSatisfy { (0x2b...0x39).contains($0) && $0 != 0x2c && $0 != 0x2f || $0 | 0x20 == 0x65 }
  }

  static func boolean(_ value: JSONValue, _ path: @autoclosure () -> String) throws(Rejection) -> Bool {
    guard case .bool(let truth) = value else { throw wrongType(value, "true or false", path()) }
    return truth
  }

  static func text(_ value: JSONValue, _ path: @autoclosure () -> String) throws(Rejection) -> String {
    guard case .string(let text) = value else { throw wrongType(value, "text", path()) }
    guard !text.utf8.contains(0) else {
      throw Rejection(.controlCharacter, field: path(), value: "NUL", limit: "text without control characters")
    }
    return text
  }

  /// Base64 with or without padding, standard or URL-safe.
  static func bytes(_ value: JSONValue, _ path: @autoclosure () -> String) throws(Rejection) -> [UInt8] {
    guard case .string(let text) = value else { throw wrongType(value, "base64 text", path()) }
    var letters = text.utf8.map {
      $0 == UInt8(ascii: "-") ? UInt8(ascii: "+") : $0 == UInt8(ascii: "_") ? UInt8(ascii: "/") : $0
    }
    while letters.count % 4 != 0 { letters.append(UInt8(ascii: "=")) }
    guard let data = Data(base64Encoded: Data(letters)) else { throw wrongType(value, "base64 text", path()) }
    return [UInt8](data)
  }

  /// A value of an enum by name or number. Numbers this version does not know are kept: the message's codec refuses them.
  static func enumeration(
    _ value: JSONValue, _ field: FieldShape, _ path: @autoclosure () -> String
  ) throws(Rejection) -> Int32 {
    guard case .string(let name) = value else { return try integer(value, path()) }
    guard let number = field.enumValue(named: name) else {
      throw Rejection(.unknownValue, field: path(), value: name, limit: "a name of its enum")
    }
    return number
  }
}

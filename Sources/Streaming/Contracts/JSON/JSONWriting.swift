import CContracts
import Foundation
import Observations

/// A message in C to JSON text.
struct JSONWriting {
  private(set) var text: [UInt8] = []

  mutating func append(
    _ message: UnsafeMutablePointer<ProtobufCMessage>, _ shape: MessageShape, path: String
  ) throws(Rejection) {
    text.append(UInt8(ascii: "{"))
    let raw = UnsafeRawPointer(message)
    var isFirst = true
    for i in 0..<shape.fieldCount {
      let field = shape.field(i)
      guard unsafe Self.isSet(field, raw) else { continue }
      if !isFirst { text.append(UInt8(ascii: ",")) }
      isFirst = false
      text.append(UInt8(ascii: "\""))
      field.appendJSONName(to: &text)
      text += [UInt8(ascii: "\""), UInt8(ascii: ":")]
      if field.isRepeated {
        try unsafe appendEntries(of: field, raw, path: path)
      } else {
        try unsafe append(field, raw + field.offset, path: path)
      }
    }
    text.append(UInt8(ascii: "}"))
  }

  private mutating func appendEntries(
    of field: FieldShape, _ message: UnsafeRawPointer, path: String
  ) throws(Rejection) {
    let count = unsafe message.load(fromByteOffset: field.quantifierOffset, as: Int.self)
    let entries = unsafe message.load(fromByteOffset: field.offset, as: UnsafeRawPointer?.self)
    text.append(UInt8(ascii: "["))
    if let entries = unsafe entries {
      let stride = JSONScalar.size_bytes(of: field.type)
      for k in 0..<count {
        if k > 0 { text.append(UInt8(ascii: ",")) }
        try unsafe append(field, entries + k * stride, path: path)
      }
    }
    text.append(UInt8(ascii: "]"))
  }

  /// Present as proto3 has it: not at its default, or the one of its oneof that is set.
  private static func isSet(_ field: FieldShape, _ message: UnsafeRawPointer) -> Bool {
    if field.isRepeated { return unsafe message.load(fromByteOffset: field.quantifierOffset, as: Int.self) > 0 }
    if field.isInOneof {
      return unsafe message.load(fromByteOffset: field.quantifierOffset, as: UInt32.self) == field.number
    }
    let value = unsafe message + field.offset
    switch field.type {
    case PROTOBUF_C_TYPE_MESSAGE: return unsafe value.load(as: UnsafeRawPointer?.self) != nil
    case PROTOBUF_C_TYPE_STRING:
      guard let text = unsafe value.load(as: UnsafePointer<CChar>?.self) else { return false }
      return unsafe text.pointee != 0
    case PROTOBUF_C_TYPE_BYTES: return unsafe value.load(as: ProtobufCBinaryData.self).len > 0
    case PROTOBUF_C_TYPE_DOUBLE: return unsafe value.load(as: Double.self) != 0
    case PROTOBUF_C_TYPE_FLOAT: return unsafe value.load(as: Float.self) != 0
    case PROTOBUF_C_TYPE_INT64, PROTOBUF_C_TYPE_SINT64, PROTOBUF_C_TYPE_SFIXED64, PROTOBUF_C_TYPE_UINT64,
      PROTOBUF_C_TYPE_FIXED64:
      return unsafe value.load(as: UInt64.self) != 0
    default: return unsafe value.load(as: UInt32.self) != 0
    }
  }

  private mutating func append(_ field: FieldShape, _ value: UnsafeRawPointer, path: String) throws(Rejection) {
    switch field.type {
    case PROTOBUF_C_TYPE_MESSAGE:
      guard let shape = field.message, let message = unsafe value.load(as: UnsafeMutablePointer<ProtobufCMessage>?.self)
      else { return text += Array("{}".utf8) }
      try unsafe append(message, shape, path: "\(path)\(field.name).")
    case PROTOBUF_C_TYPE_STRING:
      appendQuoted(unsafe Columns.text(value.load(as: UnsafeMutablePointer<CChar>?.self)))
    case PROTOBUF_C_TYPE_BYTES:
      appendQuoted(Data(unsafe Columns.copy(value.load(as: ProtobufCBinaryData.self))).base64EncodedString())
    case PROTOBUF_C_TYPE_FLOAT:
      let number = unsafe value.load(as: Float.self)
      try appendNumber(number.description, number.isFinite, number == 0, "\(path)\(field.name)")
    case PROTOBUF_C_TYPE_DOUBLE:
      let number = unsafe value.load(as: Double.self)
      try appendNumber(number.description, number.isFinite, number == 0, "\(path)\(field.name)")
    case PROTOBUF_C_TYPE_INT64, PROTOBUF_C_TYPE_SINT64, PROTOBUF_C_TYPE_SFIXED64:
      appendQuoted(String(unsafe value.load(as: Int64.self)))
    case PROTOBUF_C_TYPE_UINT64, PROTOBUF_C_TYPE_FIXED64:
      appendQuoted(String(unsafe value.load(as: UInt64.self)))
    case PROTOBUF_C_TYPE_UINT32, PROTOBUF_C_TYPE_FIXED32:
      text += Array(String(unsafe value.load(as: UInt32.self)).utf8)
    case PROTOBUF_C_TYPE_BOOL: text += Array((unsafe value.load(as: Int32.self)) != 0 ? "true".utf8 : "false".utf8)
    case PROTOBUF_C_TYPE_ENUM:
      let number = unsafe value.load(as: Int32.self)
      if let name = field.enumName(of: number) { appendQuoted(name) } else { text += Array(String(number).utf8) }
    default: text += Array(String(unsafe value.load(as: Int32.self)).utf8)
    }
  }

  private mutating func appendNumber(
    _ digits: String, _ isFinite: Bool, _ isZero: Bool, _ path: @autoclosure () -> String
  ) throws(Rejection) {
    guard isFinite else { throw Rejection(.notFinite, field: path(), value: digits, limit: "finite") }
    guard !isZero else { return text.append(UInt8(ascii: "0")) }
    text += digits.utf8
    if digits.hasSuffix(".0") { text.removeLast(2) }
  }

  private mutating func appendQuoted(_ string: String) {
    text.append(UInt8(ascii: "\""))
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), byte]
      case 0x0a: text += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
      case ..<0x20:
        let digits = String(byte, radix: 16)
        text += Array("\\u00\(digits.utf8.count < 2 ? "0" : "")\(digits)".utf8)
      default: text.append(byte)
      }
    }
    text.append(UInt8(ascii: "\""))
  }
}

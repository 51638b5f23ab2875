import CContracts
import Observations

/// JSON to a message in C.
struct JSONReading: ~Copyable {
  /// What messages are built in; they point into it.
  let arena: Arena
  private let limit_bytes: Int

  init(limit_bytes: Int) {
    self.limit_bytes = limit_bytes
    arena = Arena(first_bytes: min(limit_bytes, 16 * 1024), limit_bytes: limit_bytes)
  }

  private func take(_ bytes: Int, _ path: @autoclosure () -> String) throws(Rejection) -> UnsafeMutableRawPointer {
    guard let memory = unsafe arena.allocate(bytes) else {
      throw Rejection(.tooCostly, field: path(), limit: "a message that takes at most \(limit_bytes) bytes of memory")
    }
    return unsafe memory
  }

  func message(
    _ value: JSONValue, _ shape: MessageShape, path: String
  ) throws(Rejection) -> UnsafeMutablePointer<ProtobufCMessage> {
    guard case .object(let members) = value else { throw JSONScalar.wrongType(value, "an object", path) }
    let raw = try unsafe take(shape.size_bytes, path)
    let message = unsafe raw.bindMemory(to: ProtobufCMessage.self, capacity: 1)
    unsafe shape.initialize(message)
    var seen: Set<Int> = []
    for member in members {
      let here = path.isEmpty ? member.name : "\(path).\(member.name)"
      guard let index = shape.index(named: member.name) else {
        throw Rejection(.unknownField, field: here, value: member.value.words, limit: "a field of \(shape.name)")
      }
      guard seen.insert(index).inserted else {
        throw Rejection(.duplicate, field: here, value: member.value.words, limit: "each field once")
      }
      if member.value == .null { continue }
      let field = shape.field(index)
      if field.isRepeated {
        try unsafe storeEntries(member.value, field, raw, path: here)
      } else {
        if field.isInOneof { try unsafe claim(field, raw, path: here) }
        try unsafe store(member.value, field, raw + field.offset, path: here)
      }
    }
    return unsafe message
  }

  /// Marks the field as the one of its oneof.
  private func claim(_ field: FieldShape, _ message: UnsafeMutableRawPointer, path: String) throws(Rejection) {
    guard unsafe message.load(fromByteOffset: field.quantifierOffset, as: UInt32.self) == 0 else {
      throw Rejection(.repeatedField, field: path, limit: "the only one of its kind in the message")
    }
    unsafe message.storeBytes(of: field.number, toByteOffset: field.quantifierOffset, as: UInt32.self)
  }

  private func storeEntries(
    _ value: JSONValue, _ field: FieldShape, _ message: UnsafeMutableRawPointer, path: String
  ) throws(Rejection) {
    guard case .array(let values) = value else { throw JSONScalar.wrongType(value, "an array", path) }
    guard !values.isEmpty else { return }
    let stride = JSONScalar.size_bytes(of: field.type)
    let entries = try unsafe take(values.count * stride, path)
    for (k, entry) in values.enumerated() {
      try unsafe store(entry, field, entries + k * stride, path: path, index: k)
    }
    unsafe message.storeBytes(of: values.count, toByteOffset: field.quantifierOffset, as: Int.self)
    unsafe message.storeBytes(of: entries, toByteOffset: field.offset, as: UnsafeMutableRawPointer?.self)
  }

  private func store(
    _ value: JSONValue, _ field: FieldShape, _ place: UnsafeMutableRawPointer, path: String, index: Int? = nil
  ) throws(Rejection) {
    // Built only where a path is asked for: numbers of a column are many.
    func here() -> String { index.map { "\(path)[\($0)]" } ?? path }
    switch field.type {
    case PROTOBUF_C_TYPE_MESSAGE:
      guard let shape = field.message else { return }
      let nested = try unsafe message(value, shape, path: here())
      unsafe place.storeBytes(of: nested, as: UnsafeMutablePointer<ProtobufCMessage>?.self)
    case PROTOBUF_C_TYPE_STRING:
      let text = try JSONScalar.text(value, here())
      let room = try unsafe take(text.utf8.count + 1, here())
      for (i, byte) in text.utf8.enumerated() { unsafe room.storeBytes(of: byte, toByteOffset: i, as: UInt8.self) }
      unsafe room.storeBytes(of: 0, toByteOffset: text.utf8.count, as: UInt8.self)
      unsafe place.storeBytes(of: room, as: UnsafeMutableRawPointer?.self)
    case PROTOBUF_C_TYPE_BYTES:
      let bytes = try JSONScalar.bytes(value, here())
      let room = try unsafe take(bytes.count, here()).bindMemory(to: UInt8.self, capacity: bytes.count)
      unsafe room.initialize(from: bytes, count: bytes.count)
      unsafe place.storeBytes(of: ProtobufCBinaryData(len: bytes.count, data: room), as: ProtobufCBinaryData.self)
    case PROTOBUF_C_TYPE_FLOAT: unsafe place.storeBytes(of: try JSONScalar.real(value, here()), as: Float.self)
    case PROTOBUF_C_TYPE_DOUBLE: unsafe place.storeBytes(of: try JSONScalar.real(value, here()), as: Double.self)
    case PROTOBUF_C_TYPE_INT64, PROTOBUF_C_TYPE_SINT64, PROTOBUF_C_TYPE_SFIXED64:
      unsafe place.storeBytes(of: try JSONScalar.integer(value, here()), as: Int64.self)
    case PROTOBUF_C_TYPE_UINT64, PROTOBUF_C_TYPE_FIXED64:
      unsafe place.storeBytes(of: try JSONScalar.integer(value, here()), as: UInt64.self)
    case PROTOBUF_C_TYPE_UINT32, PROTOBUF_C_TYPE_FIXED32:
      unsafe place.storeBytes(of: try JSONScalar.integer(value, here()), as: UInt32.self)
    case PROTOBUF_C_TYPE_BOOL:
      unsafe place.storeBytes(of: try JSONScalar.boolean(value, here()) ? 1 : 0, as: Int32.self)
    case PROTOBUF_C_TYPE_ENUM:
      unsafe place.storeBytes(of: try JSONScalar.enumeration(value, field, here()), as: Int32.self)
    default: unsafe place.storeBytes(of: try JSONScalar.integer(value, here()), as: Int32.self)
    }
  }
}

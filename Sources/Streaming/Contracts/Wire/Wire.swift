import CContracts
import Observations

/// Bytes to messages in C and back. Hostile bytes are found before anything is built: see `contract_prescan`.
enum Wire {
  /// Decodes `bytes` and hands the message to `body`, whose pointers end with it.
  static func read<Message, Result>(
    _ bytes: [UInt8], as type: MessageType, _: Message.Type,
    _ body: (UnsafePointer<Message>) throws(Rejection) -> Result
  ) throws(Rejection) -> Result {
    try unsafe readAny(bytes, as: type) { message, _ throws(Rejection) in
      try unsafe body(UnsafeRawPointer(message).assumingMemoryBound(to: Message.self))
    }
  }

  /// As `read`, in memory that is used again.
  static func read<Message, Result>(
    _ bytes: [UInt8], as type: MessageType, _: Message.Type, in arena: borrowing Arena,
    _ body: (UnsafePointer<Message>) throws(Rejection) -> Result
  ) throws(Rejection) -> Result {
    let start = try start(of: bytes, type)
    let count = bytes.count - start
    arena.reset(first_bytes: firstBytes(for: count), limit_bytes: WireLimits.arena_bytes(for: count))
    return try unsafe unpack(bytes, from: start, as: type, in: arena) { message, _ throws(Rejection) in
      try unsafe body(UnsafeRawPointer(message).assumingMemoryBound(to: Message.self))
    }
  }

  /// As `read`, for any message; `body` is also told how many bytes of memory decoding took.
  static func readAny<Result>(
    _ bytes: [UInt8], as type: MessageType,
    _ body: (UnsafeMutablePointer<ProtobufCMessage>, Int) throws(Rejection) -> Result
  ) throws(Rejection) -> Result {
    let start = try start(of: bytes, type)
    let count = bytes.count - start
    let arena = Arena(first_bytes: firstBytes(for: count), limit_bytes: WireLimits.arena_bytes(for: count))
    return try unsafe unpack(bytes, from: start, as: type, in: arena, body)
  }

  /// What an arena begins with for a message of so many bytes: room for most.
  private static func firstBytes(for count: Int) -> Int { min(2 * count + 4096, WireLimits.arena_bytes(for: count)) }

  /// Where the message begins.
  private static func start(of bytes: [UInt8], _ type: MessageType) throws(Rejection) -> Int {
    let limits = type.limits
    guard !bytes.isEmpty else {
      throw Rejection(.empty, value: "0 bytes", limit: "a \(type.rawValue)")
    }
    guard bytes.count <= limits.bytes else {
      throw Rejection(.tooLarge, value: "\(bytes.count) bytes", limit: "at most \(limits.bytes) bytes")
    }
    let start = try ConfluentFraming.payloadStart(of: bytes)
    guard start < bytes.count else {
      throw Rejection(.empty, value: "0 bytes after the framing", limit: "a \(type.rawValue)")
    }
    return start
  }

  private static func unpack<Result>(
    _ bytes: [UInt8], from start: Int, as type: MessageType, in arena: borrowing Arena,
    _ body: (UnsafeMutablePointer<ProtobufCMessage>, Int) throws(Rejection) -> Result
  ) throws(Rejection) -> Result {
    let limits = type.limits
    let descriptor = unsafe type.descriptor
    return try unsafe bytes.withUnsafeBufferPointer { buffer throws(Rejection) in
      let count = buffer.count - start
      let first = unsafe buffer.baseAddress.map { unsafe $0 + start }
      try unsafe scan(descriptor, first, count, limits)
      let limit = WireLimits.arena_bytes(for: count)
      guard let message = unsafe contract_unpack(descriptor, arena.handle, first, count) else {
        throw arena.isFull
          ? Rejection(
            .tooCostly, value: "\(count) bytes", limit: "a message that takes at most \(limit) bytes of memory")
          : Rejection(.malformed, value: "\(count) bytes", limit: "protobuf of this message, packed columns whole")
      }
      return try unsafe body(message, arena.used_bytes)
    }
  }

  /// The bytes of a message, in order of the field numbers: the same message always gives the same bytes.
  static func bytes<Message>(of message: UnsafeMutablePointer<Message>, in arena: borrowing Arena) -> [UInt8] {
    // The message points into it.
    defer { withExtendedLifetime(arena) {} }
    let message = unsafe UnsafeMutableRawPointer(message).assumingMemoryBound(to: ProtobufCMessage.self)
    let count = unsafe protobuf_c_message_get_packed_size(message)
    return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = unsafe count == 0 ? 0 : protobuf_c_message_pack(message, buffer.baseAddress)
    }
  }

  private static func scan(
    _ descriptor: UnsafePointer<ProtobufCMessageDescriptor>, _ bytes: UnsafePointer<UInt8>?, _ count: Int,
    _ limits: WireLimits
  ) throws(Rejection) {
    var scan = contract_scan()
    scan.max_tags = limits.fields
    scan.max_unknown = limits.unknownFields
    let result = unsafe contract_prescan(descriptor, bytes, count, &scan)
    guard result != CONTRACT_SCAN_OK else { return }
    let field = path(of: scan)
    let place = "at byte \(scan.offset) of \(count)"
    switch result {
    case CONTRACT_SCAN_REPEATED:
      throw Rejection(.repeatedField, field: field, value: place, limit: "set once")
    case CONTRACT_SCAN_NUL:
      throw Rejection(.controlCharacter, field: field, value: "NUL \(place)", limit: "text without control characters")
    case CONTRACT_SCAN_UTF8: throw Rejection(.invalidText, field: field, value: place, limit: "UTF-8")
    case CONTRACT_SCAN_TAGS:
      throw Rejection(.tooManyFields, field: field, value: place, limit: "at most \(limits.fields) fields in all")
    case CONTRACT_SCAN_UNKNOWN:
      throw Rejection(
        .tooManyUnknownFields, field: field, value: place, limit: "at most \(limits.unknownFields) unknown fields")
    case CONTRACT_SCAN_DEPTH: throw Rejection(.tooDeep, field: field, value: place)
    default: throw Rejection(.malformed, field: field, value: place, limit: "protobuf of this message")
    }
  }

  private static func path(of scan: contract_scan) -> String {
    var names: [String] = []
    unsafe withUnsafeBytes(of: scan.path) { raw in
      let fields = unsafe raw.bindMemory(to: UnsafePointer<ProtobufCFieldDescriptor>?.self)
      for i in 0..<Int(scan.path_length) {
        guard let field = unsafe fields[i] else { break }
        unsafe names.append(String(cString: field.pointee.name))
      }
    }
    return names.joined(separator: ".")
  }
}

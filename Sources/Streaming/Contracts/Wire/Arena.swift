import CContracts

/// Memory for one message in C, given back as a whole. Pointers into it must not outlive it.
@safe struct Arena: ~Copyable {
  let handle: OpaquePointer

  /// An arena that refuses beyond `limit_bytes`.
  init(first_bytes: Int, limit_bytes: Int) {
    guard let handle = unsafe contract_arena_new(first_bytes, limit_bytes) else { fatalError("out of memory") }
    unsafe self.handle = handle
  }

  deinit { unsafe contract_arena_free(handle) }

  /// Empties it, to be used as a new one would be; nothing points into it any more.
  func reset(first_bytes: Int, limit_bytes: Int) { unsafe contract_arena_reset(handle, first_bytes, limit_bytes) }

  /// Bytes taken, at most the limit.
  var used_bytes: Int { unsafe contract_arena_used(handle) }

  /// True once something was refused.
  var isFull: Bool { unsafe contract_arena_is_full(handle) != 0 }

  /// Raw memory, eight-byte aligned; nil beyond the limit.
  func allocate(_ bytes: Int) -> UnsafeMutableRawPointer? { unsafe contract_arena_alloc(handle, bytes) }
}

/// Building of messages: an arena without a limit of its own, since the values are in memory already.
extension Arena {
  static func forBuilding() -> Arena { Arena(first_bytes: 16 * 1024, limit_bytes: .max / 2) }

  func take(_ bytes: Int) -> UnsafeMutableRawPointer {
    guard let memory = unsafe allocate(bytes) else { fatalError("out of memory") }
    return unsafe memory
  }

  /// A message with all fields absent.
  func message<Message>(_ initialize: (UnsafeMutablePointer<Message>?) -> Void) -> UnsafeMutablePointer<Message> {
    let pointer = unsafe take(MemoryLayout<Message>.size).bindMemory(to: Message.self, capacity: 1)
    unsafe initialize(pointer)
    return unsafe pointer
  }

  /// A packed column: its length and a copy of its entries. One memory copy.
  func column<Entry: BitwiseCopyable>(_ values: [Entry]) -> (Int, UnsafeMutablePointer<Entry>?) {
    guard !values.isEmpty else { return (0, nil) }
    let pointer = unsafe take(values.count * MemoryLayout<Entry>.stride)
      .bindMemory(to: Entry.self, capacity: values.count)
    unsafe pointer.initialize(from: values, count: values.count)
    return unsafe (values.count, pointer)
  }

  /// Room for `count` pointers to messages; all are nil.
  func pointers<Message>(
    to _: Message.Type, _ count: Int
  ) -> UnsafeMutablePointer<UnsafeMutablePointer<Message>?> {
    let pointers = unsafe take(count * MemoryLayout<UnsafeMutablePointer<Message>?>.stride)
      .bindMemory(to: UnsafeMutablePointer<Message>?.self, capacity: count)
    unsafe pointers.initialize(repeating: nil, count: count)
    return unsafe pointers
  }

  /// NUL-terminated UTF-8. A NUL within the text ends it, as in every C string; validation refuses such texts.
  func text(_ text: String) -> UnsafeMutablePointer<CChar> {
    var text = text
    return text.withUTF8 { utf8 in
      let pointer = unsafe take(utf8.count + 1).bindMemory(to: CChar.self, capacity: utf8.count + 1)
      for i in 0..<utf8.count { unsafe pointer[i] = CChar(bitPattern: utf8[i]) }
      unsafe pointer[utf8.count] = 0
      return unsafe pointer
    }
  }

  /// Texts, each NUL-terminated.
  func texts(_ texts: [String]) -> (Int, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) {
    guard !texts.isEmpty else { return (0, nil) }
    let pointers = unsafe pointers(to: CChar.self, texts.count)
    for (i, value) in texts.enumerated() { unsafe pointers[i] = text(value) }
    return unsafe (texts.count, pointers)
  }

  /// A copy of bytes.
  func bytes(_ bytes: [UInt8]) -> ProtobufCBinaryData {
    let (count, data) = unsafe column(bytes)
    return unsafe ProtobufCBinaryData(len: count, data: data)
  }
}

import CContracts

/// A message's description, as generated: static data, so nothing here can dangle.
@safe struct MessageShape {
  let descriptor: UnsafePointer<ProtobufCMessageDescriptor>

  init(_ descriptor: UnsafePointer<ProtobufCMessageDescriptor>) { unsafe self.descriptor = descriptor }

  var name: String { unsafe String(cString: descriptor.pointee.short_name) }
  var size_bytes: Int { unsafe descriptor.pointee.sizeof_message }
  var fieldCount: Int { Int(unsafe descriptor.pointee.n_fields) }

  /// Field `i` in order of the numbers.
  func field(_ i: Int) -> FieldShape { unsafe FieldShape(descriptor.pointee.fields + i) }

  /// Index of the field of a JSON name: lowerCamelCase or as in the proto file.
  func index(named name: String) -> Int? { (0..<fieldCount).first { field($0).isNamed(name) } }

  func initialize(_ message: UnsafeMutablePointer<ProtobufCMessage>) {
    unsafe descriptor.pointee.message_init(message)
  }
}

/// A field's description, as generated.
@safe struct FieldShape {
  private let descriptor: UnsafePointer<ProtobufCFieldDescriptor>

  init(_ descriptor: UnsafePointer<ProtobufCFieldDescriptor>) { unsafe self.descriptor = descriptor }

  var name: String { unsafe String(cString: descriptor.pointee.name) }
  var number: UInt32 { unsafe descriptor.pointee.id }
  var type: ProtobufCType { unsafe descriptor.pointee.type }
  var isRepeated: Bool { unsafe descriptor.pointee.label == PROTOBUF_C_LABEL_REPEATED }
  var isInOneof: Bool { unsafe descriptor.pointee.flags & PROTOBUF_C_FIELD_FLAG_ONEOF.rawValue != 0 }
  /// Where the value (or the pointer to the entries) lies in the message, bytes.
  var offset: Int { Int(unsafe descriptor.pointee.offset) }
  /// Where the number of entries, or the number of the field set in a oneof, lies in the message, bytes.
  var quantifierOffset: Int { Int(unsafe descriptor.pointee.quantifier_offset) }

  /// The shape of a message field.
  var message: MessageShape? {
    guard type == PROTOBUF_C_TYPE_MESSAGE, let raw = unsafe descriptor.pointee.descriptor else { return nil }
    return unsafe MessageShape(raw.assumingMemoryBound(to: ProtobufCMessageDescriptor.self))
  }

  /// The name of an enum field's value; nil where there is none.
  func enumName(of value: Int32) -> String? {
    guard let raw = unsafe descriptor.pointee.descriptor else { return nil }
    let shape = unsafe raw.assumingMemoryBound(to: ProtobufCEnumDescriptor.self)
    guard let found = unsafe protobuf_c_enum_descriptor_get_value(shape, value) else { return nil }
    return unsafe String(cString: found.pointee.name)
  }

  /// The value of a name of an enum field; nil where there is none.
  func enumValue(named name: String) -> Int32? {
    guard let raw = unsafe descriptor.pointee.descriptor else { return nil }
    let shape = unsafe raw.assumingMemoryBound(to: ProtobufCEnumDescriptor.self)
    guard let found = unsafe protobuf_c_enum_descriptor_get_value_by_name(shape, name) else { return nil }
    return unsafe found.pointee.value
  }

  /// Appends the JSON name: underscores go, the letter behind one is capital.
  func appendJSONName(to text: inout [UInt8]) {
    guard var letter = unsafe descriptor.pointee.name else { return }
    var isCapital = false
    while unsafe letter.pointee != 0 {
      if let byte = unsafe Self.jsonLetter(letter.pointee, &isCapital) { text.append(byte) }
      unsafe letter += 1
    }
  }

  private static func jsonLetter(_ letter: CChar, _ isCapital: inout Bool) -> UInt8? {
    let byte = UInt8(bitPattern: letter)
    defer { isCapital = byte == UInt8(ascii: "_") }
    if byte == UInt8(ascii: "_") { return nil }
    return isCapital && byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte
  }

  /// True for the JSON name and for the name as in the proto file.
  func isNamed(_ text: String) -> Bool {
    guard let start = unsafe descriptor.pointee.name else { return false }
    return unsafe Self.isJSONName(text, of: start) || Self.isName(text, of: start)
  }

  private static func isJSONName(_ text: String, of name: UnsafePointer<CChar>) -> Bool {
    var letter = unsafe name
    var isCapital = false
    for byte in text.utf8 {
      while unsafe letter.pointee == CChar(UInt8(ascii: "_")) {
        isCapital = true
        unsafe letter += 1
      }
      guard byte != 0, unsafe jsonLetter(letter.pointee, &isCapital) == byte else { return false }
      unsafe letter += 1
    }
    return unsafe letter.pointee == 0
  }

  private static func isName(_ text: String, of name: UnsafePointer<CChar>) -> Bool {
    var letter = unsafe name
    for byte in text.utf8 {
      guard byte != 0, UInt8(bitPattern: unsafe letter.pointee) == byte else { return false }
      unsafe letter += 1
    }
    return unsafe letter.pointee == 0
  }
}

/// Reading what C hands out.
enum CText {
  /// The text of a NUL-terminated string, nil for a null pointer; ill-formed UTF-8 is repaired.
  static func string(_ pointer: UnsafePointer<CChar>?) -> String? {
    guard let pointer = unsafe pointer else { return nil }
    return unsafe String(cString: pointer)
  }

  /// A copy of `count` bytes, nil for a null pointer.
  static func bytes(_ pointer: UnsafeRawPointer?, count: Int) -> [UInt8]? {
    guard let pointer = unsafe pointer else { return nil }
    return unsafe [UInt8](UnsafeRawBufferPointer(start: pointer, count: count))
  }

  /// The text in a buffer a C call filled with a NUL-terminated message.
  static func message(_ buffer: [CChar]) -> String {
    String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

import CContracts

/// Copies out of a decoded message. A packed column is one memory copy.
enum Columns {
  /// A column where it stands, for as long as its message does.
  static func view<Entry: BitwiseCopyable>(
    _ count: Int, _ pointer: UnsafeMutablePointer<Entry>?
  ) -> UnsafeBufferPointer<Entry> {
    unsafe UnsafeBufferPointer(start: pointer, count: pointer == nil ? 0 : count)
  }

  static func view(_ data: ProtobufCBinaryData) -> UnsafeBufferPointer<UInt8> { unsafe view(data.len, data.data) }

  static func copy<Entry: BitwiseCopyable>(_ count: Int, _ pointer: UnsafeMutablePointer<Entry>?) -> [Entry] {
    unsafe Array(UnsafeBufferPointer(start: pointer, count: pointer == nil ? 0 : count))
  }

  /// Bytes of a `bytes` field.
  static func copy(_ data: ProtobufCBinaryData) -> [UInt8] { unsafe copy(data.len, data.data) }

  /// A text the scan has found to be UTF-8 without NUL.
  static func text(_ pointer: UnsafeMutablePointer<CChar>?) -> String {
    guard let pointer = unsafe pointer else { return "" }
    return unsafe String(cString: pointer)
  }

  static func texts(_ count: Int, _ pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> [String] {
    guard let pointers = unsafe pointers else { return [] }
    return (0..<count).map { unsafe text(pointers[$0]) }
  }
}

import CLZ4

/// What can be wrong with a compressed frame.
public enum LZ4FrameError: Error, Hashable, Sendable {
  /// The bytes end before the frame does.
  case truncated
  /// Bytes follow the frame's end.
  case trailingBytes(Int)
  /// The frame says it holds more than the reader allows.
  case tooLarge(bytes: UInt64, maximum: Int)
  /// The content is shorter or longer than the frame says, or the frame does not say.
  case wrongContentSize
  /// The library's word on it: bad magic, checksum, block.
  case corrupt(String)
}

/// The LZ4 frame format (lz4 Frame Format Description 1.6): magic, content size and content checksum around LZ4 blocks.
public enum LZ4Frame {
  /// How hard a frame is packed.
  public enum Level: Int32, Sendable {
    /// A small part of the time, some tenths more bytes.
    case fast = -8
    /// Tiles are written once and read often: the high-compression mode costs only the writer.
    case high = 9
  }

  /// Compresses some bytes into one frame with content size and checksum. The same library gives the same bytes for the same
  /// content and level on every run.
  public static func compress(_ bytes: [UInt8], level: Level = .high) -> [UInt8] {
    var preferences = LZ4F_preferences_t()
    preferences.frameInfo.contentSize = UInt64(bytes.count)
    preferences.frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled
    preferences.compressionLevel = level.rawValue
    var frame = [UInt8](repeating: 0, count: unsafe LZ4F_compressFrameBound(bytes.count, &preferences))
    let written = unsafe bytes.withUnsafeBytes { source in
      unsafe frame.withUnsafeMutableBytes { target in
        unsafe LZ4F_compressFrame(target.baseAddress, target.count, source.baseAddress, source.count, &preferences)
      }
    }
    // The buffer is as large as the library asked for, so only lack of memory is left to fail.
    precondition(LZ4F_isError(written) == 0, "lz4 could not compress \(bytes.count) bytes")
    frame.removeSubrange(written...)
    return frame
  }

  /// The content of exactly one frame.
  /// - Parameter maximumBytes: What the caller is ready to hold; nothing is allocated for a frame that says it holds more.
  /// - Throws: `LZ4FrameError` for every frame that is not whole, sound, and of the size it states.
  public static func decompress(_ frame: [UInt8], maximumBytes: Int) throws(LZ4FrameError) -> [UInt8] {
    var created: OpaquePointer?
    guard unsafe LZ4F_isError(LZ4F_createDecompressionContext(&created, UInt32(LZ4F_VERSION))) == 0,
      let context = unsafe created
    else { throw .corrupt("no memory for a decompression context") }
    defer { unsafe LZ4F_freeDecompressionContext(context) }

    var info = LZ4F_frameInfo_t()
    var position = frame.count
    let header = unsafe frame.withUnsafeBytes { source in
      unsafe LZ4F_getFrameInfo(context, &info, source.baseAddress, &position)
    }
    guard LZ4F_isError(header) == 0 else { throw failure(header, frame: frame) }
    guard info.contentSize <= UInt64(maximumBytes) else {
      throw .tooLarge(bytes: info.contentSize, maximum: maximumBytes)
    }

    let expected = Int(info.contentSize)
    // One byte more than stated, so that longer content shows itself.
    var content = [UInt8](repeating: 0, count: expected + 1)
    var filled = 0
    while true {
      var consumed = frame.count - position
      var produced = content.count - filled
      let wanted = unsafe frame.withUnsafeBytes { source in
        unsafe content.withUnsafeMutableBytes { target in
          unsafe LZ4F_decompress(
            context, target.baseAddress.map { unsafe $0 + filled }, &produced,
            source.baseAddress.map { unsafe $0 + position }, &consumed, nil)
        }
      }
      guard LZ4F_isError(wanted) == 0 else { throw failure(wanted, frame: frame) }
      position += consumed
      filled += produced
      guard filled <= expected else { throw .wrongContentSize }
      if wanted == 0 { break }
      if consumed == 0 && produced == 0 { throw .truncated }
    }
    guard filled == expected else { throw .wrongContentSize }
    guard position == frame.count else { throw .trailingBytes(frame.count - position) }
    content.removeLast()
    return content
  }

  private static func failure(_ code: Int, frame: [UInt8]) -> LZ4FrameError {
    // The shortest frame the format knows: magic, descriptor, end mark.
    if frame.count < 11 { return .truncated }
    guard let name = unsafe LZ4F_getErrorName(code) else { return .corrupt("unknown error") }
    return .corrupt(unsafe String(cString: name))
  }
}

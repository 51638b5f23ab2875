import Foundation
import Settings

/// A little-endian file of arrays, each padded with zero bytes to a multiple of 8, read from front to back.
struct MatchBytes {
  private let data: Data
  private let path: String
  private var offset = 0

  /// Opens a file and checks its first four bytes.
  /// - Throws: `CommandError` where it cannot be read or is another kind of file.
  init(_ path: String, magic: String, made: String) throws(CommandError) {
    try InputFile.check(path, fix: "\(made)")
    do { data = try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe) } catch {
      throw CommandError(.noInput, "\(path): cannot be read: \(error.localizedDescription)")
    }
    self.path = path
    guard data.prefix(4) == Data(magic.utf8) else {
      throw CommandError(.dataError, "\(path): begins with other bytes than \(magic); \(made)")
    }
    offset = 4
  }

  /// The next number of the head.
  mutating func count(_ field: String, upTo limit: UInt32 = 1 << 30) throws(CommandError) -> Int {
    let value = try array(UInt32.self, 1, field, isPadded: false)[0]
    guard value <= limit else {
      throw CommandError(.dataError, "\(path): \(field) is \(value), more than \(limit); the file is damaged")
    }
    return Int(value)
  }

  /// The next `count` values of an array.
  mutating func array<Value: BitwiseCopyable>(_: Value.Type, _ count: Int, _ field: String, isPadded: Bool = true)
    throws(CommandError) -> [Value]
  {
    let size = count * MemoryLayout<Value>.stride
    guard size <= data.count - offset else {
      throw CommandError(
        .dataError,
        "\(path): \(field) takes \(size) bytes at \(offset), \(data.count - offset) are left; the file is cut short")
    }
    let part = data[(data.startIndex + offset)..<(data.startIndex + offset + size)]
    offset = min(offset + (isPadded ? (size + 7) / 8 * 8 : size), data.count)
    // The bytes are copied into an array of its own; any bit pattern is a value.
    return unsafe [Value](unsafeUninitializedCapacity: count) { buffer, filled in
      unsafe _ = part.copyBytes(to: UnsafeMutableRawBufferPointer(buffer))
      filled = count
    }
  }

  /// The next array of `count + 1` offsets: from 0, never falling, to `total`.
  mutating func offsets(_ count: Int, total: Int, _ field: String) throws(CommandError) -> [UInt32] {
    let offsets = try array(UInt32.self, count + 1, field)
    var last: UInt32 = 0
    for (index, offset) in offsets.enumerated() {
      guard offset >= last, index > 0 || offset == 0 else {
        throw CommandError(.dataError, "\(path): \(field)[\(index)] is \(offset) after \(last); offsets never fall")
      }
      last = offset
    }
    guard Int(last) == total else {
      throw CommandError(.dataError, "\(path): \(field) ends at \(last), not at \(total)")
    }
    return offsets
  }

  /// Makes sure that classes are known ones.
  func check(_ classes: [UInt8], below limit: UInt8, _ field: String) throws(CommandError) {
    guard let index = classes.firstIndex(where: { $0 >= limit }) else { return }
    throw CommandError(.dataError, "\(path): \(field)[\(index)] is \(classes[index]); classes are 0 to \(limit - 1)")
  }
}

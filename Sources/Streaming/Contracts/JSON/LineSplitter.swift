/// Bytes into lines, without ever holding more than one too long.
public struct LineSplitter: Sendable {
  /// A line without its break.
  public struct Line: Hashable, Sendable {
    /// From 1.
    public let number: Int
    /// Nil where it was too long and was passed over.
    public let text: [UInt8]?

    /// True where it holds nothing but blanks.
    public var isBlank: Bool { text?.allSatisfy { $0 == 0x20 || $0 == 0x0d || $0 == 0x09 } ?? false }
  }

  private let longest_bytes: Int
  private var pending: [UInt8] = []
  private var number = 1
  private var isTooLong = false

  /// A splitter before the first byte.
  public init(longest_bytes: Int) { self.longest_bytes = longest_bytes }

  /// Takes the next bytes; gives the lines they complete.
  public mutating func feed(_ bytes: some Sequence<UInt8>) -> [Line] {
    var lines: [Line] = []
    let bytes = Array(bytes)
    var start = 0
    while let end = bytes[start...].firstIndex(of: 0x0a) {
      take(bytes[start..<end])
      lines.append(close())
      start = end + 1
    }
    take(bytes[start...])
    return lines
  }

  /// The last line, if it has no break.
  public mutating func finish() -> Line? { pending.isEmpty && !isTooLong ? nil : close() }

  private mutating func take(_ bytes: ArraySlice<UInt8>) {
    guard !isTooLong, pending.count + bytes.count <= longest_bytes else {
      isTooLong = true
      pending = []
      return
    }
    pending += bytes
  }

  private mutating func close() -> Line {
    defer {
      number += 1
      pending.removeAll(keepingCapacity: true)
      isTooLong = false
    }
    return Line(number: number, text: isTooLong ? nil : pending)
  }
}

import Observations

/// Frames as text: one proto3-JSON `ObservationFrame` a line.
public enum FrameJSONLines {
  /// Most bytes of a line.
  public static let longestLine_bytes = 2 * 1024 * 1024

  /// A frame with the bytes it has on the wire.
  public struct Entry: Hashable, Sendable {
    /// Number of its line, from 1.
    public let line: Int
    /// The frame.
    public let frame: ObservationFrame
    /// Its bytes, as a producer would send them.
    public let bytes: [UInt8]
  }

  /// A line that holds no well-formed frame.
  public struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
    /// Number of the line, from 1.
    public let line: Int
    /// Why it is refused.
    public let rejection: Rejection

    /// `line 17: out_of_range …`
    public var description: String { "line \(line): \(rejection)" }
  }

  /// The line of a frame, with its line break.
  /// - Throws: `notFinite` for a number JSON cannot hold; every well-formed frame has its line.
  public static func line(of frame: ObservationFrame) throws(Rejection) -> [UInt8] {
    try ContractJSON.encode(FrameCodec.encode(frame), as: .observationFrame) + [0x0a]
  }

  /// A reader that is fed bytes as they come and hands out frames: it holds one line at a time, whatever the size of the file.
  public struct Reader: Sendable {
    private var pending: [UInt8] = []
    private var start = 0
    private var searched = 0
    private var line = 0
    private var isSkipping = false

    /// A reader before the first byte.
    public init() {}

    /// Takes the next bytes of the text; then call `next()` until it gives nil.
    public mutating func feed(_ bytes: some Sequence<UInt8>) {
      pending.removeFirst(start)
      searched -= start
      start = 0
      pending.append(contentsOf: bytes)
    }

    /// The next frame; nil where more bytes are needed. Empty lines are passed over. After a fault reading goes on with the next line.
    public mutating func next() throws(Fault) -> Entry? {
      while let end = pending[searched...].firstIndex(of: 0x0a) {
        let text = pending[start..<end]
        start = end + 1
        searched = start
        line += 1
        if isSkipping {
          isSkipping = false
          continue
        }
        if let entry = try entry(text) { return entry }
      }
      searched = pending.count
      guard pending.count - start > longestLine_bytes else { return nil }
      start = pending.count
      guard !isSkipping else { return nil }
      isSkipping = true
      throw tooLong(line + 1)
    }

    /// The frame of a last line without line break; call it once after all bytes are fed and `next()` gave nil.
    public mutating func finish() throws(Fault) -> Entry? {
      let text = pending[start...]
      start = pending.count
      searched = start
      line += 1
      return isSkipping ? nil : try entry(text)
    }

    private func tooLong(_ line: Int) -> Fault {
      Fault(
        line: line,
        rejection: Rejection(
          .tooLarge, value: "more than \(longestLine_bytes) bytes", limit: "lines of at most \(longestLine_bytes) bytes"
        ))
    }

    private func entry(_ text: ArraySlice<UInt8>) throws(Fault) -> Entry? {
      guard text.contains(where: { $0 != 0x20 && $0 != 0x0d && $0 != 0x09 }) else { return nil }
      guard text.count <= longestLine_bytes else { throw tooLong(line) }
      do throws(Rejection) {
        let bytes = try ContractJSON.decode(Array(text), as: .observationFrame)
        return Entry(line: line, frame: try FrameCodec.decode(bytes), bytes: bytes)
      } catch {
        throw Fault(line: line, rejection: error)
      }
    }
  }
}

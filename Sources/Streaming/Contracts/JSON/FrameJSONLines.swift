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

  /// The frame of a line that is not blank, or why it is none.
  public static func entry(_ line: LineSplitter.Line) -> Result<Entry, Fault> {
    do throws(Rejection) {
      guard let text = line.text, text.count <= longestLine_bytes else {
        throw Rejection(
          .tooLarge, value: "more than \(longestLine_bytes) bytes", limit: "lines of at most \(longestLine_bytes) bytes"
        )
      }
      let bytes = try ContractJSON.decode(text, as: .observationFrame)
      return .success(Entry(line: line.number, frame: try FrameCodec.decode(bytes), bytes: bytes))
    } catch {
      return .failure(Fault(line: line.number, rejection: error))
    }
  }
}

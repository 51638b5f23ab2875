import Observations

/// Frames as bytes: `resurvey.v1.ObservationFrame`.
public enum FrameCodec {
  /// Decodes and validates one frame; a schema-registry prefix is skipped. Linear in the bytes; memory at most 8 bytes a byte and 64 KiB.
  /// - Throws: why the frame is refused: field, value and limit.
  public static func decode(
    _ bytes: [UInt8], limits: FrameLimits = .standard
  ) throws(Rejection) -> ObservationFrame {
    guard bytes.count <= limits.frame_bytes else {
      throw Rejection(.tooLarge, value: "\(bytes.count) bytes", limit: "at most \(limits.frame_bytes) bytes")
    }
    return try unsafe Wire.read(bytes, as: .observationFrame, FrameMessage.self) { message throws(Rejection) in
      let frame = try unsafe FrameReading.frame(message.pointee)
      try frame.validate(limits)
      return frame
    }
  }

  /// The bytes of a frame; equal frames give equal bytes. Nothing is checked here: `validate()` does.
  public static func encode(_ frame: ObservationFrame) -> [UInt8] {
    let arena = Arena.forBuilding()
    return unsafe Wire.bytes(of: FrameWriting.frame(frame, arena), in: arena)
  }
}

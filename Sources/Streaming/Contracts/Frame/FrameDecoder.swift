import CContracts
import Observations

/// Decodes frame after frame with memory that is used again: what `FrameCodec.decode` gives and refuses, at a fraction of its cost.
///
/// A *plain* frame, as every protobuf library writes it, is read in one pass: columns go straight from its bytes to the frame, and
/// sensors, labels and names that came before are looked up. All else, and every frame about to be refused, goes through the general
/// decoder, so that there is one place that says why. Memory is bounded: tables of a fixed size, and few spare frames.
public struct FrameDecoder: Sendable {
  private let limits: FrameLimits
  private var tables = FrameTables()
  private var spare: [ObservationFrame] = []
  /// Frames that the general decoder had to read.
  public private(set) var generalCount = 0

  /// Most spare frames.
  private static let mostSpare = 64

  /// A decoder that has seen nothing.
  public init(limits: FrameLimits = .standard) { self.limits = limits }

  /// Decodes and validates one frame; a schema-registry prefix is skipped. Linear in the bytes.
  /// - Throws: why the frame is refused: field, value and limit.
  public mutating func decode(_ bytes: [UInt8]) throws(Rejection) -> ObservationFrame {
    var frame =
      spare.popLast()
      ?? ObservationFrame(vehicle: VehicleID(""), drive: DriveID(""), sequence: 0, captureTime_ns: 0)
    if fill(&frame, from: bytes) { return frame }
    reuse(frame)
    generalCount += 1
    let general = try FrameCodec.decode(bytes, limits: limits)
    learn(from: general, bytes)
    return general
  }

  /// Takes a frame back that is no longer needed: the next one is written over it. A frame that someone else still holds is safe.
  public mutating func reuse(_ frame: consuming ObservationFrame) {
    guard spare.count < Self.mostSpare, frame.isSmall else { return }
    spare.append(frame)
  }

  /// False where the general decoder must have the word.
  private func fill(_ frame: inout ObservationFrame, from bytes: [UInt8]) -> Bool {
    guard bytes.count <= limits.frame_bytes else { return false }
    return unsafe PlainFrame.read(bytes) { (view: inout contract_frame_view) -> Bool in
      guard unsafe tables.fill(&frame, from: view, limits), unsafe PlainFrame.fill(&frame, view) else { return false }
      do throws(Rejection) {
        try frame.validateHead(limits)
        try frame.validateDetections(limits)
        return true
      } catch { return false }
    }
  }

  private mutating func learn(from frame: ObservationFrame, _ bytes: [UInt8]) {
    _ = unsafe PlainFrame.read(bytes) { (view: inout contract_frame_view) -> Bool in
      unsafe tables.learn(from: frame, view)
      return true
    }
  }
}

extension ObservationFrame {
  /// Most entries of its columns that a spare frame may have room for.
  private static let smallCapacity = 4096

  /// Not so large that keeping its memory would cost more than it saves.
  fileprivate var isSmall: Bool {
    let entries =
      points.x_m.capacity + lines.x_m.capacity + polygons.x_m.capacity + bearings.azimuth_rad.capacity
      + (freeSpace?.range_m.capacity ?? 0) + labels.capacity
    return entries <= Self.smallCapacity
  }
}

import CContracts
import Evidence
import Observations

/// Records of a tile's log as bytes: `resurvey.v1.TileLogRecord`.
public enum TileLogCodec {
  /// Decodes and validates one record.
  /// - Throws: why it is refused: field, value and limit.
  public static func decode(
    _ bytes: [UInt8], limits: RecordLimits = .standard
  ) throws(Rejection) -> TileLogRecord {
    try unsafe Wire.read(bytes, as: .tileLogRecord, TileLogMessage.self) { message throws(Rejection) in
      try unsafe TileLogReading.record(message.pointee, limits)
    }
  }

  /// The bytes of a record; equal records give equal bytes.
  public static func encode(_ record: TileLogRecord) -> [UInt8] {
    let arena = Arena.forBuilding()
    return unsafe Wire.bytes(of: TileLogWriting.record(record, arena), in: arena)
  }
}

/// Decodes record after record with memory that is used again: what `TileLogCodec.decode` gives and refuses. One thread at a time.
public final class TileLogDecoder {
  private let arena = Arena(first_bytes: 16 * 1024, limit_bytes: .max / 2)
  private let limits: RecordLimits

  /// A decoder.
  public init(limits: RecordLimits = .standard) { self.limits = limits }

  /// Decodes and validates one record.
  /// - Throws: why it is refused: field, value and limit.
  public func decode(_ bytes: [UInt8]) throws(Rejection) -> TileLogRecord {
    let limits = limits
    return try unsafe Wire.read(bytes, as: .tileLogRecord, TileLogMessage.self, in: arena) {
      message throws(Rejection) in
      try unsafe TileLogReading.record(message.pointee, limits)
    }
  }
}

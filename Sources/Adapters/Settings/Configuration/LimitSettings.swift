/// Bounds on what comes in and on what is held at once; beyond one of them a record is refused or reading waits.
public struct LimitSettings: SettingsSection {
  /// Longest frame in bytes.
  public var frame_bytes: Int = 262_144
  /// Records taken in one batch.
  public var batchRecords: Int = 1000
  /// Records TILE takes in one batch, which is one transaction: behind the end of its log larger ones cost less a record.
  public var tileBatchRecords: Int = 50_000
  /// A batch is processed at the latest after this long, in milliseconds.
  public var batch_ms: Int = 100
  /// Bytes a consumer fetches ahead, in KiB.
  public var fetch_kb: Int = 8192
  /// Bytes TILE's consumer fetches ahead, in KiB: more than a batch, for a queue that has run full is only looked at again after up to a second.
  public var tileFetch_kb: Int = 65_536

  /// The defaults.
  public init() {}

  /// Checks the ranges.
  public func check(_ check: inout SettingsCheck) {
    check.range(frame_bytes, 1024...262_144, "frame_bytes")
    check.range(batchRecords, 1...100_000, "batch_records")
    check.range(tileBatchRecords, 1...100_000, "tile_batch_records")
    check.range(batch_ms, 1...60_000, "batch_ms")
    check.range(fetch_kb, 64...1_048_576, "fetch_kb")
    check.range(tileFetch_kb, 64...1_048_576, "tile_fetch_kb")
  }
}

import Evidence
import MapModel

/// Why a process may not fold this log: the log was written for other thresholds, another map or another fold. Stop; nothing was changed.
public enum FoldRefusal: Error, Hashable, Sendable {
  /// The log asks for another version of the fold.
  case foldVersion(log: UInt32, process: UInt32)
  /// The log decides by another threshold.
  case policy(name: String, log: Int64, process: Int64)
  /// The log's policy cannot be read by this version.
  case unreadablePolicy(PolicyError)
  /// The log starts from another map than the one at hand, or there is none.
  case baseMap(tile: TileID, version: UInt64, log: String, process: String?)
  /// A tile of the batch was not loaded.
  case notLoaded(tile: TileID)
  /// A batch that does not begin where the state ends.
  case position(expected: Int64, found: Int64)
  /// What is kept of a tile's log cannot be read.
  case corruptArchive(tile: TileID, reason: String)
  /// A tile the fold made does not fit its encoding.
  case oversized(tile: TileID, reason: String)
}

extension FoldRefusal: CustomStringConvertible {
  /// Both sides by name, and the way out.
  public var description: String {
    switch self {
    case .foldVersion(let log, let process):
      "the tile log is for fold version \(log), this program folds version \(process): run the version the log asks for, "
        + "or replay into new topics"
    case .policy(let name, let log, let process):
      "the tile log decides by \(name) = \(log), this process is configured with \(process): set it to \(log), "
        + "or replay into new topics"
    case .unreadablePolicy(let error):
      "the tile log's \(error): run the version that wrote it, or replay into new topics"
    case .baseMap(let tile, let version, let log, let process):
      "the tile log starts tile \(tile) from version \(version) with content \(log), this process has "
        + "\(process ?? "no such version"): import that map, or replay into new topics"
    case .notLoaded(let tile): "tile \(tile) was not loaded before the batch: this is a defect of the program"
    case .position(let expected, let found):
      "the batch begins at offset \(found), the state ends at \(expected): this is a defect of the program"
    case .corruptArchive(let tile, let reason):
      "what is kept of the log of tile \(tile) cannot be read (\(reason)): delete the partition's file, it is made again from the log"
    case .oversized(let tile, let reason): "tile \(tile) cannot be stored: \(reason)"
    }
  }
}

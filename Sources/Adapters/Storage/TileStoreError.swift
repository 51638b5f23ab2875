import MapModel

/// Why a tile store gave no tile or took none.
public enum TileStoreError: Error, Hashable, Sendable {
  /// The file's word.
  case database(DatabaseError)
  /// What is stored is no longer the tile that was put.
  case corrupt(path: String, tile: TileID, version: UInt64, reason: String)
  /// A tile that cannot be encoded.
  case unfit(tile: TileID, version: UInt64, TileCodecError)
  /// This version is there with other content: versions never change.
  case conflict(tile: TileID, version: UInt64)
}

extension TileStoreError: CustomStringConvertible {
  /// One line with tile, version and the fix.
  public var description: String {
    switch self {
    case .database(let error): "\(error)"
    case .corrupt(let path, let tile, let version, let reason):
      "\(path): tile \(tile) version \(version) is damaged (\(reason)): restore the file or import the map again"
    case .unfit(let tile, let version, let error): "tile \(tile) version \(version) cannot be stored: \(error)"
    case .conflict(let tile, let version):
      "tile \(tile) version \(version) is already there with other content: a change needs a new version"
    }
  }
}

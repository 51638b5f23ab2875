import Foundation
import MapModel
import Settings
import Storage

/// Tile stores as commands name them.
enum MapStoreFile {
  /// Opens a store for reading.
  /// - Throws: `CommandError`: no such file, no tile store, or one without a tile.
  static func open(_ path: String) throws(CommandError) -> TileStore {
    try InputFile.check(path, fix: "make one with `resurvey map import`")
    let store: TileStore
    let count: Int
    do {
      store = try TileStore(path: path, access: .readOnly)
      count = try store.count()
    } catch { throw CommandError(.dataError, "\(error)") }
    guard count > 0 else {
      throw CommandError(.dataError, "\(path): holds no tile; import a map into it with `resurvey map import`")
    }
    return store
  }

  /// The current map of a store.
  static func tiles(_ path: String) throws(CommandError) -> [MapTile] {
    let store = try open(path)
    do { return try store.currentTiles() } catch { throw CommandError(.dataError, "\(error)") }
  }

  /// Makes sure that a new store may be written.
  /// - Throws: `CommandError` where a file is there and is not to be replaced.
  static func checkNew(_ path: String, isReplacing: Bool) throws(CommandError) {
    guard isReplacing || !FileManager.default.fileExists(atPath: path) else {
      throw CommandError(.cannotCreate, "\(path): is already there; name another file or say --replace")
    }
  }

  /// Writes a new store beside its place and puts it there when it is whole.
  static func write(_ tiles: [MapTile], to path: String, isReplacing: Bool) throws(CommandError) {
    try checkNew(path, isReplacing: isReplacing)
    let draft = path + ".new"
    do {
      try remove(draft)
      try fill(draft, tiles)
      try remove(path)
      try FileManager.default.moveItem(atPath: draft, toPath: path)
    } catch {
      throw CommandError(.cannotCreate, "\(path): cannot be written: \(error)")
    }
  }

  /// The store is closed, and its journal gone, when this returns.
  private static func fill(_ path: String, _ tiles: [MapTile]) throws(TileStoreError) {
    try TileStore(path: path).put(tiles)
  }

  private static func remove(_ path: String) throws {
    for file in [path, path + "-wal", path + "-shm"] where FileManager.default.fileExists(atPath: file) {
      try FileManager.default.removeItem(atPath: file)
    }
  }
}

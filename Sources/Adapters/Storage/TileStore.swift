import MapModel

/// The map as a file (`map.sqlite`): every stored version of every tile, and which is current. Not for two threads at once; another
/// process may read while this one writes.
public final class TileStore {
  /// One stored version.
  public struct Entry: Hashable, Sendable {
    /// The version.
    public let version: UInt64
    /// SHA-256 of the tile's content, see `MapTile.contentHash`.
    public let contentHash: [UInt8]
    /// Size of the encoded tile, bytes.
    public let size_bytes: Int
  }

  private static let schema = DatabaseSchema(
    applicationID: 0x5253_564D, version: 1, name: "Resurvey map store",
    tables: """
      CREATE TABLE tiles(
        tile INTEGER NOT NULL, version INTEGER NOT NULL, hash BLOB NOT NULL, blob BLOB NOT NULL, UNIQUE(tile, version));
      CREATE TABLE current(tile INTEGER PRIMARY KEY, version INTEGER NOT NULL);
      """)

  private let database: Database

  /// Opens a store.
  /// - Throws: `TileStoreError.database`: of kind `foreign` for a file that is no tile store.
  public init(path: String, access: Database.Access = .create) throws(TileStoreError) {
    do { database = try Database(path: path, schema: Self.schema, access: access) } catch { throw .database(error) }
  }

  /// The file.
  public var path: String { database.path }

  /// Stores a version; it becomes current unless a higher one is. Putting what is there changes nothing.
  /// - Throws: `TileStoreError.conflict` where this version is there with other content.
  public func put(_ tile: MapTile) throws(TileStoreError) { try put([tile]) }

  /// Stores versions, all or none.
  public func put(_ tiles: [MapTile]) throws(TileStoreError) {
    try put(tiles.map { (tile: $0, contentHash: $0.contentHash) })
  }

  /// Stores versions whose content hashes are known, all or none.
  public func put(_ versions: [(tile: MapTile, contentHash: [UInt8])]) throws(TileStoreError) {
    var rows: [(tile: MapTile, hash: [UInt8], blob: [UInt8])] = []
    for (tile, hash) in versions {
      do { rows.append((tile, hash, try TileCodec.encode(tile))) } catch {
        throw .unfit(tile: tile.id, version: tile.version, error)
      }
    }
    var conflict: MapTile?
    do {
      try database.transaction { () throws(DatabaseError) in
        for row in rows {
          let key = Self.key(row.tile.id)
          let version = Self.number(row.tile.version)
          let there = try database.rows("SELECT hash FROM tiles WHERE tile=? AND version=?", key, version) {
            row throws(DatabaseError) in try row.blob(0)
          }
          if let hash = there.first {
            if hash != row.hash { conflict = row.tile }
            continue
          }
          try database.run(
            "INSERT INTO tiles(tile, version, hash, blob) VALUES(?, ?, ?, ?)", key, version, .blob(row.hash),
            .blob(row.blob))
          try database.run(
            """
            INSERT INTO current(tile, version) VALUES(?, ?)
            ON CONFLICT(tile) DO UPDATE SET version=excluded.version WHERE excluded.version > version
            """, key, version)
        }
        if conflict != nil { throw DatabaseError(kind: .constraint, message: "conflict", path: path) }
      }
    } catch {
      if let conflict { throw .conflict(tile: conflict.id, version: conflict.version) }
      throw .database(error)
    }
  }

  /// The current version of a tile; nil where the map has none.
  /// - Throws: `TileStoreError.corrupt` naming tile and version where the stored bytes are damaged.
  public func current(_ id: TileID) throws(TileStoreError) -> MapTile? {
    guard let version = try currentVersion(of: id) else { return nil }
    guard let found = try tile(id, version: version) else {
      throw .corrupt(path: path, tile: id, version: version, reason: "the current version is missing")
    }
    return found
  }

  /// Number of the current version of a tile; nil where the map has none.
  public func currentVersion(of id: TileID) throws(TileStoreError) -> UInt64? {
    try read("SELECT version FROM current WHERE tile=?", Self.key(id)) { row throws(DatabaseError) in
      UInt64(bitPattern: try row.integer(0))
    }.first
  }

  /// One version of a tile; nil where it is not stored.
  public func tile(_ id: TileID, version: UInt64) throws(TileStoreError) -> MapTile? {
    let rows = try read(
      "SELECT hash, blob FROM tiles WHERE tile=? AND version=?", Self.key(id), Self.number(version)
    ) { row throws(DatabaseError) in (hash: try row.blob(0), blob: try row.blob(1)) }
    guard let row = rows.first else { return nil }
    let tile: MapTile
    do { tile = try TileCodec.decode(row.blob) } catch {
      throw .corrupt(path: path, tile: id, version: version, reason: "\(error)")
    }
    guard tile.id == id, tile.version == version, tile.contentHash == row.hash else {
      throw .corrupt(path: path, tile: id, version: version, reason: "the bytes are another tile's")
    }
    return tile
  }

  /// Ids of all tiles that have a current version, in order.
  public func currentIDs() throws(TileStoreError) -> [TileID] {
    try read("SELECT tile FROM current ORDER BY tile") { row throws(DatabaseError) in
      TileID(quadkey: UInt32(truncatingIfNeeded: try row.integer(0)))
    }
  }

  /// The whole current map, ordered by tile.
  public func currentTiles() throws(TileStoreError) -> [MapTile] {
    var tiles: [MapTile] = []
    for id in try currentIDs() {
      if let tile = try current(id) { tiles.append(tile) }
    }
    return tiles
  }

  /// The stored versions of a tile, oldest first.
  public func history(of id: TileID) throws(TileStoreError) -> [Entry] {
    try read(
      "SELECT version, hash, length(blob) FROM tiles WHERE tile=? ORDER BY version", Self.key(id)
    ) { row throws(DatabaseError) in
      Entry(
        version: UInt64(bitPattern: try row.integer(0)), contentHash: try row.blob(1),
        size_bytes: Int(try row.integer(2)))
    }
  }

  /// Number of tiles that have a current version.
  public func count() throws(TileStoreError) -> Int {
    Int(try read("SELECT count(*) FROM current") { row throws(DatabaseError) in try row.integer(0) }.first ?? 0)
  }

  /// Forgets versions of a tile below one; the current version always stays.
  public func forget(_ id: TileID, below version: UInt64) throws(TileStoreError) {
    do {
      try database.run(
        """
        DELETE FROM tiles WHERE tile=?1 AND version < ?2
          AND version <> coalesce((SELECT version FROM current WHERE tile=?1), -1)
        """, Self.key(id), Self.number(version))
    } catch { throw .database(error) }
  }

  private func read<T>(
    _ sql: String, _ values: SQLValue..., row: (Row) throws(DatabaseError) -> T
  ) throws(TileStoreError) -> [T] {
    do { return try database.rows(sql, values, row: row) } catch { throw .database(error) }
  }

  private static func key(_ id: TileID) -> SQLValue { .integer(Int64(id.quadkey)) }

  /// Versions count up from one: none of them comes near the sign bit.
  private static func number(_ version: UInt64) -> SQLValue { .integer(Int64(bitPattern: version)) }
}

import MapModel

/// The state of one tile partition in one SQLite file: everything a batch changes and the log position behind it move in one
/// transaction, under an exclusive lock. Values are opaque bytes; their meaning is the fold's. Not for two threads at once.
public final class PartitionStore {
  static let schema = DatabaseSchema(
    applicationID: 0x5253_5650, version: 4, name: "Resurvey partition file",
    tables: """
      CREATE TABLE meta(key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
      CREATE TABLE ledger(id INTEGER PRIMARY KEY, blob BLOB NOT NULL);
      CREATE TABLE candidates(tile INTEGER PRIMARY KEY, blob BLOB NOT NULL);
      CREATE TABLE geometry(tile INTEGER PRIMARY KEY, version INTEGER NOT NULL, blob BLOB NOT NULL);
      CREATE TABLE marks(
        tile INTEGER NOT NULL, number INTEGER NOT NULL, expires_ns INTEGER NOT NULL, blob BLOB NOT NULL,
        PRIMARY KEY(tile, number)) WITHOUT ROWID;
      CREATE TABLE kept(
        tile INTEGER NOT NULL, position INTEGER NOT NULL, blob BLOB NOT NULL, PRIMARY KEY(tile, position)) WITHOUT ROWID;
      CREATE TABLE checkpoints(
        tile INTEGER NOT NULL, position INTEGER NOT NULL, blob BLOB NOT NULL, PRIMARY KEY(tile, position)) WITHOUT ROWID;
      CREATE TABLE past_geometry(
        tile INTEGER NOT NULL, version INTEGER NOT NULL, blob BLOB NOT NULL, PRIMARY KEY(tile, version)) WITHOUT ROWID;
      CREATE INDEX marks_by_expiry ON marks(expires_ns);
      CREATE TABLE outbox(
        topic TEXT NOT NULL, sequence INTEGER NOT NULL, partition INTEGER NOT NULL, key BLOB NOT NULL, value BLOB,
        headers BLOB NOT NULL, time_ns INTEGER NOT NULL, PRIMARY KEY(topic, sequence));
      CREATE TABLE topics(
        topic TEXT PRIMARY KEY, next INTEGER NOT NULL, published INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
      """)

  let database: Database
  private let name: String
  /// A page that holds some blocks of ledgers, all of which a batch writes anew, costs less than as many pages with one each: by the byte of file
  /// and by the page that SQLite looks after and the system fills.
  private static let page_bytes = 16_384

  /// Opens or makes the file and takes its lock.
  /// - Parameters:
  ///   - name: Application, topic and partition the file is for, for example `resurvey/map.evidence/3`.
  ///   - cache_KiB: Pages kept in memory.
  /// - Throws: `PartitionStoreError.database` of kind `busy` where another process holds the file; `otherPartition`.
  public init(path: String, name: String, cache_KiB: Int = 65_536) throws(PartitionStoreError) {
    self.name = name
    do {
      database = try Database(
        path: path, schema: Self.schema, locking: .exclusive, cache_KiB: cache_KiB, page_bytes: Self.page_bytes)
      try database.run("INSERT INTO meta(key, value) VALUES('name', ?) ON CONFLICT DO NOTHING", .text(name))
    } catch { throw .database(error) }
    let found = try rows("SELECT value FROM meta WHERE key='name'") { row throws(DatabaseError) in try row.text(0) }
    guard found == [name] else {
      throw .otherPartition(path: path, expected: name, found: found.first ?? "")
    }
  }

  /// The file.
  public var path: String { database.path }

  /// The offset after the last record the state holds; nil before the first batch.
  public func nextOffset() throws(PartitionStoreError) -> Int64? {
    do { return try storedOffset() } catch { throw .database(error) }
  }

  /// A named value of the partition; nil where it was never set.
  public func meta(_ key: String) throws(PartitionStoreError) -> [UInt8]? {
    try rows("SELECT value FROM meta WHERE key=?", .text("fold." + key)) { row throws(DatabaseError) in
      try row.blob(0)
    }.first
  }

  /// All that is kept of a tile; nil where nothing is.
  public func loadTile(_ tile: TileID) throws(PartitionStoreError) -> PartitionTileState? {
    let key = SQLValue.integer(Int64(tile.quadkey))
    let geometry = try rows("SELECT version, blob FROM geometry WHERE tile=?", key) { row throws(DatabaseError) in
      TileGeometry(version: UInt64(bitPattern: try row.integer(0)), blob: try row.blob(1))
    }.first
    let candidates = try rows("SELECT blob FROM candidates WHERE tile=?", key) { row throws(DatabaseError) in
      try row.blob(0)
    }.first
    let blocks = try rows(
      "SELECT id, blob FROM ledger WHERE id BETWEEN ? AND ?", .integer(LedgerBlockKey(tile, block: 0).rowID),
      .integer(LedgerBlockKey(tile, block: .max).rowID)
    ) { row throws(DatabaseError) in (UInt32(truncatingIfNeeded: try row.integer(0)), try row.blob(1)) }
    let marks = try rows(
      "SELECT expires_ns, blob FROM marks WHERE tile=? ORDER BY number", key
    ) { row throws(DatabaseError) in TraversalMarks(expires_ns: try row.integer(0), blob: try row.blob(1)) }
    if geometry == nil && candidates == nil && blocks.isEmpty && marks.isEmpty { return nil }
    return PartitionTileState(
      tile: tile, geometry: geometry, candidates: candidates,
      ledgerBlocks: Dictionary(blocks, uniquingKeysWith: { first, _ in first }), marks: marks)
  }

  /// What is kept of a tile's log, each in order of the log, and of its earlier versions.
  public func loadKept(
    _ tile: TileID
  ) throws(PartitionStoreError) -> (checkpoints: [KeptRecord], records: [KeptRecord], geometries: [TileGeometry]) {
    func kept(_ table: String) throws(PartitionStoreError) -> [KeptRecord] {
      try rows(
        "SELECT position, blob FROM \(table) WHERE tile=? ORDER BY position", .integer(Int64(tile.quadkey))
      ) { row throws(DatabaseError) in KeptRecord(offset: try row.integer(0), blob: try row.blob(1)) }
    }
    let geometries = try rows(
      "SELECT version, blob FROM past_geometry WHERE tile=? ORDER BY version", .integer(Int64(tile.quadkey))
    ) { row throws(DatabaseError) in
      TileGeometry(version: UInt64(bitPattern: try row.integer(0)), blob: try row.blob(1))
    }
    return (try kept("checkpoints"), try kept("kept"), geometries)
  }

  /// Tiles that have geometry, in order.
  public func tiles() throws(PartitionStoreError) -> [TileID] {
    try rows("SELECT tile FROM geometry ORDER BY tile") { row throws(DatabaseError) in
      TileID(quadkey: UInt32(truncatingIfNeeded: try row.integer(0)))
    }
  }

  /// Writes a batch and moves the position, all or nothing.
  /// - Parameters:
  ///   - expectedOffset: Where the file must stand: what `nextOffset` gave when the batch's state was loaded.
  ///   - newOffset: The offset after the batch's last record.
  /// - Throws: `PartitionStoreError.fenced` where the file stands elsewhere; then, as after every error, nothing has changed.
  public func commit(
    expectedOffset: Int64?, newOffset: Int64, _ changes: PartitionChanges
  ) throws(PartitionStoreError) {
    try commit(expectedOffset: expectedOffset, newOffset: newOffset, changes, beforeEnd: {})
  }

  /// Writes a batch and moves the position, all or nothing, with what is changed of some tiles: one tile after the other, so that all of them
  /// need not be in memory as bytes.
  /// - Parameters:
  ///   - tiles: Tiles that may have changed, ascending.
  ///   - part: What is changed of a tile; nil where nothing is.
  /// - Throws: as `commit` without tiles, and what `part` throws; then, too, nothing has changed in the file.
  public func commit(
    expectedOffset: Int64?, newOffset: Int64, _ changes: PartitionChanges, of tiles: [TileID],
    _ part: (TileID) throws -> PartitionChanges?
  ) throws {
    var failure: (any Error)?
    do throws(PartitionStoreError) {
      try commit(expectedOffset: expectedOffset, newOffset: newOffset, changes) { () throws(DatabaseError) in
        for tile in tiles {
          let changes: PartitionChanges?
          do { changes = try part(tile) } catch {
            failure = error
            throw DatabaseError(kind: .other, message: "what is changed of tile \(tile) is not told", path: path)
          }
          if let changes { try write(changes) }
        }
      }
    } catch { throw failure ?? error }
  }

  /// - Parameter beforeEnd: Runs inside the transaction when all is written: the place where a crash hurts most.
  func commit(
    expectedOffset: Int64?, newOffset: Int64, _ changes: PartitionChanges, beforeEnd: () throws(DatabaseError) -> Void
  ) throws(PartitionStoreError) {
    guard newOffset >= expectedOffset ?? 0 else { throw .backwards(from: expectedOffset, to: newOffset) }
    var refusal: PartitionStoreError?
    do {
      try database.transaction { () throws(DatabaseError) in
        let found = try storedOffset()
        if found != expectedOffset {
          refusal = .fenced(expected: expectedOffset, found: found)
          return
        }
        refusal = try outboxGap(changes.outbox)
        if refusal != nil { return }
        try write(changes)
        try database.run(
          "INSERT INTO meta(key, value) VALUES('next_offset', ?) ON CONFLICT(key) DO UPDATE SET value=excluded.value",
          .integer(newOffset))
        try beforeEnd()
      }
    } catch { throw .database(error) }
    if let refusal { throw refusal }
  }

  /// Copies the file as it stands, compacted: a snapshot another owner can start from.
  public func snapshot(to path: String) throws(PartitionStoreError) {
    do { try database.copy(to: path) } catch { throw .database(error) }
  }

  private func storedOffset() throws(DatabaseError) -> Int64? {
    try database.rows("SELECT value FROM meta WHERE key='next_offset'") { row throws(DatabaseError) in
      try row.integer(0)
    }.first
  }

  func rows<T>(
    _ sql: String, _ values: SQLValue..., row: (Row) throws(DatabaseError) -> T
  ) throws(PartitionStoreError) -> [T] {
    do { return try database.rows(sql, values, row: row) } catch { throw .database(error) }
  }
}

import MapModel

extension PartitionStore {
  /// Writes in key order, so that neighbours on a page are written together.
  func write(_ changes: PartitionChanges) throws(DatabaseError) {
    for (key, value) in changes.meta.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      try Self.meta.put(.text("fold." + key), value, in: database)
    }
    for (key, value) in changes.ledgerBlocks.sorted(by: { $0.key < $1.key }) {
      try Self.ledger.put(.integer(key.rowID), value, in: database)
    }
    for (tile, value) in changes.candidates.sorted(by: { $0.key < $1.key }) {
      try Self.candidates.put(.integer(Int64(tile.quadkey)), value, in: database)
    }
    for (tile, geometry) in changes.geometry.sorted(by: { $0.key < $1.key }) {
      let key = SQLValue.integer(Int64(tile.quadkey))
      if let geometry {
        try database.run(
          """
          INSERT INTO geometry(tile, version, blob) VALUES(?, ?, ?)
          ON CONFLICT(tile) DO UPDATE SET version=excluded.version, blob=excluded.blob
          """, key, .integer(Int64(bitPattern: geometry.version)), .blob(geometry.blob))
      } else {
        try database.run("DELETE FROM geometry WHERE tile=?", key)
      }
    }
    for (tile, kept) in changes.kept.sorted(by: { $0.key < $1.key }) {
      try write(kept, of: tile)
      try writeGeometries(kept, of: tile)
    }
    for (tile, marks) in changes.marks.sorted(by: { $0.key < $1.key }) {
      let key = SQLValue.integer(Int64(tile.quadkey))
      try database.run(
        """
        INSERT INTO marks(tile, number, expires_ns, blob)
        VALUES(?, (SELECT coalesce(max(number), 0) + 1 FROM marks WHERE tile=?), ?, ?)
        """, key, key, .integer(marks.expires_ns), .blob(marks.blob))
    }
    if let time_ns = changes.forgetMarksBefore_ns {
      try database.run("DELETE FROM marks WHERE expires_ns < ?", .integer(time_ns))
    }
    try append(changes.outbox)
  }

  private func write(_ kept: KeptChanges, of tile: TileID) throws(DatabaseError) {
    let key = SQLValue.integer(Int64(tile.quadkey))
    for (table, records, dropped) in [
      ("checkpoints", kept.checkpoints, kept.droppedCheckpoints), ("kept", kept.records, kept.droppedRecords),
    ] {
      let insert = "INSERT INTO \(table)(tile, position, blob) VALUES(?, ?, ?)"
      for record in records { try database.run(insert, key, .integer(record.offset), .blob(record.blob)) }
      if let first = kept.keptFrom {
        try database.run("DELETE FROM \(table) WHERE tile=? AND position<?", key, .integer(first))
      }
      for offset in dropped {
        try database.run("DELETE FROM \(table) WHERE tile=? AND position=?", key, .integer(offset))
      }
    }
  }

  private func writeGeometries(_ kept: KeptChanges, of tile: TileID) throws(DatabaseError) {
    let key = SQLValue.integer(Int64(tile.quadkey))
    for geometry in kept.geometries {
      try database.run(
        "INSERT INTO past_geometry(tile, version, blob) VALUES(?, ?, ?)", key,
        .integer(Int64(bitPattern: geometry.version)), .blob(geometry.blob))
    }
    if let first = kept.geometriesFrom {
      try database.run(
        "DELETE FROM past_geometry WHERE tile=? AND version<?", key, .integer(Int64(bitPattern: first)))
    }
  }

  private static let meta = BlobTable("meta", key: "key", value: "value")
  private static let ledger = BlobTable("ledger", key: "id", value: "blob")
  private static let candidates = BlobTable("candidates", key: "tile", value: "blob")
}

/// A table of one blob a key; its statements are put together once, not for every row.
private struct BlobTable {
  private let upsert: String
  private let delete: String

  init(_ name: String, key: String, value: String) {
    upsert = """
      INSERT INTO \(name)(\(key), \(value)) VALUES(?, ?) ON CONFLICT(\(key)) DO UPDATE SET \(value)=excluded.\(value)
      """
    delete = "DELETE FROM \(name) WHERE \(key)=?"
  }

  /// Sets a row's blob; nil removes the row.
  func put(_ key: SQLValue, _ value: [UInt8]?, in database: Database) throws(DatabaseError) {
    if let value { try database.run(upsert, key, .blob(value)) } else { try database.run(delete, key) }
  }
}

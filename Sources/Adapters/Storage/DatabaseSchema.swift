/// What a file must be before a store uses it: SQLite's `application_id` says whose it is, `user_version` of which version.
public struct DatabaseSchema: Hashable, Sendable {
  /// Four letters as a number; other programs' files have others.
  let applicationID: Int32
  /// Version of the tables.
  let version: Int32
  /// What such a file is called in errors.
  let name: String
  /// The statements that make the tables.
  let tables: String

  /// Refuses a file that is not of this schema.
  func check(_ database: Database) throws(DatabaseError) {
    let found = try number("application_id", database)
    guard found == Int64(applicationID) else {
      throw DatabaseError(kind: .foreign, message: "it is no \(name)", path: database.path)
    }
    let made = try number("user_version", database)
    guard made == Int64(version) else {
      throw DatabaseError(
        kind: .version, message: "it is a \(name) of version \(made), this program uses \(version)", path: database.path
      )
    }
  }

  /// Makes the tables in an empty file, refuses any other that is not of this schema.
  func checkOrCreate(_ database: Database) throws(DatabaseError) {
    try database.transaction { () throws(DatabaseError) in
      let objects = try database.rows("SELECT count(*) FROM sqlite_master") { row throws(DatabaseError) in
        try row.integer(0)
      }
      guard objects == [0], try number("application_id", database) == 0 else { return try check(database) }
      try database.execute(tables)
      try database.execute("PRAGMA application_id=\(applicationID)")
      try database.execute("PRAGMA user_version=\(version)")
    }
  }

  private func number(_ pragma: String, _ database: Database) throws(DatabaseError) -> Int64 {
    try database.rows("PRAGMA \(pragma)") { row throws(DatabaseError) in try row.integer(0) }.first ?? 0
  }
}

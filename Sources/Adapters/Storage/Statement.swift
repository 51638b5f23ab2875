import CSQLite

/// A prepared statement. It belongs to its database and is reset after every use.
@safe
final class Statement {
  /// Nil once finalized: SQLite reads columns of no statement as NULL, so a row that outlives its database is harmless.
  private var pointer: OpaquePointer?
  private let sql: String
  private let path: String
  private unowned let database: Database

  init(_ pointer: OpaquePointer, sql: String, database: Database) {
    unsafe self.pointer = pointer
    self.sql = sql
    self.database = database
    path = database.path
  }

  func finalize() {
    unsafe sqlite3_finalize(pointer)
    unsafe pointer = nil
  }

  /// Runs it to its end.
  func run(_ values: [SQLValue]) throws(DatabaseError) {
    defer { reset() }
    try bind(values)
    while try step() {}
  }

  /// All its rows, each made into a value.
  func rows<T>(_ values: [SQLValue], row: (Row) throws(DatabaseError) -> T) throws(DatabaseError) -> [T] {
    defer { reset() }
    try bind(values)
    var rows: [T] = []
    while try step() { rows.append(try row(Row(self))) }
    return rows
  }

  private func reset() {
    unsafe sqlite3_reset(pointer)
    unsafe sqlite3_clear_bindings(pointer)
  }

  private func step() throws(DatabaseError) -> Bool {
    let status = unsafe sqlite3_step(pointer)
    switch status {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw database.failure(status, sql: sql)
    }
  }

  private func bind(_ values: [SQLValue]) throws(DatabaseError) {
    let expected = unsafe Int(sqlite3_bind_parameter_count(pointer))
    guard values.count == expected else {
      throw DatabaseError(
        kind: .other, message: "\(values.count) values for \(expected) places", sql: sql, path: path)
    }
    // SQLite's mark for "copy these bytes", a macro that Swift does not see.
    let copied = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    for (index, value) in values.enumerated() {
      let place = Int32(index + 1)
      let status =
        switch value {
        case .null: unsafe sqlite3_bind_null(pointer, place)
        case .integer(let number): unsafe sqlite3_bind_int64(pointer, place, number)
        case .text(let text): unsafe sqlite3_bind_text(pointer, place, text, Int32(text.utf8.count), copied)
        case .blob(let bytes) where bytes.isEmpty: unsafe sqlite3_bind_zeroblob(pointer, place, 0)
        case .blob(let bytes):
          unsafe bytes.withUnsafeBytes {
            unsafe sqlite3_bind_blob64(pointer, place, $0.baseAddress, UInt64($0.count), copied)
          }
        }
      guard status == SQLITE_OK else { throw database.failure(status, sql: sql) }
    }
  }

  fileprivate func type(_ column: Int32) -> Int32 { unsafe sqlite3_column_type(pointer, column) }

  fileprivate func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(pointer, column) }

  fileprivate func bytes(_ column: Int32) -> [UInt8] {
    let start = unsafe sqlite3_column_blob(pointer, column)
    let count = unsafe Int(sqlite3_column_bytes(pointer, column))
    return unsafe Array(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
  }

  fileprivate func mismatch(_ column: Int32, _ wanted: String) -> DatabaseError {
    DatabaseError(kind: .corrupt, message: "column \(column) holds no \(wanted)", sql: sql, path: path)
  }
}

/// The row a query stands at; outside the closure that got it, it holds nothing.
public struct Row {
  private let statement: Statement

  init(_ statement: Statement) { self.statement = statement }

  /// True where a column holds NULL.
  public func isNull(_ column: Int) -> Bool { statement.type(Int32(column)) == SQLITE_NULL }

  /// An integer column.
  /// - Throws: `DatabaseError` of kind `corrupt` where it holds something else; so do the others.
  public func integer(_ column: Int) throws(DatabaseError) -> Int64 {
    guard statement.type(Int32(column)) == SQLITE_INTEGER else { throw statement.mismatch(Int32(column), "integer") }
    return statement.integer(Int32(column))
  }

  /// A blob column.
  public func blob(_ column: Int) throws(DatabaseError) -> [UInt8] {
    guard statement.type(Int32(column)) == SQLITE_BLOB else { throw statement.mismatch(Int32(column), "blob") }
    return statement.bytes(Int32(column))
  }

  /// A text column.
  public func text(_ column: Int) throws(DatabaseError) -> String {
    guard statement.type(Int32(column)) == SQLITE_TEXT,
      let text = String(validating: statement.bytes(Int32(column)), as: UTF8.self)
    else { throw statement.mismatch(Int32(column), "text") }
    return text
  }
}

import CSQLite

/// One connection to one SQLite file, in write-ahead-log mode with `synchronous=NORMAL`. Not for two threads at once.
@safe
public final class Database {
  /// Who may use the file while it is open.
  public enum Locking: Hashable, Sendable {
    /// Others may read while this writes.
    case shared
    /// No other process may open it.
    case exclusive
  }

  /// Whether the file may be changed or made.
  public enum Access: Hashable, Sendable {
    /// It must be there; nothing is written.
    case readOnly
    /// It must be there.
    case readWrite
    /// It is made if it is not there.
    case create
  }

  /// The file.
  public let path: String
  private let handle: OpaquePointer
  private var statements: [String: Statement] = [:]

  /// Opens a file.
  /// - Parameters:
  ///   - schema: What the file must be, and how it is made where it is empty.
  ///   - cache_KiB: Pages kept in memory.
  ///   - page_bytes: Of a file that is made; one that is there keeps its own.
  /// - Throws: `DatabaseError`: `foreign` for a file that is not of this schema, `version` for another version of it, `busy` where a
  ///   process holds it, `corrupt`, `access`.
  public init(
    path: String, schema: DatabaseSchema, access: Access = .create, locking: Locking = .shared, cache_KiB: Int = 65_536,
    page_bytes: Int = 4096
  ) throws(DatabaseError) {
    self.path = path
    let flags =
      switch access {
      case .readOnly: SQLITE_OPEN_READONLY
      case .readWrite: SQLITE_OPEN_READWRITE
      case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      }
    var opened: OpaquePointer?
    let status = unsafe sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
    guard status == SQLITE_OK, let handle = unsafe opened else {
      let message = unsafe String(cString: sqlite3_errstr(status))
      unsafe sqlite3_close(opened)
      throw DatabaseError(kind: .access, code: status, message: message, path: path)
    }
    unsafe self.handle = handle
    // An exclusive file has one owner by design, so waiting for another would only hide the mistake.
    unsafe sqlite3_busy_timeout(handle, locking == .shared ? 5_000 : 0)
    if locking == .exclusive { try execute("PRAGMA locking_mode=EXCLUSIVE") }
    try execute("PRAGMA cache_size=\(-cache_KiB)")
    if access == .readOnly {
      try schema.check(self)
    } else {
      try execute("PRAGMA page_size=\(page_bytes)")
      try schema.checkOrCreate(self)
      try execute("PRAGMA journal_mode=WAL")
      try execute("PRAGMA synchronous=NORMAL")
      // Fewer, larger checkpoints, of 64 MB: measured best for batches of ledger blocks.
      try execute("PRAGMA wal_autocheckpoint=\(65_536_000 / page_bytes)")
    }
  }

  deinit {
    for statement in statements.values { statement.finalize() }
    unsafe sqlite3_close_v2(handle)
  }

  /// Runs statements without values or rows.
  public func execute(_ sql: String) throws(DatabaseError) {
    let status = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
    guard status == SQLITE_OK else { throw failure(status, sql: sql) }
  }

  /// The statement of some SQL, prepared once.
  private func statement(_ sql: String) throws(DatabaseError) -> Statement {
    if let statement = statements[sql] { return statement }
    var prepared: OpaquePointer?
    let status = unsafe sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
    guard status == SQLITE_OK, let pointer = unsafe prepared else { throw failure(status, sql: sql) }
    let statement = unsafe Statement(pointer, sql: sql, database: self)
    statements[sql] = statement
    return statement
  }

  /// Runs a statement that gives no rows; the number of rows it changed.
  @discardableResult
  public func run(_ sql: String, _ values: SQLValue...) throws(DatabaseError) -> Int {
    try statement(sql).run(values)
    return Int(unsafe sqlite3_changes64(handle))
  }

  /// All rows of a query, each made into a value.
  public func rows<T>(
    _ sql: String, _ values: SQLValue..., row: (Row) throws(DatabaseError) -> T
  ) throws(DatabaseError) -> [T] {
    try rows(sql, values, row: row)
  }

  func rows<T>(
    _ sql: String, _ values: [SQLValue], row: (Row) throws(DatabaseError) -> T
  ) throws(DatabaseError) -> [T] {
    try statement(sql).rows(values, row: row)
  }

  /// Does all of `body` or nothing of it: the write lock is taken at once, a thrown error rolls back.
  public func transaction<T>(_ body: () throws(DatabaseError) -> T) throws(DatabaseError) -> T {
    try execute("BEGIN IMMEDIATE")
    do {
      let result = try body()
      try execute("COMMIT")
      return result
    } catch {
      // SQLite itself rolls back after some errors (full disk); a second ROLLBACK then is the only thing that may fail here.
      if unsafe sqlite3_get_autocommit(handle) == 0 { try execute("ROLLBACK") }
      throw error
    }
  }

  /// Copies the file as it stands to a new one, compacted.
  public func copy(to path: String) throws(DatabaseError) { try run("VACUUM INTO ?", .text(path)) }

  func failure(_ status: Int32, sql: String) -> DatabaseError {
    let kind: DatabaseError.Kind =
      switch status & 0xFF {
      case SQLITE_BUSY, SQLITE_LOCKED: .busy
      case SQLITE_CORRUPT: .corrupt
      case SQLITE_NOTADB: .foreign
      case SQLITE_FULL: .full
      case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_IOERR, SQLITE_PERM: .access
      case SQLITE_CONSTRAINT: .constraint
      default: .other
      }
    let message = unsafe String(cString: sqlite3_errmsg(handle))
    return DatabaseError(kind: kind, code: status, message: message, sql: sql, path: path)
  }
}

/// What a database said no with, the statement it was about, and the file.
public struct DatabaseError: Error, Hashable, Sendable {
  /// What to do about it.
  public enum Kind: Hashable, Sendable {
    /// Another process holds the file: stop it, or wait.
    case busy
    /// The file is damaged: restore a snapshot.
    case corrupt
    /// The file is no database, or a database of another program.
    case foreign
    /// The file is of another version of this program.
    case version
    /// No space is left.
    case full
    /// The file or folder cannot be opened, read or written.
    case access
    /// The statement breaks a constraint.
    case constraint
    /// Anything else: a defect of the program.
    case other
  }

  /// What to do about it.
  public let kind: Kind
  /// SQLite's extended result code; 0 where the program itself refuses the file.
  public let code: Int32
  /// In words.
  public let message: String
  /// The statement; empty outside one.
  public let sql: String
  /// The file.
  public let path: String

  init(kind: Kind, code: Int32 = 0, message: String, sql: String = "", path: String) {
    self.kind = kind
    self.code = code
    self.message = message
    self.sql = sql
    self.path = path
  }
}

extension DatabaseError: CustomStringConvertible {
  /// One line: file, words, code and statement.
  public var description: String {
    let advice =
      switch kind {
      case .busy: "another process uses it; stop that process first"
      case .corrupt: "it is damaged; restore it from a snapshot"
      case .foreign: "it is no file of this program; name another"
      case .version: "another version of this program made it"
      case .full: "make space and try again"
      case .access: "check path and permissions"
      case .constraint, .other: "this is a defect of the program"
      }
    let statement = sql.isEmpty ? "" : " in '\(sql)'"
    return "\(path): \(message) (SQLite code \(code))\(statement): \(advice)"
  }
}

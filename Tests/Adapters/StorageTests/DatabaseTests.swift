import Foundation
import TestSupport
import Testing

@testable import Storage

@Suite struct DatabaseTests {
  let scratch: Scratch
  let schema = DatabaseSchema(
    applicationID: 0x1234, version: 3, name: "test file", tables: "CREATE TABLE t(k INTEGER PRIMARY KEY, v)")

  init() throws { scratch = try Scratch() }

  private func kind(_ body: () throws -> Void) -> DatabaseError.Kind? {
    #expect(throws: DatabaseError.self) { try body() }?.kind
  }

  @Test func everyKindOfValueComesBack() throws {
    let database = try Database(path: scratch.path("a"), schema: schema)
    let values: [SQLValue] = [
      .integer(.min), .integer(.max), .text(""), .text("größe 日本 \u{1F600}"), .blob([]), .blob([0, 255, 0]), .null,
    ]
    for (key, value) in values.enumerated() {
      #expect(try database.run("INSERT INTO t VALUES(?, ?)", .integer(Int64(key)), value) == 1)
    }
    let kinds = try database.rows("SELECT typeof(v) FROM t ORDER BY k") { row throws(DatabaseError) in
      try row.text(0)
    }
    #expect(kinds == ["integer", "integer", "text", "text", "blob", "blob", "null"])
    func value<T>(_ key: Int, _ read: (Row) throws(DatabaseError) -> T) throws -> T? {
      try database.rows("SELECT v FROM t WHERE k=?", .integer(Int64(key)), row: read).first
    }
    #expect(try value(0) { row throws(DatabaseError) in try row.integer(0) } == .min)
    #expect(try value(3) { row throws(DatabaseError) in try row.text(0) } == "größe 日本 \u{1F600}")
    #expect(try value(4) { row throws(DatabaseError) in try row.blob(0) } == [])
    #expect(try value(5) { row throws(DatabaseError) in try row.blob(0) } == [0, 255, 0])
    #expect(try value(6) { row throws(DatabaseError) in row.isNull(0) } == true)
    #expect(kind { _ = try value(5) { row throws(DatabaseError) in try row.text(0) } } == .corrupt)
  }

  @Test func aThrowRollsBackAndTheNextTransactionWorks() throws {
    let database = try Database(path: scratch.path("a"), schema: schema)
    let broken = kind {
      try database.transaction { () throws(DatabaseError) in
        try database.run("INSERT INTO t VALUES(1, 1)")
        try database.run("INSERT INTO t VALUES(1, 2)")
      }
    }
    #expect(broken == .constraint)
    try database.transaction { () throws(DatabaseError) in _ = try database.run("INSERT INTO t VALUES(2, 2)") }
    let keys = try database.rows("SELECT k FROM t") { row throws(DatabaseError) in try row.integer(0) }
    #expect(keys == [2])
  }

  @Test func anErrorNamesFileStatementAndCode() throws {
    let database = try Database(path: scratch.path("a"), schema: schema)
    let error = #expect(throws: DatabaseError.self) { try database.run("SELECT x FROM nowhere") }
    #expect(error?.sql == "SELECT x FROM nowhere")
    #expect(error?.code == 1)
    #expect(error?.description.contains(scratch.path("a")) == true)
    #expect(error?.message == "no such table: nowhere")
    #expect(kind { try database.run("SELECT ?", .null, .null) } == .other)
  }

  @Test func filesOfOthersAreRefused() throws {
    try Data("not a database, but long enough to look like one at first sight ............".utf8)
      .write(to: URL(fileURLWithPath: scratch.path("text")))
    #expect(kind { _ = try Database(path: scratch.path("text"), schema: schema) } == .foreign)
    let other = DatabaseSchema(applicationID: 0x99, version: 3, name: "other", tables: "CREATE TABLE x(y)")
    _ = try Database(path: scratch.path("other"), schema: other)
    #expect(kind { _ = try Database(path: scratch.path("other"), schema: schema) } == .foreign)
    let newer = DatabaseSchema(applicationID: 0x1234, version: 4, name: "test file", tables: "CREATE TABLE x(y)")
    _ = try Database(path: scratch.path("newer"), schema: newer)
    #expect(kind { _ = try Database(path: scratch.path("newer"), schema: schema) } == .version)
    #expect(kind { _ = try Database(path: scratch.path("absent"), schema: schema, access: .readWrite) } == .access)
    #expect(kind { _ = try Database(path: scratch.path("no/such/folder"), schema: schema) } == .access)
  }

  @Test func anExclusiveFileHasOneOwner() throws {
    let path = scratch.path("a")
    do {
      let owner = try Database(path: path, schema: schema, locking: .exclusive)
      try owner.run("INSERT INTO t VALUES(1, 1)")
      #expect(kind { _ = try Database(path: path, schema: schema, locking: .exclusive) } == .busy)
    }
    let next = try Database(path: path, schema: schema, locking: .exclusive)
    #expect(try next.rows("SELECT k FROM t") { row throws(DatabaseError) in try row.integer(0) } == [1])
  }

  @Test func aReaderReadsBesideAWriter() throws {
    let path = scratch.path("a")
    let writer = try Database(path: path, schema: schema)
    let reader = try Database(path: path, schema: schema, access: .readOnly)
    try writer.run("INSERT INTO t VALUES(1, 1)")
    #expect(try reader.rows("SELECT k FROM t") { row throws(DatabaseError) in try row.integer(0) } == [1])
    #expect(kind { try reader.run("INSERT INTO t VALUES(2, 2)") } == .access)
  }

  @Test func aDamagedFileIsCorruptAndNotACrash() throws {
    let path = scratch.path("a")
    do {
      let database = try Database(path: path, schema: schema)
      try database.transaction { () throws(DatabaseError) in
        for key in 0..<2000 {
          try database.run("INSERT INTO t VALUES(?, ?)", .integer(Int64(key)), .blob([UInt8](repeating: 7, count: 100)))
        }
      }
    }
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    for page in stride(from: 4096, to: bytes.count, by: 4096) { bytes[page] = 0xEE }
    try bytes.write(to: URL(fileURLWithPath: path))
    let damaged = kind {
      let database = try Database(path: path, schema: schema)
      _ = try database.rows("SELECT sum(length(v)) FROM t") { row throws(DatabaseError) in try row.integer(0) }
    }
    #expect(damaged == .corrupt)
  }

  @Test func aRowThatEscapesHoldsNothing() throws {
    var escaped: Row?
    do {
      let database = try Database(path: scratch.path("a"), schema: schema)
      try database.run("INSERT INTO t VALUES(1, 1)")
      _ = try database.rows("SELECT k FROM t") { row throws(DatabaseError) in escaped = row }
    }
    #expect(escaped?.isNull(0) == true)
    #expect(kind { _ = try escaped?.integer(0) } == .corrupt)
  }
}

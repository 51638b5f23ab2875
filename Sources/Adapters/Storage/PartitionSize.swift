/// How large a partition's state is.
public struct PartitionSize: Hashable, Sendable {
  /// Ledger blocks.
  public let blocks: Int
  /// Their bytes.
  public let ledger_bytes: Int
  /// Bytes of the tiles' geometry.
  public let geometry_bytes: Int
  /// Traversal marks.
  public let marks: Int
  /// Bytes of the whole file, free pages not counted.
  public let file_bytes: Int
}

extension PartitionStore {
  /// Counts what is stored; reads all of it.
  public func size() throws(PartitionStoreError) -> PartitionSize {
    func number(_ sql: String) throws(PartitionStoreError) -> Int {
      Int(try rows(sql) { row throws(DatabaseError) in try row.integer(0) }.first ?? 0)
    }
    return PartitionSize(
      blocks: try number("SELECT count(*) FROM ledger"),
      ledger_bytes: try number("SELECT coalesce(sum(length(blob)), 0) FROM ledger"),
      geometry_bytes: try number("SELECT coalesce(sum(length(blob)), 0) FROM geometry"),
      marks: try number("SELECT count(*) FROM marks"),
      file_bytes: try number("PRAGMA page_size")
        * (try number("PRAGMA page_count") - number("PRAGMA freelist_count")))
  }
}

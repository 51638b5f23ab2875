extension PartitionStore {
  /// The number the next record of a topic must have; 1 for the first.
  public func nextSequence(topic: String) throws(PartitionStoreError) -> UInt64 {
    do { return try storedSequence(topic) } catch { throw .database(error) }
  }

  /// Records that are not marked as published, by topic (in byte order of the names), then number.
  public func pendingOutbox(limit: Int) throws(PartitionStoreError) -> [OutboxRecord] {
    try rows(
      """
      SELECT topic, sequence, partition, key, value, headers, time_ns FROM outbox ORDER BY topic, sequence LIMIT ?
      """, .integer(Int64(limit))
    ) { row throws(DatabaseError) in
      guard let headers = OutboxRecord.unpack(try row.blob(5)) else {
        throw DatabaseError(kind: .corrupt, message: "headers of an outbox record do not open", path: path)
      }
      return OutboxRecord(
        topic: try row.text(0), sequence: UInt64(bitPattern: try row.integer(1)),
        partition: Int32(truncatingIfNeeded: try row.integer(2)), key: try row.blob(3),
        value: row.isNull(4) ? nil : try row.blob(4), headers: headers, time_ns: try row.integer(6))
    }
  }

  /// Marks a topic's records up to a number as published; their bytes leave the file, their numbers stay used.
  public func markPublished(topic: String, upTo sequence: UInt64) throws(PartitionStoreError) {
    let number = SQLValue.integer(Int64(bitPattern: sequence))
    do {
      try database.transaction { () throws(DatabaseError) in
        try database.run(
          "UPDATE topics SET published=max(published, min(?, next - 1)) WHERE topic=?", number, .text(topic))
        try database.run("DELETE FROM outbox WHERE topic=? AND sequence<=?", .text(topic), number)
      }
    } catch { throw .database(error) }
  }

  /// The highest number of a topic that is marked as published; 0 before the first.
  public func publishedSequence(topic: String) throws(PartitionStoreError) -> UInt64 {
    UInt64(
      bitPattern: try rows("SELECT published FROM topics WHERE topic=?", .text(topic)) { row throws(DatabaseError) in
        try row.integer(0)
      }.first ?? 0)
  }

  /// The first record that does not follow on its topic's last; nil where all do.
  func outboxGap(_ records: [OutboxRecord]) throws(DatabaseError) -> PartitionStoreError? {
    var next: [String: UInt64] = [:]
    for record in records {
      let expected = if let known = next[record.topic] { known } else { try storedSequence(record.topic) }
      if record.sequence != expected {
        return .outboxGap(topic: record.topic, expected: expected, found: record.sequence)
      }
      next[record.topic] = expected + 1
    }
    return nil
  }

  func append(_ records: [OutboxRecord]) throws(DatabaseError) {
    for record in records {
      let sequence = Int64(bitPattern: record.sequence)
      try database.run(
        """
        INSERT INTO outbox(topic, sequence, partition, key, value, headers, time_ns) VALUES(?, ?, ?, ?, ?, ?, ?)
        """, .text(record.topic), .integer(sequence), .integer(Int64(record.partition)), .blob(record.key),
        record.value.map(SQLValue.blob) ?? .null, .blob(OutboxRecord.pack(record.headers)), .integer(record.time_ns))
      try database.run(
        "INSERT INTO topics(topic, next) VALUES(?, ?) ON CONFLICT(topic) DO UPDATE SET next=excluded.next",
        .text(record.topic), .integer(sequence + 1))
    }
  }

  private func storedSequence(_ topic: String) throws(DatabaseError) -> UInt64 {
    UInt64(
      bitPattern: try database.rows("SELECT next FROM topics WHERE topic=?", .text(topic)) {
        row throws(DatabaseError) in
        try row.integer(0)
      }.first ?? 1)
  }
}

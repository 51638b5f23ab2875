import MapModel
import TestSupport
import Testing

@testable import Storage

@Suite struct PartitionStoreTests {
  let scratch: Scratch
  let tile = TileID(quadkey: 0xFFFF_FFF0)

  init() throws { scratch = try Scratch() }

  private func open(_ name: String = "p.sqlite") throws -> PartitionStore {
    try PartitionStore(path: scratch.path(name), name: "resurvey/map.evidence/3")
  }

  private func record(_ topic: String, _ sequence: UInt64) -> OutboxRecord {
    OutboxRecord(
      topic: topic, sequence: sequence, partition: 3, key: [1, 2], value: sequence % 2 == 0 ? nil : [9, 0, 9],
      headers: [.init("ce_id", Array("x/3/\(sequence)".utf8)), .init("empty", [])], time_ns: 1_700_000_000_000_000_000)
  }

  private func batch(_ number: UInt8) -> PartitionChanges {
    var changes = PartitionChanges()
    changes.meta["fold"] = [number]
    for block in 0..<40 {
      changes.ledgerBlocks[LedgerBlockKey(tile, block: UInt32(block))] = [UInt8](repeating: number, count: 1600)
    }
    changes.candidates[tile] = [number, number]
    changes.geometry[tile] = TileGeometry(version: UInt64(number), blob: [number])
    changes.marks[tile] = TraversalMarks(expires_ns: Int64(number) * 100, blob: [number])
    changes.outbox = [record("map.changes", UInt64(number)), record("map.tiles", UInt64(number))]
    return changes
  }

  /// Files made before pages became larger are of the same schema and stay as they are.
  @Test func aFileWithSmallPagesGoesOn() throws {
    func page_bytes(_ store: PartitionStore) throws -> Int64 {
      try store.rows("PRAGMA page_size") { row throws(DatabaseError) in try row.integer(0) }[0]
    }
    do {
      let database = try Database(path: scratch.path("small.sqlite"), schema: PartitionStore.schema, page_bytes: 4096)
      try database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }
    for (name, expected) in [("small.sqlite", Int64(4096)), ("p.sqlite", 16_384)] {
      var store = try open(name)
      try store.commit(expectedOffset: nil, newOffset: 10, batch(1))
      #expect(try page_bytes(store) == expected)
      store = try PartitionStore(path: scratch.path("p.sqlite.other"), name: "other")
      store = try open(name)
      #expect(try store.loadTile(tile)?.ledgerBlocks.count == 40)
      #expect(try page_bytes(store) == expected)
    }
  }

  @Test func replacedVersionsAreKeptUntilNoSpanBeginsWithThem() throws {
    let store = try open()
    var changes = PartitionChanges()
    changes.kept[tile] = KeptChanges()
    changes.kept[tile]?.geometries = [TileGeometry(version: 2, blob: [2]), TileGeometry(version: 5, blob: [5, 5])]
    changes.kept[TileID(quadkey: 1)] = KeptChanges()
    changes.kept[TileID(quadkey: 1)]?.geometries = [TileGeometry(version: 1, blob: [1])]
    try store.commit(expectedOffset: nil, newOffset: 1, changes)
    #expect(try store.loadKept(tile).geometries.map(\.version) == [2, 5])
    changes = PartitionChanges()
    changes.kept[tile] = KeptChanges()
    changes.kept[tile]?.geometriesFrom = 5
    try store.commit(expectedOffset: 1, newOffset: 2, changes)
    #expect(try store.loadKept(tile).geometries == [TileGeometry(version: 5, blob: [5, 5])])
    #expect(try store.loadKept(TileID(quadkey: 1)).geometries == [TileGeometry(version: 1, blob: [1])])
  }

  @Test func whatIsKeptOfALogIsReadInOrderUntilItIsDropped() throws {
    let store = try open()
    var changes = PartitionChanges()
    var kept = KeptChanges()
    kept.checkpoints = [KeptRecord(offset: 3, blob: [1]), KeptRecord(offset: 9, blob: [2])]
    kept.records = [3, 5, 9, 12].map { KeptRecord(offset: $0, blob: [UInt8($0)]) }
    changes.kept[tile] = kept
    var other = KeptChanges()
    other.records = [KeptRecord(offset: 4, blob: [4])]
    changes.kept[TileID(quadkey: 1)] = other
    try store.commit(expectedOffset: nil, newOffset: 13, changes)
    #expect(try store.loadKept(tile).records.map(\.offset) == [3, 5, 9, 12])
    #expect(try store.loadKept(TileID(quadkey: 1)).records == other.records)

    changes = PartitionChanges()
    kept = KeptChanges()
    kept.records = [KeptRecord(offset: 13, blob: [13])]
    kept.keptFrom = 5
    kept.droppedRecords = [9]
    kept.droppedCheckpoints = [9]
    changes.kept[tile] = kept
    try store.commit(expectedOffset: 13, newOffset: 14, changes)
    #expect(try store.loadKept(tile).records.map(\.offset) == [5, 12, 13])
    #expect(try store.loadKept(tile).checkpoints.isEmpty)
    #expect(try store.loadKept(TileID(quadkey: 1)).records == other.records)
  }

  private func expect(_ store: PartitionStore, at number: UInt8, offset: Int64) throws {
    #expect(try store.nextOffset() == offset)
    #expect(try store.meta("fold") == [number])
    let state = try #require(try store.loadTile(tile))
    #expect(state.geometry == TileGeometry(version: UInt64(number), blob: [number]))
    #expect(state.candidates == [number, number])
    #expect(state.ledgerBlocks.count == 40)
    #expect(state.ledgerBlocks.values.allSatisfy { $0 == [UInt8](repeating: number, count: 1600) })
    #expect(state.marks.map(\.blob) == (1...number).map { [$0] })
    #expect(try store.nextSequence(topic: "map.changes") == UInt64(number) + 1)
  }

  @Test func anEmptyFileHasNoOffsetAndNoTile() throws {
    let store = try open()
    #expect(try store.nextOffset() == nil)
    #expect(try store.loadTile(tile) == nil)
    #expect(try store.meta("fold") == nil)
    #expect(try store.tiles() == [])
    #expect(try store.pendingOutbox(limit: 10) == [])
    #expect(try store.nextSequence(topic: "map.changes") == 1)
  }

  @Test func aBatchIsThereAfterReopening() throws {
    do {
      let store = try open()
      try store.commit(expectedOffset: nil, newOffset: 10, batch(1))
      try store.commit(expectedOffset: 10, newOffset: 25, batch(2))
    }
    let store = try open()
    try expect(store, at: 2, offset: 25)
    #expect(try store.tiles() == [tile])
  }

  @Test func tilesDoNotMixAndNilRemoves() throws {
    let store = try open()
    let neighbour = TileID(quadkey: 0xFFFF_FFF1)
    var changes = PartitionChanges()
    changes.ledgerBlocks = [
      LedgerBlockKey(tile, block: 0): [1], LedgerBlockKey(tile, block: .max): [2],
      LedgerBlockKey(neighbour, block: 0): [3],
      LedgerBlockKey(TileID(quadkey: 0), block: .max): [4],
    ]
    try store.commit(expectedOffset: nil, newOffset: 1, changes)
    #expect(try store.loadTile(tile)?.ledgerBlocks == [0: [1], .max: [2]])
    #expect(try store.loadTile(neighbour)?.ledgerBlocks == [0: [3]])
    #expect(try store.loadTile(TileID(quadkey: 0))?.ledgerBlocks == [.max: [4]])
    changes = PartitionChanges()
    changes.ledgerBlocks.updateValue(nil, forKey: LedgerBlockKey(tile, block: 0))
    changes.ledgerBlocks.updateValue(nil, forKey: LedgerBlockKey(tile, block: .max))
    try store.commit(expectedOffset: 1, newOffset: 2, changes)
    #expect(try store.loadTile(tile) == nil)
    #expect(try store.loadTile(neighbour) != nil)
  }

  @Test func anotherOffsetFencesAndChangesNothing() throws {
    let store = try open()
    try store.commit(expectedOffset: nil, newOffset: 10, batch(1))
    for expected in [nil, 0, 9, 11] as [Int64?] {
      #expect(throws: PartitionStoreError.fenced(expected: expected, found: 10)) {
        try store.commit(expectedOffset: expected, newOffset: 50, batch(2))
      }
    }
    try expect(store, at: 1, offset: 10)
    #expect(throws: PartitionStoreError.backwards(from: 10, to: 9)) {
      try store.commit(expectedOffset: 10, newOffset: 9, batch(2))
    }
  }

  @Test func theOutboxIsReadInOrderUntilItIsMarked() throws {
    let store = try open()
    for number in 1...5 as ClosedRange<UInt8> {
      try store.commit(
        expectedOffset: number == 1 ? nil : Int64(number) - 1, newOffset: Int64(number), batch(number))
    }
    let changes = (1...5).map { record("map.changes", $0) }
    #expect(try store.pendingOutbox(limit: 100) == changes + (1...5).map { record("map.tiles", $0) })
    #expect(try store.pendingOutbox(limit: 2) == Array(changes[..<2]))
    try store.markPublished(topic: "map.changes", upTo: 3)
    #expect(try store.pendingOutbox(limit: 2) == Array(changes[3...]))
    #expect(try store.publishedSequence(topic: "map.changes") == 3)
    try store.markPublished(topic: "map.changes", upTo: 99)
    #expect(try store.publishedSequence(topic: "map.changes") == 5)
    #expect(try store.nextSequence(topic: "map.changes") == 6)
    try store.commit(expectedOffset: 5, newOffset: 6, batch(6))
    #expect(try store.pendingOutbox(limit: 1) == [record("map.changes", 6)])
  }

  @Test func aGapInTheOutboxIsRefused() throws {
    let store = try open()
    try store.commit(expectedOffset: nil, newOffset: 1, batch(1))
    for wrong in [1, 3] as [UInt64] {
      var changes = batch(2)
      changes.outbox = [record("map.changes", wrong)]
      #expect(throws: PartitionStoreError.outboxGap(topic: "map.changes", expected: 2, found: wrong)) {
        try store.commit(expectedOffset: 1, newOffset: 2, changes)
      }
    }
    try expect(store, at: 1, offset: 1)
  }

  @Test func expiredMarksAreForgotten() throws {
    let store = try open()
    try store.commit(expectedOffset: nil, newOffset: 1, batch(1))
    var changes = PartitionChanges()
    changes.forgetMarksBefore_ns = 100
    try store.commit(expectedOffset: 1, newOffset: 2, changes)
    #expect(try store.loadTile(tile)?.marks.count == 1)
    changes.forgetMarksBefore_ns = 101
    try store.commit(expectedOffset: 2, newOffset: 3, changes)
    #expect(try store.loadTile(tile)?.marks.isEmpty == true)
  }

  @Test func aFileOfAnotherPartitionIsRefused() throws {
    _ = try open()
    let path = scratch.path("p.sqlite")
    let error = PartitionStoreError.otherPartition(
      path: path, expected: "resurvey/map.evidence/4", found: "resurvey/map.evidence/3")
    #expect(throws: error) { try PartitionStore(path: path, name: "resurvey/map.evidence/4") }
  }

  @Test func aSecondOwnerIsTurnedAway() throws {
    let store = try open()
    try store.commit(expectedOffset: nil, newOffset: 1, batch(1))
    let error = #expect(throws: PartitionStoreError.self) { try open() }
    guard case .database(let inner) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(inner.kind == .busy)
    #expect(try store.nextOffset() == 1)
  }

  @Test func aSnapshotIsTheStateAtItsMoment() throws {
    let store = try open()
    try store.commit(expectedOffset: nil, newOffset: 1, batch(1))
    try store.snapshot(to: scratch.path("snapshot.sqlite"))
    try store.commit(expectedOffset: 1, newOffset: 2, batch(2))
    try expect(try open("snapshot.sqlite"), at: 1, offset: 1)
  }
}

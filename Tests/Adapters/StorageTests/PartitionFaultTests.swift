import MapModel
import TestSupport
import Testing

@testable import Storage

/// What is left when a batch does not get through.
@Suite struct PartitionFaultTests {
  let scratch: Scratch
  let tile = TileID(quadkey: 77)

  init() throws { scratch = try Scratch() }

  private func batch(_ number: UInt8, blocks: UInt32 = 200) -> PartitionChanges {
    var changes = PartitionChanges()
    for block in 0..<blocks {
      changes.ledgerBlocks[LedgerBlockKey(tile, block: block)] = [UInt8](repeating: number, count: 1600)
    }
    changes.outbox = [
      OutboxRecord(
        topic: "map.changes", sequence: UInt64(number), partition: 0, key: [], value: [number], headers: [], time_ns: 0)
    ]
    return changes
  }

  private func expect(_ store: PartitionStore, at number: UInt8, offset: Int64) throws {
    #expect(try store.nextOffset() == offset)
    let blocks = try store.loadTile(tile)?.ledgerBlocks ?? [:]
    #expect(blocks.count == 200)
    #expect(blocks.values.allSatisfy { $0.allSatisfy { $0 == number } })
    #expect(try store.nextSequence(topic: "map.changes") == UInt64(number) + 1)
    #expect(try store.pendingOutbox(limit: 100).map(\.sequence) == (1...UInt64(number)).map { $0 })
  }

  /// A cache of a few pages makes SQLite write the unfinished batch to the log before the commit: the worst a crash can find.
  @Test(arguments: [65_536, 64]) func aCrashInTheMiddleLeavesTheOldOffset(cache_KiB: Int) throws {
    let path = scratch.path("p.sqlite")
    let store = try PartitionStore(path: path, name: "p", cache_KiB: cache_KiB)
    try store.commit(expectedOffset: nil, newOffset: 10, batch(1))
    var copied: (any Error)?
    try store.commit(expectedOffset: 10, newOffset: 20, batch(2)) {
      do { try scratch.copyAsAfterACrash(of: path, to: scratch.path("middle.sqlite")) } catch { copied = error }
    }
    #expect(copied == nil)
    try scratch.copyAsAfterACrash(of: path, to: scratch.path("after.sqlite"))

    let middle = try PartitionStore(path: scratch.path("middle.sqlite"), name: "p")
    try expect(middle, at: 1, offset: 10)
    try middle.commit(expectedOffset: 10, newOffset: 20, batch(2))
    try expect(middle, at: 2, offset: 20)
    try expect(try PartitionStore(path: scratch.path("after.sqlite"), name: "p"), at: 2, offset: 20)
  }

  @Test func anErrorBeforeTheEndRollsBack() throws {
    let store = try PartitionStore(path: scratch.path("p.sqlite"), name: "p")
    try store.commit(expectedOffset: nil, newOffset: 10, batch(1))
    let fault = DatabaseError(kind: .access, message: "disk pulled", path: "")
    #expect(throws: PartitionStoreError.database(fault)) {
      try store.commit(expectedOffset: 10, newOffset: 20, batch(2)) { () throws(DatabaseError) in throw fault }
    }
    try expect(store, at: 1, offset: 10)
    try store.commit(expectedOffset: 10, newOffset: 20, batch(2))
    try expect(store, at: 2, offset: 20)
  }

  @Test func aTileThatIsNotToldRollsBackAllBeforeIt() throws {
    struct Untold: Error {}
    let store = try PartitionStore(path: scratch.path("p.sqlite"), name: "p", cache_KiB: 64)
    let tiles = (1...3 as ClosedRange<UInt32>).map { TileID(quadkey: $0) }
    func part(_ tile: TileID, _ number: UInt8) -> PartitionChanges {
      var changes = PartitionChanges()
      changes.ledgerBlocks[LedgerBlockKey(tile, block: 0)] = [UInt8](repeating: number, count: 1600)
      changes.candidates[tile] = [number]
      return changes
    }
    func expect(_ number: UInt8) throws {
      for tile in tiles {
        #expect(try store.loadTile(tile)?.candidates == (tile == tiles[1] ? nil : [number]))
        #expect(try store.loadTile(tile)?.ledgerBlocks[0]?.first == (tile == tiles[1] ? nil : number))
      }
    }
    try store.commit(expectedOffset: nil, newOffset: 10, batch(1), of: tiles) { $0 == tiles[1] ? nil : part($0, 1) }
    try expect(1)
    #expect(throws: Untold.self) {
      try store.commit(expectedOffset: 10, newOffset: 20, batch(2), of: tiles) { tile in
        if tile == tiles[2] { throw Untold() }
        return part(tile, 2)
      }
    }
    try expect(1)
    try self.expect(store, at: 1, offset: 10)
    // Nobody is asked about a tile where the file is another's by now.
    #expect(throws: PartitionStoreError.fenced(expected: 9, found: 10)) {
      try store.commit(expectedOffset: 9, newOffset: 20, batch(2), of: tiles) { _ in throw Untold() }
    }
    try store.commit(expectedOffset: 10, newOffset: 20, batch(2), of: tiles) { $0 == tiles[1] ? nil : part($0, 2) }
    try expect(2)
    try self.expect(store, at: 2, offset: 20)
  }

  @Test func aFullDiskAtAnyPageLeavesTheOldOffset() throws {
    let store = try PartitionStore(path: scratch.path("p.sqlite"), name: "p", cache_KiB: 64)
    try store.commit(expectedOffset: nil, newOffset: 10, batch(1))
    let pages = try store.rows("PRAGMA page_count") { row throws(DatabaseError) in try row.integer(0) }[0]
    var bigger = batch(2)
    for block in 200..<400 as Range<UInt32> {
      bigger.ledgerBlocks[LedgerBlockKey(tile, block: block)] = [UInt8](repeating: 2, count: 1600)
    }
    for spare in 0...16 {
      try store.database.execute("PRAGMA max_page_count=\(pages + Int64(spare))")
      let error = #expect(throws: PartitionStoreError.self) {
        try store.commit(expectedOffset: 10, newOffset: 20, bigger)
      }
      guard case .database(let inner) = error, inner.kind == .full else {
        Issue.record("\(spare) pages to spare: \(String(describing: error))")
        return
      }
      try expect(store, at: 1, offset: 10)
    }
    try store.database.execute("PRAGMA max_page_count=1000000")
    try store.commit(expectedOffset: 10, newOffset: 20, bigger)
    #expect(try store.nextOffset() == 20)
    #expect(try store.loadTile(tile)?.ledgerBlocks.count == 400)
  }

  @Test func headersThatDoNotOpenAreNamed() {
    #expect(OutboxRecord.unpack([0, 0, 0, 1]) == nil)
    #expect(OutboxRecord.unpack([0, 0, 0, 1, 0, 0, 0, 9, 65]) == nil)
    #expect(OutboxRecord.unpack([0, 0, 0, 1, 0, 0, 0, 0, 0xFF]) == nil)
    #expect(OutboxRecord.unpack([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1]) == nil)
    let headers = [OutboxRecord.Header("ä", [0, 1]), OutboxRecord.Header("", [])]
    #expect(OutboxRecord.unpack(OutboxRecord.pack(headers)) == headers)
  }
}

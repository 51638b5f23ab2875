import Contracts
import Evidence
import MapModel
import TestSupport
import Testing

@testable import Topology

/// The fold is a function of the log alone: not of how the log is cut into batches, nor of where it was stopped.
@Suite struct TileDeterminismTests {
  /// A log in which much happens: removals, additions, moves, repeats, garbage, ticks and reviews.
  private static func eventfulLog() throws -> (maps: [MapTile], bench: TaskBench) {
    let elements =
      (0..<6).map { MapElement.point(UInt64(10 + $0), at: (-150 + 50 * $0, 8)) }
      + (0..<3).map { MapElement.line(UInt64(100 + $0), from: (-150, -4 + 4 * $0), to: (150, -4 + 4 * $0)) }
    let map = MapTile(id: SyntheticWorld.tileID, version: 1, elements: elements)
    let idle = MapTile(id: TileID(x: map.id.x + 1, y: map.id.y), version: 3, elements: [.point(77, at: (1, 1))])
    var world = SyntheticWorld(seed: 31, map: map)
    world.differences[PieceID(ElementID(101))] = SyntheticWorld.Difference(gone: [4, 5])
    world.differences[PieceID(ElementID(12))] = SyntheticWorld.Difference(shift_cm: (first: 70, second: 0))
    world.differences[PieceID(ElementID(13))] = SyntheticWorld.Difference(gone: [0])
    world.additions = [
      .line(902, from: (-90, 14), to: (90, 14)), .point(903, .pole, at: (30, -9)),
      .point(904, .workZoneObject, at: (60, 3)), .point(905, .workZoneObject, at: (70, 3)),
    ]
    var bench = try TaskBench([map, idle])
    for count in 0..<40 {
      let evidence = world.traversal()
      try bench.feed([.traversal(evidence)])
      if count % 7 == 0 { try bench.feed([.traversal(evidence)]) }
      if count % 11 == 0 {
        try bench.feed(raw: [
          IncomingRecord(
            topic: .evidence, partition: 1, offset: 0, timestamp_ms: 1_750_000_000_000 + Int64(count), key: nil,
            value: [1, 2, 3])
        ])
      }
      if count == 30 { try bench.feed([.tick(Tick(time_ns: SyntheticWorld.start_ns + 90_000_000_000_000_000))]) }
      if let tile = bench.tiles[map.id]?.tile, count % 3 == 0 { world.map = tile }
    }
    return ([map, idle], bench)
  }

  @Test func batchCutsChangeNothing() throws {
    let (maps, whole) = try Self.eventfulLog()
    #expect(try Set(whole.events.map(\.kind)) == [.removed, .moved, .added, .temporary])
    var random = Seeded(1)
    for _ in 0..<4 {
      var other = try TaskBench(maps, opens: false)
      var start = 0
      while start < whole.log.count {
        let end = min(start + Int.random(in: 1...25, using: &random), whole.log.count)
        try other.fold(Array(whole.log[start..<end]))
        start = end
      }
      #expect(other.outputs == whole.outputs)
      #expect(other.partition.bytes == whole.partition.bytes)
      #expect(try other.stored() == whole.stored())
    }
  }

  @Test func aRestartFromStoredBytesGoesOnWithTheSameIdsAndBytes() throws {
    let (maps, whole) = try Self.eventfulLog()
    var random = Seeded(2)
    for _ in 0..<4 {
      var other = try TaskBench(maps, opens: false)
      var start = 0
      while start < whole.log.count {
        let end = min(start + Int.random(in: 1...9, using: &random), whole.log.count)
        try other.fold(Array(whole.log[start..<end]))
        start = end
        // All that is left of the process is what it stored.
        other.partition = try TilePartition(other.partition.bytes)
        other.tiles = try other.stored().mapValues { try TileState($0) }
      }
      #expect(other.outputs == whole.outputs)
      #expect(other.partition.bytes == whole.partition.bytes)
      #expect(try other.stored() == whole.stored())
    }
  }

  @Test func aCrashBeforeTheCommitRepeatsIdenticalOutputs() throws {
    let (maps, whole) = try Self.eventfulLog()
    var first = try TaskBench(maps, opens: false)
    try first.fold(Array(whole.log[..<30]))
    let partition = first.partition.bytes
    let tiles = try first.stored()
    let batch = Array(whole.log[30..<42])
    var again = first
    try first.fold(batch)
    again.partition = try TilePartition(partition)
    again.tiles = try tiles.mapValues { try TileState($0) }
    try again.fold(batch)
    #expect(again.outputs == first.outputs)
  }

  @Test(arguments: [false, true]) func changedPartsAloneRebuildTheState(hasReplay: Bool) throws {
    let (maps, whole) =
      if hasReplay { try { ([$0.map], $0.bench) }(TileReplayTests.log()) } else { try Self.eventfulLog() }
    var bench = try TaskBench(maps, opens: false)
    var store: [TileID: StoredTile] = [:]
    for record in whole.log {
      try bench.fold([record])
      for id in bench.tiles.keys.sorted() {
        guard let changes = try bench.tiles[id]?.takeChanges() else { continue }
        var stored = store[id] ?? StoredTile(version: 0, geometry: [], summary: [], blocks: [:], marks: [])
        if let geometry = changes.geometry { (stored.version, stored.geometry) = geometry }
        stored.summary = changes.summary
        for (number, block) in changes.blocks { stored.blocks[number] = block }
        for (trip, mark) in changes.marks {
          stored.marks.removeAll { $0.trip == trip }
          stored.marks.append((trip: trip, mark: mark))
        }
        stored.marks.sort { $0.trip < $1.trip }
        var kept = stored.archive ?? EvidenceArchive.Bodies()
        let archive = changes.archive
        kept.checkpoints += archive.checkpoints
        kept.records += archive.records
        kept.geometries += archive.geometries
        kept.geometries.removeAll { $0.version < archive.geometriesFrom ?? 0 }
        let first = archive.keptFrom ?? .min
        kept.checkpoints.removeAll { $0.offset < first || archive.droppedCheckpoints.contains($0.offset) }
        kept.records.removeAll { $0.offset < first || archive.droppedRecords.contains($0.offset) }
        stored.archive = kept
        store[id] = stored
      }
    }
    for (id, state) in bench.tiles {
      let stored = try #require(store[id])
      var restored = try TileState(stored)
      restored.evidence.ledger.markStored()
      #expect(try restored.stored() == state.stored())
    }
  }

  @Test func idsAreGapFreeAndCarryTimeAndTrace() throws {
    let (_, whole) = try Self.eventfulLog()
    for topic in Topic.allCases {
      let numbers = whole.outputs.filter { $0.record.topic == topic }.map(\.sequence)
      #expect(numbers == (0..<numbers.count).map { UInt64($0 + 1) })
    }
    for output in whole.outputs where output.record.topic == .changes {
      let headers = try CloudEventHeaders(output.record.headers)
      #expect(headers.id == "resurvey/1/\(output.sequence)")
      #expect(headers.traceparent == "00-trace-01")
      #expect(headers.time_ns == output.time_ns && headers.time_ns > SyntheticWorld.start_ns)
      #expect(output.record.partition == 1)
    }
    let keys = whole.outputs.filter { $0.record.topic == .tiles }.map { String(decoding: $0.record.key, as: UTF8.self) }
    let tile = SyntheticWorld.tileID
    #expect(keys.first == "\(tile)/1", "the base map is told, so that a reader can begin with nothing")
    let next = try #require(keys.firstIndex(of: "\(tile)/2"))
    #expect(keys[next + 1] == "\(tile)/1", "after a version comes the tombstone of the one before")
  }

  @Test func aChangeKeepsItsIdThroughItsLife() throws {
    let (_, whole) = try Self.eventfulLog()
    let lives = Dictionary(grouping: try whole.events, by: \.change)
    // The drives go on reporting what is new after the map has it, so that its duplicate is held at the gate.
    for (id, life) in lives where life[0].kind != .temporary && !life.contains(where: { $0.status == .held }) {
      let told = life.map(\.status).filter { $0 != .suspected }
      #expect([[], [.confirmed, .applied], [.confirmed, .applied, .verified], [.retracted]].contains(told))
      #expect(id.hasPrefix("\(SyntheticWorld.tileID)-"))
    }
  }
}

import Contracts
import Evidence
import MapModel
import Observations
import Testing

@testable import Topology

/// What the TILE task refuses, and how it says so.
@Suite struct TileDoorTests {
  private let map = MapTile(
    id: SyntheticWorld.tileID, version: 1,
    elements: [.point(10, at: (0, 8)), .line(100, from: (-50, 0), to: (50, 0))])

  private func letters(_ bench: TaskBench) throws -> [DeadLetter] {
    try bench.outputs.filter { $0.record.topic == .evidenceDeadLetter }.map { output in
      try DeadLetter(
        from: IncomingRecord(
          topic: .evidenceDeadLetter, partition: 1, offset: 0, timestamp_ms: 0, key: output.record.key,
          value: output.record.value, headers: output.record.headers))
    }
  }

  @Test func anotherFoldVersionStopsTheProcess() throws {
    var bench = try TaskBench([map], opens: false)
    let error = #expect(throws: FoldRefusal.self) { try bench.feed([.foldVersion(FoldVersion(version: 99))]) }
    #expect(error == .foldVersion(log: 99, process: TileTask.foldVersion))
    #expect(error?.description.contains("99") == true)
  }

  @Test func anotherPolicyStopsTheProcessAndNamesTheThreshold() throws {
    var other = Policy.independent
    other.quorum_vehicles = 5
    var bench = try TaskBench([map], opens: false)
    let error = #expect(throws: FoldRefusal.self) {
      try bench.feed([.foldVersion(FoldVersion(version: TileTask.foldVersion)), .policy(other.record)])
    }
    #expect(error == .policy(name: "quorum_vehicles", log: 5, process: 3))
    var stored = TilePartition()
    stored.policy = other
    #expect(throws: FoldRefusal.self) { try bench.task.admit(stored) }
  }

  @Test func anotherMapStopsTheProcess() throws {
    var bench = try TaskBench([map], opens: false)
    let other = MapTile(id: map.id, version: 1, elements: [.point(11, at: (0, 8))])
    #expect(throws: FoldRefusal.self) { try bench.feed(TileTask.opening(policy: .independent, maps: [other])) }
    var without = try TaskBench([], opens: false)
    #expect(throws: FoldRefusal.self) { try without.feed(TileTask.opening(policy: .independent, maps: [map])) }
  }

  @Test func evidenceBeforeTheOpeningIsADeadLetter() throws {
    var world = SyntheticWorld(seed: 1, map: map)
    var bench = try TaskBench([map], opens: false)
    try bench.feed(world.traversal())
    #expect(try letters(bench).map(\.reason) == ["out_of_order"])
  }

  @Test func whatCannotBeReadIsADeadLetterWithItsOwnBytes() throws {
    var bench = try TaskBench([map])
    let garbage: [[UInt8]?] = [[0xFF, 0xFF, 0x01], [], nil]
    for value in garbage {
      try bench.feed(raw: [
        IncomingRecord(topic: .evidence, partition: 1, offset: 0, timestamp_ms: 5, key: [1], value: value)
      ])
    }
    let found = try letters(bench)
    #expect(found.map(\.originalValue) == garbage)
    #expect(found.map(\.id) == ["map.evidence/1/3", "map.evidence/1/4", "map.evidence/1/5"])
    #expect(bench.partition.counts.deadLetters == 3)
  }

  @Test func aTraversalCountsOnce() throws {
    var world = SyntheticWorld(seed: 1, map: map)
    var bench = try TaskBench([map])
    let first = world.traversal(vehicle: "v", slot: 5)
    try bench.feed(first)
    let state = try bench.stored()
    try bench.feed(first)
    var earlier = first
    earlier.id.slot = 4
    try bench.feed(earlier)
    #expect(try bench.stored() == state)
    #expect(bench.partition.counts.repeated == 2)
    #expect(bench.partition.counts.traversals == 1)
  }

  @Test func evidenceBehindTheBoundOnLatenessIsADeadLetter() throws {
    var world = SyntheticWorld(seed: 1, map: map)
    var bench = try TaskBench([map])
    let late = world.traversal()
    let day: Int64 = 86_400_000_000_000
    for _ in 0..<2 {
      var evidence = world.traversal()
      evidence.lastTime_ns += 91 * day
      try bench.feed(evidence)
    }
    try bench.feed(late)
    #expect(try letters(bench).map(\.reason) == ["too_late"])
  }

  @Test func oneVehicleWithAWrongClockMakesNobodyLate() throws {
    var world = SyntheticWorld(seed: 1, map: map)
    var bench = try TaskBench([map])
    var wrong = world.traversal(vehicle: "wrong")
    wrong.lastTime_ns += 31_536_000_000_000_000
    try bench.feed(wrong)
    for _ in 0..<5 { try bench.feed(world.traversal()) }
    #expect(try letters(bench).isEmpty)
    #expect(bench.partition.counts.traversals == 6)
  }

  @Test func aTileWithoutABaseMapIsADeadLetter() throws {
    var bench = try TaskBench([map])
    var world = SyntheticWorld(
      seed: 1, map: MapTile(id: TileID(x: 5, y: 5), version: 1, elements: [.point(10, at: (0, 0))]))
    try bench.feed(world.traversal())
    #expect(try letters(bench).map(\.field) == ["tile_id"])
  }

  @Test func aRecordUnderAnotherTilesKeyIsADeadLetter() throws {
    var world = SyntheticWorld(seed: 1, map: map)
    var bench = try TaskBench([map])
    try bench.feed(raw: [
      IncomingRecord(
        topic: .evidence, partition: 1, offset: 0, timestamp_ms: 5, key: Array("17".utf8),
        value: TileLogCodec.encode(.traversal(world.traversal())))
    ])
    #expect(try letters(bench).map(\.field) == ["key"])
  }

  @Test func onlyActivatedModelsCountOnceOneIs() throws {
    var world = SyntheticWorld(seed: 1, map: map)
    var bench = try TaskBench([map])
    try bench.feed(world.traversal())
    try bench.feed([
      .modelActivation(ModelActivation(model: "newer", contentHash: Array(repeating: 7, count: 32)))
    ])
    try bench.feed(world.traversal())
    #expect(try letters(bench).map(\.field) == ["traversal.model_id"])
  }

  @Test func quarantinedSensorsDoNotCountUntilReleased() throws {
    var world = SyntheticWorld(seed: 1, map: map)
    var bench = try TaskBench([map])
    func verdict(_ kind: Verdict.Kind) -> TileLogRecord {
      .verdict(
        Verdict(tile: map.id, kind: kind, subject: "c1", reason: "drifts", time_ns: SyntheticWorld.start_ns))
    }
    try bench.feed([verdict(.quarantine)])
    try bench.feed(world.traversal())
    #expect(bench.partition.counts.quarantined == 1 && bench.partition.counts.traversals == 0)
    try bench.feed([verdict(.release)])
    try bench.feed(world.traversal())
    #expect(bench.partition.counts.traversals == 1)
  }

  @Test func theSameBaseMapAgainIsNothing() throws {
    var bench = try TaskBench([map])
    let state = try bench.stored()
    try bench.feed(TileTask.opening(policy: .independent, maps: [map]))
    #expect(try bench.stored() == state)
    #expect(try letters(bench).isEmpty)
  }
}

import Contracts
import Evidence
import MapModel
import Observations
import TestSupport
import Testing

@testable import Topology

/// What quarantined sources have said is taken out again.
@Suite struct TileReplayTests {
  private static let sign = PieceID(ElementID(12))

  static func plain(seed: UInt64 = 5) -> SyntheticWorld {
    let elements =
      (0..<6).map { MapElement.point(UInt64(10 + $0), at: (-150 + 50 * $0, 8)) }
      + [MapElement.line(100, from: (-150, -4), to: (150, -4))]
    return SyntheticWorld(seed: seed, map: MapTile(id: SyntheticWorld.tileID, version: 1, elements: elements))
  }

  static let quarantine = TileLogRecord.verdict(
    Verdict(tile: nil, kind: .quarantine, subject: "bad", reason: "sees less", time_ns: SyntheticWorld.start_ns))

  /// A traversal by a sensor at fault that sees no sign 12, in a world where it stands.
  private static func faulty(_ world: inout SyntheticWorld) -> TraversalEvidence {
    let honest = world.differences
    world.differences[sign] = SyntheticWorld.Difference(gone: [0])
    defer { world.differences = honest }
    var evidence = world.traversal()
    evidence.calibration = "bad"
    return evidence
  }

  @Test func aChangeThatRestsOnAQuarantinedSourceIsTakenBack() throws {
    var world = Self.plain()
    var bench = try TaskBench([world.map])
    for _ in 0..<20 { try bench.feed(world.traversal()) }
    var removed: ChangeEvent?
    for _ in 0..<15 where removed == nil {
      removed = try bench.feed(Self.faulty(&world)).first { $0.status == .applied }
    }
    let change = try #require(removed)
    #expect(change.pieceBefore == Self.sign && bench.tiles[world.map.id]?.tile[Self.sign] == nil)
    #expect(try bench.feed([Self.quarantine]).isEmpty, "nothing happens before the tile is passed again")
    let events = try bench.feed(world.traversal())
    let back = try #require(events.first { $0.change == change.change })
    #expect(back.status == .retracted && back.restoredVersion == 3 && back.reason.contains("bad"))
    #expect(bench.tiles[world.map.id]?.tile[Self.sign] == world.map[Self.sign], "with its id and its hash")
    let counts = bench.partition.counts
    #expect(counts.reverted == 1 && counts.replayedTiles == 1 && counts.replayedAway >= 4)
    let alerts = try bench.outputs.filter { $0.record.topic == .alerts }.map {
      try AlertCodec.decode($0.record.value ?? [])
    }
    #expect(alerts.map(\.title) == ["evidence of bad is being taken out"])
    #expect(alerts[0].detail.contains("7 days back"))
    for _ in 0..<20 { #expect(try bench.feed(world.traversal()).allSatisfy { $0.status != .applied }) }
    #expect(bench.partition.counts.replayedTiles == 1, "once a verdict")
  }

  @Test func aChangeThatOthersSawTooStands() throws {
    var world = Self.plain(seed: 6)
    var bench = try TaskBench([world.map])
    for _ in 0..<20 { try bench.feed(world.traversal()) }
    world.differences[Self.sign] = SyntheticWorld.Difference(gone: [0])
    // The faulty one says so as well, but the others' word suffices.
    var found: ChangeEvent?
    for count in 0..<30 where found == nil {
      let evidence = count < 2 ? Self.faulty(&world) : world.traversal()
      found = try bench.feed(evidence).first { $0.status == .applied }
      if count < 2 { continue }
    }
    let change = try #require(found)
    world.map = try #require(bench.tiles[world.map.id]?.tile)
    for _ in 0..<3 { try bench.feed(world.traversal()) }
    try bench.feed([Self.quarantine])
    let events = try bench.feed(world.traversal())
    #expect(events.allSatisfy { $0.status != .retracted || $0.change != change.change })
    #expect(bench.partition.counts.replayedTiles == 1 && bench.partition.counts.reverted == 0)
    #expect(bench.tiles[world.map.id]?.tile[Self.sign] == nil)
  }

  /// One of those that saw it had a bad calibration: without it the evidence is just short of what decides, which is no reason to think that the
  /// sign stands again.
  @Test(arguments: 1...6 as ClosedRange<UInt64>) func aChangeIsNotTakenBackForOneVoiceOfMany(seed: UInt64) throws {
    var world = Self.plain(seed: seed)
    var bench = try TaskBench([world.map])
    for _ in 0..<20 { try bench.feed(world.traversal()) }
    world.differences[Self.sign] = SyntheticWorld.Difference(gone: [0])
    var found: ChangeEvent?
    for count in 0..<30 where found == nil {
      let evidence = count == 1 ? Self.faulty(&world) : world.traversal()
      found = try bench.feed(evidence).first { $0.status == .applied }
    }
    let change = try #require(found)
    #expect(change.pieceBefore == Self.sign)
    world.map = try #require(bench.tiles[world.map.id]?.tile)
    try bench.feed([Self.quarantine])
    try bench.feed(world.traversal())
    #expect(bench.partition.counts.replayedAway == 1 && bench.partition.counts.reverted == 0)
    #expect(bench.tiles[world.map.id]?.tile[Self.sign] == nil)
  }

  /// The law behind it: what is left is what would be there, had the source never spoken.
  @Test(arguments: [1, 2, 3] as [UInt64]) func theEvidenceIsAsIfTheSourceHadNeverSpoken(seed: UInt64) throws {
    var world = Self.plain(seed: seed)
    world.additions = [.point(903, .pole, at: (30, -9))]
    world.detection = 0.6
    var (with, without) = (try TaskBench([world.map]), try TaskBench([world.map]))
    var policy = Policy.independent
    policy.addedThreshold_mnat = 1_000_000
    policy.removedThreshold_mnat = 1_000_000
    with = try TaskBench([world.map], policy: policy)
    without = try TaskBench([world.map], policy: policy)
    for count in 0..<60 {
      let evidence = count % 4 == 0 ? Self.faulty(&world) : world.traversal()
      try with.feed(evidence)
      if evidence.calibration != "bad" { try without.feed(evidence) }
    }
    let last = world.traversal()
    try with.feed([Self.quarantine, .traversal(last)])
    try without.feed([Self.quarantine, .traversal(last)])
    #expect(with.partition.counts.replayedAway == 15 && without.partition.counts.replayedAway == 0)
    let (a, b) = (try #require(with.tiles[world.map.id]), try #require(without.tiles[world.map.id]))
    #expect(a.evidence.ledger.entries == b.evidence.ledger.entries)
    func scores(_ state: TileState) -> [[Int64]] {
      state.evidence.candidates.clusters.map { [$0.score_mnat, Int64($0.centre.x_cm), Int64($0.support.traversals)] }
    }
    #expect(scores(a) == scores(b) && !scores(a).isEmpty)
  }

  @Test func whatIsOlderThanTheCheckpointsStays() throws {
    var world = Self.plain(seed: 9)
    var bench = try TaskBench([world.map])
    var policy = Policy.independent
    policy.replay_days = 1
    bench = try TaskBench([world.map], policy: policy)
    let count = Int(EvidenceArchive.leastRecords)
    for day in 0..<4 {
      for _ in 0..<count {
        var evidence = day == 0 ? Self.faulty(&world) : world.traversal()
        evidence.lastTime_ns += Int64(day) * 86_400_000_000_000
        try bench.feed(evidence)
      }
    }
    let archive = try #require(bench.tiles[world.map.id]?.archive)
    #expect(
      archive.spans.count == 2 && archive.bodies?.records.count == 2 * count && archive.bodies?.checkpoints.count == 2)
    try bench.feed([Self.quarantine])
    try bench.feed(world.traversal())
    #expect(bench.partition.counts.replayedAway == 0 && bench.partition.counts.replayedTiles == 0)

    // Where few drive a span goes on: a checkpoint would take more room than what is kept.
    bench = try TaskBench([world.map], policy: policy)
    for day in 0..<count {
      var evidence = world.traversal()
      evidence.lastTime_ns += Int64(day) * 86_400_000_000_000
      try bench.feed(evidence)
    }
    #expect(bench.tiles[world.map.id]?.archive.spans.map(\.count) == [UInt32(count)])

    policy.replay_days = 0
    bench = try TaskBench([world.map], policy: policy)
    try bench.feed(world.traversal())
    #expect(bench.tiles[world.map.id]?.archive.spans.isEmpty == true)
  }

  @Test func aReleasedSourceCountsAgainAndIsTakenOutAgain() throws {
    var world = Self.plain(seed: 11)
    var bench = try TaskBench([world.map])
    for _ in 0..<3 { try bench.feed(Self.faulty(&world)) }
    try bench.feed([Self.quarantine, .traversal(Self.faulty(&world))])
    #expect(bench.partition.counts.replayedAway == 3 && bench.partition.counts.quarantined == 1)
    try bench.feed([
      .verdict(Verdict(tile: nil, kind: .release, subject: "bad", reason: "", time_ns: SyntheticWorld.start_ns)),
      .traversal(Self.faulty(&world)), Self.quarantine, .traversal(world.traversal()),
    ])
    #expect(bench.partition.counts.replayedAway == 4 && bench.partition.counts.replayedTiles == 2)
  }

  /// A log in which a source speaks, changes things and is quarantined.
  static func log() throws -> (map: MapTile, bench: TaskBench) {
    var world = plain(seed: 7)
    let map = world.map
    var bench = try TaskBench([map])
    for count in 0..<50 {
      try bench.feed(count % 2 == 0 && count < 36 ? faulty(&world) : world.traversal())
      if let tile = bench.tiles[map.id]?.tile, count % 3 == 0 { world.map = tile }
      if count == 30 || count == 44 { try bench.feed([quarantine]) }
    }
    return (map, bench)
  }

  @Test func neitherBatchCutsNorRestartsChangeAnything() throws {
    let (map, whole) = try Self.log()
    #expect(whole.partition.counts.replayedAway > 5)
    var random = Seeded(4)
    for round in 0..<4 {
      var other = try TaskBench([map], opens: false)
      var start = 0
      while start < whole.log.count {
        let end = min(start + Int.random(in: 1...9, using: &random), whole.log.count)
        try other.fold(Array(whole.log[start..<end]))
        start = end
        guard round > 1 else { continue }
        other.partition = try TilePartition(other.partition.bytes)
        other.tiles = try other.stored().mapValues { try TileState($0) }
      }
      #expect(other.outputs == whole.outputs)
      #expect(other.partition.bytes == whole.partition.bytes)
      #expect(try other.stored() == whole.stored())
    }
  }

  @Test func aTileThatIsNotLoadedStopsTheTask() throws {
    let (map, whole) = try Self.log()
    var bench = try TaskBench([map], opens: false)
    let verdict = try #require(
      whole.log.firstIndex { record in
        if case .verdict? = try? TileLogCodec.decode(record.value ?? []) { true } else { false }
      })
    try bench.fold(Array(whole.log[...verdict]))
    bench.tiles[map.id]?.releaseArchive()
    let batch = TileBatch([whole.log[verdict + 1]])
    #expect(bench.tiles[map.id].map { batch.mayReplay($0, bench.partition) } == true)
    #expect(throws: FoldRefusal.notLoaded(tile: map.id)) { try bench.fold([whole.log[verdict + 1]]) }
  }
}

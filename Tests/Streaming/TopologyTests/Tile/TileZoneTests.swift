import Contracts
import Evidence
import MapModel
import Observations
import TestSupport
import Testing

@testable import Topology

/// What a work zone keeps from the map, and for how long.
@Suite struct TileZoneTests {
  private static let (covered, far) = (PieceID(ElementID(10)), PieceID(ElementID(11)))
  private static let map = MapTile(
    id: SyntheticWorld.tileID, version: 1,
    elements: [.point(10, at: (24, 8)), .point(11, at: (110, 8)), .line(100, from: (-150, -4), to: (150, -4))])
  private static let cones = [(20, 2), (28, 2), (36, 3)].enumerated().map { index, place in
    MapElement.point(UInt64(900 + index), .workZoneObject, at: place)
  }
  private static let past = TileLogRecord.tick(Tick(time_ns: SyntheticWorld.start_ns + 5 * 86_400_000_000_000))

  /// A tile that was driven through for a while and in which a zone has been told.
  private static func zone(seed: UInt64) throws -> (world: SyntheticWorld, bench: TaskBench) {
    var world = SyntheticWorld(seed: seed, map: map)
    var bench = try TaskBench([map])
    for _ in 0..<20 { try bench.feed(world.traversal()) }
    world.additions = cones
    let told = try #require(try bench.drive(&world, limit: 15, until: .confirmed))
    #expect(told.events.map(\.kind) == [.temporary])
    return (world, bench)
  }

  private static func removal_mnat(_ bench: TaskBench) throws -> Int64 {
    let ledger = try #require(bench.tiles[map.id]).evidence.ledger
    return ledger.entries[try #require(ledger.place(of: covered)).entries.lowerBound].removal.score_mnat
  }

  private static func gone(_ world: inout SyntheticWorld, _ piece: PieceID) {
    world.differences[piece] = SyntheticWorld.Difference(gone: [0])
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>) func whatAZoneCoversAndBringsEditsNothing(seed: UInt64) throws {
    var (world, bench) = try Self.zone(seed: seed)
    Self.gone(&world, Self.covered)
    world.additions.append(.point(950, at: (32, 6)))
    for _ in 0..<40 { try bench.feed(world.traversal()) }
    #expect(bench.published.isEmpty && bench.partition.counts.zoneVotes >= 40)
    world.differences = [:]
    world.additions = []
    let end = try bench.feed([Self.past])
    #expect(end.map(\.status) == [.retracted])
    for _ in 0..<40 { try bench.feed(world.traversal()) }
    #expect(bench.published.isEmpty, "covered for the life of the zone and uncovered afterwards")
    #expect(try bench.events.allSatisfy { $0.kind == .temporary || $0.status != .applied })
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>) func whatHasChangedForGoodIsFoundOnceTheZoneIsGone(seed: UInt64) throws
  {
    var (world, bench) = try Self.zone(seed: seed)
    Self.gone(&world, Self.covered)
    let sign = MapElement.point(950, at: (32, 6))
    world.additions.append(sign)
    for _ in 0..<20 { try bench.feed(world.traversal()) }
    #expect(bench.published.isEmpty)
    world.additions = [sign]
    try bench.feed([Self.past])
    var found: [ChangeEvent.Kind] = []
    var passes = 0
    while found.count < 2, passes < 25 {
      passes += 1
      found += try bench.feed(world.traversal()).filter { $0.status == .applied }.map(\.kind)
      world.map = try #require(bench.tiles[Self.map.id]).tile
    }
    #expect(Set(found) == [.added, .removed], "by what was seen after the zone")
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>) func whatLiesBesideAZoneIsNotDelayed(seed: UInt64) throws {
    func passes(_ additions: [MapElement]) throws -> Int {
      var (world, bench) = try Self.zone(seed: seed)
      world.additions = additions
      // The vote on the sign is drawn before what is added is seen, so each world draws the same of it.
      world.random = Seeded(seed)
      Self.gone(&world, Self.far)
      var count = 0
      while count < 30 {
        count += 1
        world.random = Seeded(seed &* 1000 &+ UInt64(count))
        if try bench.feed(world.traversal()).contains(where: { $0.status == .applied && $0.pieceBefore == Self.far }) {
          return count
        }
      }
      return count
    }
    let (beside, alone) = (try passes(Self.cones), try passes([]))
    #expect(beside == alone && beside < 30)
  }

  @Test func whereAZoneStoodIsStoredAndKnownToLateEvidence() throws {
    var (world, bench) = try Self.zone(seed: 3)
    Self.gone(&world, Self.covered)
    world.additions = []
    let late = (0..<20).map { _ in world.traversal() }
    world.additions = Self.cones
    try bench.feed(world.traversal())
    try bench.feed([Self.past])
    let before = (votes: bench.partition.counts.zoneVotes, score_mnat: try Self.removal_mnat(bench))
    for evidence in late { try bench.feed(evidence) }
    #expect(bench.partition.counts.zoneVotes >= before.votes + 20, "one sign, twenty drives from while it stood")
    #expect(bench.published.isEmpty)
    let state = try #require(bench.tiles[Self.map.id])
    #expect(try Self.removal_mnat(bench) == before.score_mnat)
    var writer = LedgerWriter()
    state.evidence.write(to: &writer)
    var restored = TileEvidence(Self.map)
    var reader = LedgerReader(writer.bytes)
    try restored.restore(from: &reader)
    #expect(restored.endedZones == state.evidence.endedZones && restored.endedZones.count == 1)
  }
}

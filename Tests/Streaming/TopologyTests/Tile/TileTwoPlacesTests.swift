import Evidence
import MapModel
import Testing

@testable import Topology

/// One line that drives see in two places, and two lines side by side.
@Suite struct TileTwoPlacesTests {
  private static let line = PieceID(ElementID(100))
  private static let map = MapTile(
    id: SyntheticWorld.tileID, version: 1,
    elements: [
      .line(100, from: (-60, -4), to: (60, -4)), .line(101, from: (-60, 4), to: (60, 4)), .point(11, at: (90, 8)),
    ])

  /// How a drive sees a line that lies elsewhere: in its place, where the map has it, or in both, its neighbour taken for it.
  private enum Sight: CaseIterable { case there, mapped, both }

  /// A traversal of a world in which the line has moved to that of `additions`.
  private static func traversal(_ world: inout SyntheticWorld, _ sight: Sight) -> TraversalEvidence {
    world.differences[line] = SyntheticWorld.Difference(gone: sight == .there ? Set(0..<6) : [])
    var evidence = world.traversal()
    if sight == .mapped { evidence.candidates = [] }
    return evidence
  }

  private static func world(seed: UInt64, trained: inout TaskBench) throws -> SyntheticWorld {
    var world = SyntheticWorld(seed: seed, map: map)
    for _ in 0..<30 { try trained.feed(world.traversal()) }
    world.additions = [.line(900, from: (-60, -6), to: (60, -6))]
    return world
  }

  /// Half of the drives that see it at all take it for the mapped line, so no removal gathers evidence.
  @Test(arguments: 1...8 as ClosedRange<UInt64>) func aLineSeenInTwoPlacesHasMoved(seed: UInt64) throws {
    var bench = try TaskBench([Self.map])
    var world = try Self.world(seed: seed, trained: &bench)
    for drive in 0..<60 {
      try bench.feed(Self.traversal(&world, Sight.allCases[drive % 3]))
      if let tile = bench.tiles[Self.map.id]?.tile, tile.version > 1 { break }
    }
    let applied = try bench.events.filter { $0.status == .applied }
    #expect(applied.map(\.kind) == [.moved] && applied.first?.pieceBefore == Self.line)
    let moved = try #require(bench.tiles[Self.map.id]?.tile[Self.line])
    #expect(moved.points.allSatisfy { abs($0.y_cm + 600) <= 40 }, "\(moved.points)")
  }

  @Test func aSecondLineBesideOneIsAdded() throws {
    var passes = 0
    for seed in 1...20 as ClosedRange<UInt64> {
      var bench = try TaskBench([Self.map])
      var world = try Self.world(seed: seed, trained: &bench)
      let found = try #require(try bench.drive(&world, limit: 40))
      #expect(found.events.filter { $0.status == .applied }.map(\.kind) == [.added], "seed \(seed)")
      passes += found.traversals
    }
    // As fast as beside nothing: five sightings of what nine in ten see.
    #expect(Double(passes) / 20 < 9)
  }

  /// What a move rests on is asked again when a source is taken out.
  @Test func theEvidenceStillSaysWhatItSaid() throws {
    var bench = try TaskBench([Self.map])
    var world = try Self.world(seed: 3, trained: &bench)
    for drive in 0..<60 {
      let before = bench.tiles[Self.map.id]?.evidence
      let evidence = Self.traversal(&world, Sight.allCases[drive % 3])
      try bench.feed(evidence)
      guard let applied = try bench.events.first(where: { $0.status == .applied }) else { continue }
      var after = try #require(before)
      _ = after.fold(evidence, tile: Self.map, weights: EvidenceWeights(.independent))
      #expect(after.stillSays(applied, tile: Self.map, policy: Policy.independent.standing))
      return
    }
    Issue.record("nothing was applied")
  }
}

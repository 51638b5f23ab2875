import Evidence
import MapModel
import Testing

@testable import Topology

/// Points that stand elsewhere now, and new points beside old ones.
@Suite struct TileNearMoveTests {
  private static let sign = PieceID(ElementID(10))
  private static let others = [MapElement.point(11, at: (90, 8)), .line(100, from: (-150, -4), to: (150, -4))]

  /// A sign that is seen in three of five drives has moved by 3 m: what misses it counts for the removal whether the new place was seen or not, so
  /// that the removal's evidence suffices first.
  @Test(arguments: 1...40 as ClosedRange<UInt64>) func aFarMoveOfAThingHardToSeeIsNoRemoval(seed: UInt64) throws {
    let map = MapTile(id: SyntheticWorld.tileID, version: 1, elements: [.point(10, at: (0, 8))] + Self.others)
    var world = SyntheticWorld(seed: seed, map: map)
    world.detection = 0.6
    var bench = try TaskBench([map])
    for _ in 0..<60 { try bench.feed(world.traversal()) }
    world.differences[Self.sign] = SyntheticWorld.Difference(gone: [0])
    world.additions = [.point(900, at: (3, 8))]
    let found = try #require(try bench.drive(&world, limit: 90))
    let change = try #require(found.events.first { $0.status == .applied })
    #expect(change.kind == .moved && change.pieceBefore == Self.sign)
    let moved = try #require(bench.tiles[map.id]?.tile[Self.sign])
    // A false sighting at the old place pulls the mean towards it.
    #expect(abs(moved.points[0].x_cm - 300) <= 75 && abs(moved.points[0].y_cm - 800) <= 20)
  }

  /// On a map that nobody has driven before less evidence removes a thing, but not where it may stand elsewhere.
  @Test(arguments: 1...20 as ClosedRange<UInt64>) func aFarMoveOnAnOldMapIsNoRemoval(seed: UInt64) throws {
    let map = MapTile(id: SyntheticWorld.tileID, version: 1, elements: [.point(10, at: (0, 8))] + Self.others)
    var world = SyntheticWorld(seed: seed, map: map)
    world.detection = 0.7
    world.differences[Self.sign] = SyntheticWorld.Difference(gone: [0])
    world.additions = [.point(900, at: (3, 8))]
    var bench = try TaskBench([map])
    let found = try #require(try bench.drive(&world, limit: 90))
    let change = try #require(found.events.first { $0.status == .applied })
    #expect(change.kind == .moved && change.pieceBefore == Self.sign)
  }

  /// Passes until a new sign is added.
  private static func passes(_ elements: [MapElement], seed: UInt64) throws -> Int {
    let map = MapTile(id: SyntheticWorld.tileID, version: 1, elements: elements)
    var world = SyntheticWorld(seed: seed, map: map)
    var bench = try TaskBench([map])
    for _ in 0..<30 { try bench.feed(world.traversal()) }
    world.additions = [.point(900, at: (3, 8))]
    let found = try #require(try bench.drive(&world, limit: 40))
    #expect(found.events.filter { $0.status == .applied }.map(\.kind) == [.added])
    return found.traversals
  }

  @Test func aNewThingBesideOneThatIsStillSeenIsNotDelayed() throws {
    var (beside, alone) = (0, 0)
    for seed in 1...20 as ClosedRange<UInt64> {
      beside += try Self.passes([.point(10, at: (0, 8))] + Self.others, seed: seed)
      alone += try Self.passes(Self.others, seed: seed)
    }
    // Over 20 worlds: half a pass on average, for what is missed by chance once.
    #expect(Double(beside - alone) / 20 < 0.75)
  }
}

import Contracts
import Evidence
import MapModel
import Testing

@testable import Topology

/// Changes that are kept from the map, and work zones, which never get there.
@Suite struct TileHoldingTests {
  private static let map = MapTile(
    id: SyntheticWorld.tileID, version: 1,
    elements: [.point(10, at: (0, 8)), .point(11, at: (60, 8)), .line(100, from: (-150, 0), to: (150, 0))])

  /// A world in which a sign seems to stand half a metre beside another.
  private static func crowded() throws -> (world: SyntheticWorld, bench: TaskBench, held: ChangeEvent) {
    var world = SyntheticWorld(seed: 4, map: map)
    world.additions = [.point(900, at: (0, 8))]
    var bench = try TaskBench([map])
    let found = try #require(try bench.drive(&world, limit: 20, until: .held))
    return (world, bench, try #require(found.events.first))
  }

  private func review(_ change: String, _ decision: Review.Decision) -> TileLogRecord {
    .review(
      Review(
        tile: Self.map.id, change: change, decision: decision, reviewer: "r", comment: "seen",
        time_ns: SyntheticWorld.start_ns))
  }

  @Test func whatFailsAGateIsHeldOnceWithAnAlertAndNotPublished() throws {
    var (world, bench, held) = try Self.crowded()
    #expect(held.kind == .added && held.reason.hasPrefix("duplicate"))
    #expect(bench.published.isEmpty)
    #expect(bench.outputs.count { $0.record.topic == .alerts } == 1)
    for _ in 0..<20 { #expect(try bench.feed(world.traversal()).isEmpty) }
    #expect(bench.tiles[Self.map.id]?.heldCount == 1)
  }

  @Test func approvalAppliesWhatLooksOdd() throws {
    var (_, bench, held) = try Self.crowded()
    let events = try bench.feed([review(held.change, .approve)])
    #expect(events.map(\.status) == [.confirmed, .applied])
    #expect(events.allSatisfy { $0.change == held.change })
    #expect(bench.tiles[Self.map.id]?.tile.elements.count == 4)
    #expect(bench.tiles[Self.map.id]?.heldCount == 0)
  }

  @Test func rejectionForgetsTheEvidence() throws {
    var (_, bench, held) = try Self.crowded()
    let events = try bench.feed([review(held.change, .reject)])
    #expect(events.map(\.status) == [.rejected])
    #expect(bench.tiles[Self.map.id]?.evidence.candidates.clusters.isEmpty == true)
  }

  @Test func aReviewOfNothingIsADeadLetter() throws {
    var bench = try TaskBench([Self.map])
    try bench.feed([review("1-2-3", .approve)])
    #expect(bench.outputs.last?.record.topic == .evidenceDeadLetter)
  }

  @Test func aHeldChangeWhoseEvidenceGoesIsRetracted() throws {
    var (world, bench, held) = try Self.crowded()
    world.additions = []
    let found = try #require(try bench.drive(&world, limit: 40, until: .retracted))
    #expect(found.events.map(\.change) == [held.change])
    #expect(bench.tiles[Self.map.id]?.heldCount == 0)
  }

  @Test func aStormHoldsEditsUntilItIsOver() throws {
    var world = SyntheticWorld(seed: 4, map: Self.map)
    var bench = try TaskBench([Self.map])
    func verdict(_ kind: Verdict.Kind) -> TileLogRecord {
      .verdict(
        Verdict(tile: Self.map.id, kind: kind, subject: "region", reason: "r", time_ns: SyntheticWorld.start_ns))
    }
    try bench.feed([verdict(.storm)])
    world.differences[PieceID(ElementID(11))] = SyntheticWorld.Difference(gone: [0])
    let held = try #require(try bench.drive(&world, limit: 20, until: .held)).events
    #expect(held.map(\.reason) == ["storm: region"])
    #expect(bench.published.isEmpty)
    let events = try bench.feed([verdict(.release)])
    #expect(events.map(\.status) == [.confirmed, .applied])
    #expect(events.allSatisfy { $0.change == held[0].change })
    #expect(bench.published.count == 1)
    #expect(bench.outputs.allSatisfy { $0.record.topic != .alerts }, "the region's storm is one alert, FLEET's")
  }

  @Test func conesAreOneZoneThatExpiresAndEditsNothing() throws {
    var world = SyntheticWorld(seed: 8, map: Self.map)
    world.additions = [(20, 2), (28, 2), (36, 3), (44, 2)].enumerated().map { index, place in
      .point(UInt64(900 + index), .workZoneObject, at: place)
    }
    var bench = try TaskBench([Self.map])
    let found = try #require(try bench.drive(&world, limit: 15, until: .confirmed))
    #expect(found.events.map(\.kind) == [.temporary])
    for _ in 0..<5 { try bench.feed(world.traversal()) }
    #expect(try Set(bench.events.map(\.change)).count == 1, "one zone, however many cones")
    #expect(bench.published.isEmpty)

    let later = SyntheticWorld.start_ns + 4 * 86_400_000_000_000
    let end = try bench.feed([.tick(Tick(time_ns: later))])
    #expect(end.map(\.status) == [.retracted])
    #expect(end.first?.reason.hasPrefix("expired") == true)
    #expect(end.first?.change == found.events[0].change)
    #expect(bench.tiles[Self.map.id]?.evidence.zones.isEmpty == true)
    #expect(bench.partition.watched.isEmpty)
  }

  @Test func conesThatAreTakenAwayEndTheZone() throws {
    var world = SyntheticWorld(seed: 8, map: Self.map)
    world.additions = [.point(900, .workZoneObject, at: (20, 2)), .point(901, .workZoneObject, at: (28, 2))]
    var bench = try TaskBench([Self.map])
    _ = try #require(try bench.drive(&world, limit: 15, until: .confirmed))
    world.additions = []
    let end = try #require(try bench.drive(&world, limit: 20, until: .retracted))
    #expect(end.events[0].reason.hasPrefix("none of its objects"))
  }

  @Test func aBorderEditIsFollowedOnceAndInOrder() throws {
    let extent = SyntheticWorld.tileID
    let half = TileExtentProbe.halfWidth_cm(extent)
    let line = MapElement(
      piece: PieceID(ElementID(500), part: PieceID.step), elementClass: .laneBoundary, kind: .line,
      points: [TilePoint(x_cm: -half, y_cm: 0), TilePoint(x_cm: 0, y_cm: 0)])
    let map = MapTile(id: extent, version: 1, elements: [line])
    var bench = try TaskBench([map])
    let west = TileID(x: extent.x - 1, y: extent.y)
    func edit(_ version: UInt64, y_cm: Int32) -> TileLogRecord {
      .borderEdit(
        BorderEdit(
          tile: extent, owner: west, ownerVersion: version, piece: line.piece, isEnd: false,
          point: TilePoint(x_cm: -half + 3, y_cm: y_cm)))
    }
    try bench.feed([edit(4, y_cm: 60)])
    #expect(bench.tiles[extent]?.tile.elements[0].points[0] == TilePoint(x_cm: -half, y_cm: 60))
    try bench.feed([edit(4, y_cm: 60), edit(3, y_cm: 20)])
    #expect(bench.published.count == 1, "a repeat changes nothing, and an older word is not followed")
  }
}

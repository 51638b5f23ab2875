import Contracts
import Evidence
import MapModel
import TestSupport
import Testing

@testable import Topology

/// What the TILE task finds in worlds that differ from their map in a known way.
@Suite struct TileChangeTests {
  private static func city(_ count: Int = 6) -> MapTile {
    var elements = (0..<count).map { MapElement.point(UInt64(10 + $0), at: (-150 + 50 * $0, 8)) }
    elements += (0..<3).map { MapElement.line(UInt64(100 + $0), from: (-150, -4 + 4 * $0), to: (150, -4 + 4 * $0)) }
    return MapTile(id: SyntheticWorld.tileID, version: 1, elements: elements)
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
  func aRemovedSignIsFoundCloseToTheFloor(seed: UInt64) throws {
    var world = SyntheticWorld(seed: seed, map: Self.city())
    var bench = try TaskBench([world.map])
    #expect(try bench.drive(&world, limit: 60) == nil)
    let sign = PieceID(ElementID(12))
    world.differences[sign] = SyntheticWorld.Difference(gone: [0])
    let found = try #require(try bench.drive(&world, limit: 20))
    // The exact CUSUM at one false alarm in 10⁶ takes 6.8 traversals.
    #expect(found.traversals <= 12)
    let event = try #require(found.events.last)
    #expect(event.kind == .removed && event.pieceBefore == sign && event.appliedVersion == 2)
    #expect(event.vehicles >= 3)
    #expect(bench.tiles[world.map.id]?.tile[sign] == nil)
    #expect(try bench.drive(&world, limit: 30) == nil, "what is told once is not told again")
  }

  @Test func nothingIsFoundWhereNothingChanged() throws {
    var world = SyntheticWorld(seed: 7, map: Self.city(20))
    var bench = try TaskBench([world.map])
    var votes = 0
    while votes < 20_000 {
      let evidence = world.traversal()
      votes += evidence.votes.count
      let events = try bench.feed(evidence)
      #expect(events.allSatisfy { $0.status == .suspected || $0.status == .retracted }, "a suspicion, and no more")
    }
    let topics = bench.outputs.map(\.record.topic).filter { $0 != .changes && $0 != .health }
    #expect(topics == [.tiles], "the base map, and nothing after it")
    #expect(bench.partition.counts.votes == UInt64(votes))
  }

  @Test func oneLyingVehicleConfirmsNothing() throws {
    var world = SyntheticWorld(seed: 3, map: Self.city())
    var bench = try TaskBench([world.map])
    for _ in 0..<40 {
      var lie = world.traversal(vehicle: "liar")
      for index in lie.votes.indices {
        lie.votes[index].detected = 0
        lie.votes[index].sigma_cm = 0
      }
      lie.candidates = [
        CandidateSighting(
          elementClass: .pole, kind: .point, points: [TilePoint(x_cm: 1000, y_cm: 900)], sigma_cm: 10, existence: 250,
          frames: 9)
      ]
      #expect(try bench.feed(lie).isEmpty)
    }
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func aShortMoveIsAMoveAndNotARemoval(seed: UInt64) throws {
    var world = SyntheticWorld(seed: seed, map: Self.city())
    var bench = try TaskBench([world.map])
    let sign = PieceID(ElementID(11))
    let before = try #require(world.map[sign]?.points[0])
    world.differences[sign] = SyntheticWorld.Difference(shift_cm: (first: 40, second: 30))
    let found = try #require(try bench.drive(&world, limit: 20))
    #expect(found.events.map(\.kind).allSatisfy { $0 == .moved })
    let after = try #require(bench.tiles[world.map.id]?.tile[sign]?.points[0])
    #expect(abs(after.x_cm - before.x_cm - 40) <= 15 && abs(after.y_cm - before.y_cm - 30) <= 15)
    world.differences = [:]
    #expect(try bench.drive(&world, limit: 60) == nil)
  }

  @Test func aLineAsideIsMovedWhole() throws {
    var world = SyntheticWorld(seed: 5, map: Self.city())
    var bench = try TaskBench([world.map])
    let line = PieceID(ElementID(101))
    world.differences[line] = SyntheticWorld.Difference(shift_cm: (first: 50, second: 0))
    let found = try #require(try bench.drive(&world, limit: 30))
    let event = try #require(found.events.last)
    #expect(event.kind == .moved && event.pieceAfter == line)
    let moved = try #require(bench.tiles[world.map.id]?.tile[line])
    for point in moved.points { #expect(abs(point.y_cm - 50) <= 20) }
  }

  @Test func aSignThatMovedFarIsOneMove() throws {
    var world = SyntheticWorld(seed: 9, map: Self.city())
    var bench = try TaskBench([world.map])
    let sign = PieceID(ElementID(13))
    world.differences[sign] = SyntheticWorld.Difference(gone: [0])
    world.additions = [.point(900, at: (2, 8))]
    let found = try #require(try bench.drive(&world, limit: 30))
    #expect(found.events.map(\.kind).allSatisfy { $0 == .moved })
    let after = try #require(bench.tiles[world.map.id]?.tile[sign]?.points[0])
    #expect(abs(after.x_cm - 200) <= 20 && abs(after.y_cm - 800) <= 20)
  }

  @Test func aLineLaidTwoMetresAsideIsOneMove() throws {
    var world = SyntheticWorld(seed: 4, map: Self.city())
    var bench = try TaskBench([world.map])
    let line = PieceID(ElementID(102))
    world.differences[line] = SyntheticWorld.Difference(gone: Set(0..<15))
    world.additions = [.line(901, from: (-150, 6), to: (150, 6))]
    let found = try #require(try bench.drive(&world, limit: 40))
    #expect(found.events.map(\.kind).allSatisfy { $0 == .moved })
    let moved = try #require(bench.tiles[world.map.id]?.tile[line])
    for point in moved.points { #expect(abs(point.y_cm - 600) <= 35) }
    world.additions = []
    world.differences = [:]
    #expect(try bench.drive(&world, limit: 30) == nil)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func otherAttributesAreFound(seed: UInt64) throws {
    var elements = Self.city().elements
    elements.append(
      .point(50, at: (0, -8), attributes: Attributes([.init(.signCode, "de274"), .init(.signValue, "50")])))
    var world = SyntheticWorld(seed: seed, map: MapTile(id: SyntheticWorld.tileID, version: 1, elements: elements))
    var bench = try TaskBench([world.map])
    #expect(try bench.drive(&world, limit: 20) == nil)
    world.differences[PieceID(ElementID(50))] = SyntheticWorld.Difference(
      reading: Attributes([.init(.signCode, "de274"), .init(.signValue, "30")]))
    let found = try #require(try bench.drive(&world, limit: 20))
    let event = try #require(found.events.last)
    #expect(event.kind == .attributeChanged)
    #expect(event.attributesBefore[.signValue] == "50" && event.attributesAfter[.signValue] == "30")
    #expect(event.attributesAfter[.signCode] == "de274")
  }

  @Test func aLineRepaintedDashedKeepsItsPlace() throws {
    var world = SyntheticWorld(seed: 6, map: Self.city())
    var bench = try TaskBench([world.map])
    let line = PieceID(ElementID(100))
    let points = world.map[line]?.points
    world.differences[line] = SyntheticWorld.Difference(reading: Attributes([.init(.style, "dashed")]))
    _ = try #require(try bench.drive(&world, limit: 20))
    let repainted = try #require(bench.tiles[world.map.id]?.tile[line])
    #expect(repainted.attributes[.style] == "dashed" && repainted.points == points)
  }

  @Test func aGoneStretchCutsTheLine() throws {
    var world = SyntheticWorld(seed: 11, map: Self.city())
    var bench = try TaskBench([world.map])
    let line = PieceID(ElementID(101))
    // 100 m to 160 m along a line of 300 m.
    world.differences[line] = SyntheticWorld.Difference(gone: [5, 6, 7])
    let others = world.map.elements.filter { $0.piece != line }
    let found = try #require(try bench.drive(&world, limit: 30))
    let event = try #require(found.events.last)
    #expect(event.kind == .removed)
    #expect(LineInterval.length_cm(of: event.before) == 6000)
    let tile = try #require(bench.tiles[world.map.id]?.tile)
    let rest = tile.elements.filter { $0.piece.element == line.element }
    #expect(rest.map { LineInterval.length_cm(of: $0.points) } == [10_000, 14_000])
    #expect(rest[0].piece == line && rest[1].piece.part > 0 && rest[1].piece.part < PieceID.step)
    for other in others { #expect(tile[other.piece]?.contentHash == other.contentHash) }
    world.differences = [:]
    #expect(try bench.drive(&world, limit: 30) == nil)
  }

  @Test func anInventedDividerIsRemovedThoughOnlyPartsAreDriven() throws {
    var world = SyntheticWorld(seed: 12, map: Self.city())
    var bench = try TaskBench([world.map])
    let line = PieceID(ElementID(101))
    world.differences[line] = SyntheticWorld.Difference(gone: Set(0..<15))
    var found: [ChangeEvent] = []
    for _ in 0..<14 {
      var evidence = world.traversal()
      // Nobody passes the first and the last 40 m.
      evidence.votes.removeAll { $0.piece == line && ($0.interval < 2 || $0.interval > 12) }
      found += try bench.feed(evidence).filter { $0.status == .applied }
      world.map = try #require(bench.tiles[world.map.id]?.tile)
    }
    #expect(found.map(\.kind) == [.removed])
    #expect(found.first?.pieceBefore == line)
    #expect(world.map[line] == nil)
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func aNewLineIsAddedInItsPlace(seed: UInt64) throws {
    var world = SyntheticWorld(seed: seed, map: Self.city())
    var bench = try TaskBench([world.map])
    let new = MapElement.line(
      902, from: (-90, 14), to: (90, 14), attributes: Attributes([.init(.style, "dashed")]))
    world.additions = [new]
    let found = try #require(try bench.drive(&world, limit: 30))
    let events = found.events.filter { $0.status == .applied }
    #expect(events.map(\.kind) == [.added])
    let event = try #require(events.first)
    #expect(event.elementClass == .laneBoundary && event.attributesAfter[.style] == "dashed")
    for point in event.after { #expect(abs(point.y_cm - 1400) <= 35) }
    let errors = event.after.map { abs($0.y_cm - 1400) }.sorted()
    #expect(errors[errors.count / 2] <= 20)
    #expect(LineInterval.length_cm(of: event.after) > 12_000)
    #expect(try #require(event.pieceAfter).element.value >> 63 == 1)
    // Now on the map: vehicles match it, and nothing more is told of it.
    world.additions = []
    #expect(try bench.drive(&world, limit: 30) == nil)
  }

  @Test func aNewSignIsAddedInItsPlace() throws {
    var world = SyntheticWorld(seed: 2, map: Self.city())
    var bench = try TaskBench([world.map])
    world.additions = [.point(903, at: (30, -9), attributes: Attributes([.init(.signCode, "de205")]))]
    let found = try #require(try bench.drive(&world, limit: 20))
    let event = try #require(found.events.last)
    #expect(event.kind == .added && event.attributesAfter[.signCode] == "de205")
    #expect(abs(event.after[0].x_cm - 3000) <= 20 && abs(event.after[0].y_cm + 900) <= 20)
    #expect(found.traversals <= 12)
  }

  @Test func clutterThatIsNotSeenAgainAddsNothing() throws {
    var world = SyntheticWorld(seed: 21, map: Self.city())
    var bench = try TaskBench([world.map])
    for _ in 0..<150 {
      var evidence = world.traversal()
      for _ in 0..<3 where world.random.chance(0.3) {
        evidence.candidates.append(
          CandidateSighting(
            elementClass: .pole, kind: .point,
            points: [
              TilePoint(
                x_cm: Int32.random(in: -15_000...15_000, using: &world.random),
                y_cm: Int32.random(in: -2000...2000, using: &world.random))
            ], sigma_cm: 30, existence: 220, frames: 4))
      }
      #expect(try bench.feed(evidence).isEmpty)
    }
  }
}

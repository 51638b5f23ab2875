import Contracts
import Evidence
import MapModel
import Reconstruction
import TestSupport
import Testing

@testable import Topology

/// The life of changes: suspected, confirmed, applied, verified; retracted, rejected, split.
@Suite struct TileLifeTests {
  private static let sign = PieceID(ElementID(12))

  private static func town() -> MapTile {
    MapTile(
      id: SyntheticWorld.tileID, version: 1,
      elements: (0..<6).map { MapElement.point(UInt64(10 + $0), at: (-150 + 50 * $0, 8)) } + [
        .line(100, from: (-150, -4), to: (150, -4)), .line(101, from: (-150, 0), to: (150, 0)),
      ])
  }

  /// A world without chance, so that what is told is about the one thing that changes.
  private static func plain(_ map: MapTile = town()) -> SyntheticWorld {
    var world = SyntheticWorld(seed: 1, map: map)
    world.detection = 1
    world.falseAlarm = 0
    world.sigma_cm = 5
    return world
  }

  private static func review(
    _ change: String, _ decision: Review.Decision, at second: Int64 = 1, seen: ChangeEvent.Status? = nil
  ) -> TileLogRecord {
    .review(
      Review(
        tile: SyntheticWorld.tileID, change: change, decision: decision, reviewer: "r", comment: "c",
        time_ns: SyntheticWorld.start_ns + second * 1_000_000_000, seen: seen))
  }

  private static func letters(_ bench: TaskBench) -> [String] {
    bench.outputs.filter { $0.record.topic == .evidenceDeadLetter }.map { output in
      output.record.headers.first { $0.name == "resurvey_reason" }?.text ?? ""
    }
  }

  /// A tile in which a sign that is gone is suspected.
  private static func suspected() throws -> (world: SyntheticWorld, bench: TaskBench, change: String) {
    var world = plain()
    world.differences[sign] = SyntheticWorld.Difference(gone: [0])
    var bench = try TaskBench([world.map])
    let found = try #require(try bench.drive(&world, limit: 10, until: .suspected))
    let event = try #require(found.events.last)
    #expect(event.kind == .removed && event.pieceBefore == sign && !event.before.isEmpty)
    return (world, bench, event.change)
  }

  private static func applied() throws -> (world: SyntheticWorld, bench: TaskBench, change: String) {
    var (world, bench, change) = try suspected()
    _ = try #require(try bench.drive(&world, limit: 10, until: .applied))
    return (world, bench, change)
  }

  private static func life(_ change: String, in bench: TaskBench) throws -> [ChangeEvent.Status] {
    try bench.events.filter { $0.change == change }.map(\.status)
  }

  @Test func aLifeGoesFromSuspectedToVerifiedUnderOneId() throws {
    var (world, bench, change) = try Self.applied()
    let found = try #require(try bench.drive(&world, limit: 10, until: .verified))
    #expect(found.traversals >= 3, "as many vehicles as a quorum")
    #expect(try Self.life(change, in: bench) == [.suspected, .confirmed, .applied, .verified])
    #expect(try bench.drive(&world, limit: 20, until: .retracted) == nil)
    #expect(bench.tiles[world.map.id]?.unverifiedCount == 0)
  }

  @Test func additionsMovesAndAttributesAreVerifiedToo() throws {
    var world = Self.plain()
    world.differences[PieceID(ElementID(11))] = SyntheticWorld.Difference(shift_cm: (first: 70, second: 0))
    world.differences[PieceID(ElementID(100))] = SyntheticWorld.Difference(
      reading: Attributes([.init(.style, "dashed")]))
    world.additions = [.point(900, .pole, at: (20, -9)), .line(901, from: (-90, 14), to: (90, 14))]
    var bench = try TaskBench([world.map])
    for _ in 0..<40 {
      try bench.feed(world.traversal())
      guard let tile = bench.tiles[world.map.id]?.tile else { continue }
      world.map = tile
      // What the map holds now is seen as it is mapped.
      for event in try bench.events where event.status == .applied {
        if let piece = event.pieceAfter { world.differences[piece] = nil }
        if event.kind == .added { world.additions.removeAll { $0.elementClass == event.elementClass } }
      }
    }
    let verified = try bench.events.filter { $0.status == .verified }
    #expect(Set(verified.map(\.kind)) == [.added, .moved, .attributeChanged])
    #expect(verified.count == 4)
  }

  @Test func whatTurnsBeforeItIsConfirmedIsRetractedOnce() throws {
    var (world, bench, change) = try Self.suspected()
    world.differences = [:]
    _ = try #require(try bench.drive(&world, limit: 10, until: .retracted))
    #expect(try Self.life(change, in: bench) == [.suspected, .retracted])
    for _ in 0..<20 { #expect(try bench.feed(world.traversal()).isEmpty) }
  }

  @Test func suspectedStaysSuspectedWhereNobodyDrives() throws {
    var (_, bench, change) = try Self.suspected()
    for month in 1...24 {
      let time_ns = SyntheticWorld.start_ns + Int64(month) * 30 * 86_400_000_000_000
      #expect(try bench.feed([.tick(Tick(time_ns: time_ns))]).isEmpty)
    }
    #expect(bench.tiles[SyntheticWorld.tileID]?.suspectCount == 1)
    #expect(try Self.life(change, in: bench) == [.suspected])
  }

  @Test func evidenceBetweenTheTwoSharesTellsNothing() throws {
    var (world, bench, change) = try Self.suspected()
    // One sighting after each two misses: it neither falls nor suffices.
    for round in 0..<12 {
      world.differences = round % 3 == 0 ? [:] : [Self.sign: SyntheticWorld.Difference(gone: [0])]
      try bench.feed(world.traversal())
      guard try Self.life(change, in: bench).last == .suspected else { break }
    }
    #expect(try Self.life(change, in: bench).filter { $0 == .suspected }.count == 1)
  }

  @Test func whatTurnsAfterItWasAppliedIsTakenBackAsItWas() throws {
    for kind in [ChangeEvent.Kind.removed, .moved, .attributeChanged] {
      let map = Self.town()
      var world = Self.plain(map)
      let piece = kind == .attributeChanged ? PieceID(ElementID(100)) : Self.sign
      world.differences[piece] =
        switch kind {
        case .removed: SyntheticWorld.Difference(gone: [0])
        case .moved: SyntheticWorld.Difference(shift_cm: (first: 80, second: 0))
        default: SyntheticWorld.Difference(reading: Attributes([.init(.style, "dashed")]))
        }
      var bench = try TaskBench([map])
      let found = try #require(try bench.drive(&world, limit: 20, until: .applied))
      let change = try #require(found.events.last?.change)
      switch kind {
      case .removed:
        world.differences = [:]
        world.additions = [try #require(map[piece])]
      case .moved: world.differences = [piece: SyntheticWorld.Difference(shift_cm: (first: -80, second: 0))]
      default:
        world.differences = [piece: SyntheticWorld.Difference(reading: Attributes([.init(.style, "solid")]))]
      }
      let back = try #require(try bench.drive(&world, limit: 20, until: .retracted), "\(kind)")
      let event = try #require(back.events.first { $0.change == change })
      #expect(event.status == .retracted && event.restoredVersion == 3 && event.appliedVersion == 2)
      #expect(bench.tiles[map.id]?.tile.elements == map.elements, "\(kind)")
      #expect(bench.published.last?.patch?.changes == [change])
    }
  }

  @Test func rejectingASuspectedChangeAsksForMore() throws {
    var (world, bench, change) = try Self.suspected()
    #expect(try bench.feed([Self.review(change, .reject, seen: .suspected)]).map(\.status) == [.rejected])
    let again = try #require(try bench.drive(&world, limit: 40, until: .applied))
    #expect(again.traversals > 10, "without the charge six misses suffice")
    #expect(again.events.allSatisfy { $0.change != change })
    #expect(try Self.life(change, in: bench) == [.suspected, .rejected])
  }

  @Test func approvingASuspectedChangeDoesNotWaitForTheQuorum() throws {
    var (_, bench, change) = try Self.suspected()
    #expect(try bench.feed([Self.review(change, .approve)]).map(\.status) == [.confirmed, .applied])
    #expect(bench.tiles[SyntheticWorld.tileID]?.tile[Self.sign] == nil)
    #expect(try bench.feed([Self.review(change, .approve, at: 2)]).map(\.status) == [.verified])
    #expect(try bench.feed([Self.review(change, .reject, at: 3)]).isEmpty)
    #expect(Self.letters(bench) == ["contradictory"])
  }

  @Test func rejectingAnAppliedChangeRestoresTheElement() throws {
    var (world, bench, change) = try Self.applied()
    let events = try bench.feed([Self.review(change, .reject)])
    #expect(events.map(\.status) == [.rejected] && events[0].restoredVersion == 3 && events[0].reason == "r: c")
    #expect(bench.tiles[world.map.id]?.tile.elements == Self.town().elements)
    #expect(bench.published.map(\.tile.version) == [2, 3])
    #expect(try bench.feed([Self.review(change, .approve, at: 2)]).isEmpty)
    #expect(Self.letters(bench) == ["contradictory"])
  }

  @Test func wordsThatComeTooLateAreDeadLettersWithTheirReason() throws {
    var (world, bench, change) = try Self.suspected()
    let tile = world.map.id
    let state = try bench.stored()
    #expect(try bench.feed([Self.review("\(tile)-1-1", .approve)]).isEmpty)
    #expect(try bench.feed([Self.review(change, .reject, seen: .applied)]).isEmpty)
    #expect(try bench.stored() == state)
    #expect(try bench.feed([Self.review(change, .comment, at: 5)]).map(\.status) == [.suspected])
    #expect(try bench.feed([Self.review(change, .reject, at: 5)]).isEmpty, "the same word again is no second one")
    #expect(try bench.feed([Self.review(change, .split, at: 6)]).isEmpty, "one sign has no parts")
    _ = try #require(try bench.drive(&world, limit: 10, until: .verified))
    #expect(try bench.feed([Self.review(change, .comment, at: 7)]).isEmpty)
    #expect(Self.letters(bench) == ["unknown_value", "stale", "stale", "too_few", "stale"])
    #expect(bench.partition.counts.deadLetters == 5 && bench.partition.counts.reviews == 1)
  }

  @Test func partsOfASplitChangeAreHeldAndJudgedApart() throws {
    let line = PieceID(ElementID(101))
    var world = Self.plain()
    world.differences[line] = SyntheticWorld.Difference(gone: [4, 5, 6])
    var bench = try TaskBench([world.map])
    let found = try #require(try bench.drive(&world, limit: 10, until: .suspected))
    let change = try #require(found.events.last?.change)
    let events = try bench.feed([Self.review(change, .split)])
    #expect(events.map(\.status) == [.split, .held, .held, .held])
    #expect(events.dropFirst().allSatisfy { $0.splitFrom == change })
    let parts = events.dropFirst().map(\.change)
    #expect(try bench.feed([Self.review(parts[0], .approve)]).map(\.status) == [.confirmed, .applied])
    #expect(try bench.feed([Self.review(parts[1], .reject)]).map(\.status) == [.rejected])
    let last = try bench.feed([Self.review(parts[2], .approve)])
    #expect(last.map(\.status) == [.confirmed, .applied], "it is found again in what the first part left")
    let pieces = bench.tiles[world.map.id]?.tile.elements.filter { $0.piece.element == line.element } ?? []
    #expect(pieces.map { LineInterval.length_cm(of: $0.points) } == [8000, 2000, 16_000])
  }

  @Test func suspicionsAreFewAndBounded() throws {
    var world = SyntheticWorld(seed: 7, map: Self.town())
    var bench = try TaskBench([world.map])
    for _ in 0..<1500 { try bench.feed(world.traversal()) }
    let counts = bench.partition.counts
    // 36 things, 1500 times looked at: 54 000 votes.
    #expect(counts.suspected > 0 && counts.suspected < 60, "\(counts.suspected)")
    #expect(try bench.events.count <= Int(counts.suspected) * 4)
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func everyLifeIsLegalInRandomLogs(seed: UInt64) throws {
    var random = Seeded(seed)
    var world = SyntheticWorld(seed: seed, map: Self.town())
    world.detection = 0.8
    var bench = try TaskBench([world.map])
    var known: [String] = []
    for step in 0..<250 {
      if step % 20 == 0 {
        world.differences = [:]
        for element in world.map.elements where random.chance(0.3) {
          world.differences[element.piece] = [
            SyntheticWorld.Difference(gone: Set(0..<Int.random(in: 1...15, using: &random))),
            SyntheticWorld.Difference(shift_cm: (first: 60, second: 30)),
            SyntheticWorld.Difference(reading: Attributes([.init(.style, "dashed")])),
          ].randomElement(using: &random)
        }
        world.additions = (0..<Int.random(in: 0...2, using: &random)).map {
          .point(UInt64(900 + $0), .pole, at: (Int.random(in: -100...100, using: &random), -9))
        }
        if random.chance(0.5) { world.additions.append(.line(950, from: (-60, 14), to: (60, 14))) }
        if random.chance(0.5) { world.additions.append(.point(960, .workZoneObject, at: (30, 3))) }
      }
      known += try bench.feed(world.traversal()).map(\.change)
      if let tile = bench.tiles[world.map.id]?.tile { world.map = tile }
      if random.chance(0.2), let change = known.randomElement(using: &random),
        let decision = Review.Decision.allCases.randomElement(using: &random)
      {
        known += try bench.feed([Self.review(change, decision, at: Int64(step))]).map(\.change)
      }
    }
    let lives = Dictionary(grouping: try bench.events, by: \.change)
    #expect(lives.count > 10)
    for (change, life) in lives {
      #expect(life[0].status.mayBegin, "\(change): \(life[0].status)")
      for (earlier, later) in zip(life, life.dropFirst()) {
        #expect(later.status.mayFollow(earlier.status), "\(change): \(life.map(\.status.name))")
        #expect(later.elementClass == earlier.elementClass && later.tile == earlier.tile)
      }
      if life.last?.status == .confirmed { #expect(life[0].kind == .temporary, "\(change)") }
    }
    // The same log in one piece, and through its stored form after every record, tells the same.
    var whole = try TaskBench([Self.town()], opens: false)
    try whole.fold(bench.log)
    #expect(whole.outputs == bench.outputs)
    var stored = try TaskBench([Self.town()], opens: false)
    for record in bench.log {
      try stored.fold([record])
      stored.partition = try TilePartition(stored.partition.bytes)
      stored.tiles = try stored.stored().mapValues { try TileState($0) }
    }
    #expect(stored.outputs == bench.outputs)
  }
}

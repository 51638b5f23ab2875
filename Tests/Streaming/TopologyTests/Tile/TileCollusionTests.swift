import Contracts
import Evidence
import MapModel
import Observations
import Testing

@testable import Topology

/// Vehicles that lie in concert, and changes that all see.
@Suite struct TileCollusionTests {
  enum Said: CaseIterable {
    case gone, new, aside

    func tell(_ world: inout SyntheticWorld) {
      let sign = PieceID(ElementID(11))
      switch self {
      case .gone: world.differences[sign] = SyntheticWorld.Difference(gone: [0])
      case .new: world.additions = [.point(900, at: (30, 8))]
      case .aside: world.differences[sign] = SyntheticWorld.Difference(shift_cm: (100, 0))
      }
    }
  }

  private static func world(seed: UInt64) -> SyntheticWorld {
    SyntheticWorld(
      seed: seed,
      map: MapTile(
        id: SyntheticWorld.tileID, version: 1,
        elements: [.point(10, at: (0, 8)), .point(11, at: (60, 8)), .line(100, from: (-150, -4), to: (150, -4))]))
  }

  /// What a vehicle that lies says: in all else it is as an honest one.
  private static func lie(_ said: Said, _ world: inout SyntheticWorld, vehicle: String) -> TraversalEvidence {
    let honest = world
    said.tell(&world)
    let evidence = world.traversal(vehicle: vehicle)
    (world.differences, world.additions) = (honest.differences, honest.additions)
    return evidence
  }

  private static let policy: Policy = {
    var policy = Policy.independent
    policy.majority_vehicles = 6
    return policy
  }()

  @Test(arguments: Said.allCases, 1...4) func fiveThatLieBesideFiveWhoDoNotChangeNothing(said: Said, seed: Int) throws {
    var world = Self.world(seed: UInt64(seed))
    world.detection = 0.95
    var bench = try TaskBench([world.map], policy: Self.policy)
    // Moves only until FLEET names them: without it, honest offsets that err the same way make up a sixth vehicle sooner or later.
    for round in 0..<(said == .aside ? 2 : 12) {
      for honest in 0..<5 { try bench.feed(world.traversal(vehicle: "v\(round * 5 + honest)")) }
      for liar in 0..<5 {
        let events = try bench.feed(Self.lie(said, &world, vehicle: "x\(liar)"))
        #expect(events.allSatisfy { $0.status != .applied && $0.status != .held }, "round \(round)")
      }
    }
    #expect(bench.published.isEmpty)
    // Five misses of one day are too few to be told of, and two days too short to be contested thrice; five sightings are not.
    guard said == .new else { return }
    #expect(bench.partition.counts.suspected > 0)
    let alerts = try bench.outputs.filter { $0.record.topic == .alerts }.map {
      try AlertCodec.decode($0.record.value ?? [])
    }
    #expect(
      Set(alerts.map(\.alert)) == ["contested-\(world.map.id)"] && alerts.count <= 3, "one, revised as it doubles")
  }

  @Test(arguments: Said.allCases, 1...4) func whatAllSeeIsToldByTheTimeTheQuorumHasPassed(said: Said, seed: Int) throws
  {
    var majority = Policy.independent
    majority.majority_vehicles = 6
    var passes: [Int] = []
    for policy in [.independent, majority] {
      var world = Self.world(seed: UInt64(seed))
      var bench = try TaskBench([world.map], policy: policy)
      for _ in 0..<30 { try bench.feed(world.traversal()) }
      said.tell(&world)
      passes.append(try #require(try bench.drive(&world, limit: 30)).traversals)
    }
    // Six vehicles, of which one in twenty may miss it, or all the evidence asks for.
    #expect(passes[1] <= max(passes[0], 8), "\(passes)")
  }

  /// The law: whoever passes and sees all as it is mapped makes no change sooner.
  @Test(arguments: Said.allCases, 1...4) func whoContradictsMakesNothingSooner(said: Said, seed: Int) throws {
    func passes(contradicting: Int) throws -> Int {
      var world = Self.world(seed: UInt64(seed))
      world.detection = 1
      world.falseAlarm = 0
      world.sigma_cm = 1
      var bench = try TaskBench([world.map], policy: Self.policy)
      for speaker in 0..<24 {
        for other in 0..<contradicting { try bench.feed(world.traversal(vehicle: "o\(speaker)-\(other)")) }
        let events = try bench.feed(Self.lie(said, &world, vehicle: "x\(speaker)"))
        if events.contains(where: { $0.status == .applied }) { return speaker }
      }
      return 24
    }
    let delays = try [0, 1, 2].map { try passes(contradicting: $0) }
    #expect(delays[0] < 12 && delays == delays.sorted(), "\(delays)")
  }

  @Test func whereFourVehiclesPassThreeOfThemAreAsked() throws {
    var world = Self.world(seed: 3)
    world.detection = 1
    var bench = try TaskBench([world.map], policy: Self.policy)
    for pass in 0..<12 { try bench.feed(world.traversal(vehicle: "v\(pass % 4)")) }
    Said.gone.tell(&world)
    var applied: ChangeEvent?
    for pass in 0..<24 where applied == nil {
      applied = try bench.feed(world.traversal(vehicle: "v\(pass % 3)")).first { $0.status == .applied }
    }
    #expect(applied?.vehicles == 3)
  }
}

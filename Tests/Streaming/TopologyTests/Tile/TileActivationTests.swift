import Contracts
import Evidence
import MapModel
import Testing

@testable import Topology

/// What the activation of a learned sensor model does to the fold.
@Suite struct TileActivationTests {
  private let map = MapTile(
    id: SyntheticWorld.tileID, version: 1,
    elements: [.point(10, at: (0, 8)), .line(100, from: (-50, 0), to: (50, 0))])

  private func learned(_ change: (inout ClassModel) -> Void) -> TileLogRecord {
    var model = ClassModel(.trafficSign, assumed: .independent)
    change(&model)
    return .modelActivation(ModelActivation(LearnedSensorModel(classes: [model]), named: "fleet-1"))
  }

  private var assumed: TileLogRecord {
    .modelActivation(ModelActivation(LearnedSensorModel(classes: []), named: "assumed"))
  }

  /// Evidence that the sign is gone after some traversals that miss it.
  private func missed(_ traversals: Int, after records: [TileLogRecord]) throws -> Int64 {
    var world = SyntheticWorld(seed: 3, map: map)
    world.detection = 1
    world.falseAlarm = 0
    var bench = try TaskBench([map])
    for _ in 0..<30 { try bench.feed(world.traversal()) }
    try bench.feed(records)
    world.differences[PieceID(ElementID(10))] = SyntheticWorld.Difference(gone: [0])
    for _ in 0..<traversals { try bench.feed(world.traversal()) }
    let ledger = try #require(bench.tiles[map.id]?.evidence.ledger)
    let place = try #require(ledger.place(of: PieceID(ElementID(10))))
    return ledger.entries[place.entries.lowerBound].removal.score_mnat
  }

  @Test func votesBehindItAreWeighedByWhatWasLearned() throws {
    let plain = try missed(2, after: [])
    // Seen half as often as promised, a miss is worth less; where sensors see ghosts too.
    let poor = try missed(
      2, after: [learned { $0.steps = [ClassModel.Step(promised_255: 230, seen_255: 115)] }])
    #expect(poor > 0 && poor < plain)
    #expect(try missed(2, after: [learned { $0.falseAlarm_255 = 80 }]) < plain)
    // Traversals of one day that have much in common say less together.
    #expect(try missed(3, after: [learned { $0.sameDay_permille = 400 }]) < (try missed(3, after: [])))
    // What was learned of another class changes nothing.
    var pole = ClassModel(.pole, assumed: .independent)
    pole.falseAlarm_255 = 80
    let other = TileLogRecord.modelActivation(ModelActivation(LearnedSensorModel(classes: [pole]), named: "p"))
    #expect(try missed(2, after: [other]) == plain)
  }

  @Test func theLastOneCountsAndNoneIsWhatThePolicyAssumes() throws {
    let first = learned { $0.falseAlarm_255 = 80 }
    let second = learned { $0.sameDay_permille = 400 }
    #expect(try missed(3, after: [first, second]) == (try missed(3, after: [second])))
    // Rolling back is activating the one before.
    #expect(try missed(3, after: [first, second, first]) == (try missed(3, after: [first])))
    #expect(try missed(3, after: [first, assumed]) == (try missed(3, after: [])))
  }

  @Test func evidenceOfAnyMatchingModelStaysWelcome() throws {
    var world = SyntheticWorld(seed: 1, map: map)
    var bench = try TaskBench([map])
    try bench.feed([learned { $0.priorPasses = 9 }])
    try bench.feed(world.traversal())
    #expect(bench.partition.counts.traversals == 1 && bench.partition.counts.deadLetters == 0)
  }

  @Test func itIsStoredWithThePartitionAndSurvivesARestart() throws {
    var world = SyntheticWorld(seed: 2, map: map)
    var bench = try TaskBench([map])
    try bench.feed([learned { $0.sameDay_permille = 400 }])
    for _ in 0..<5 { try bench.feed(world.traversal()) }
    var restarted = bench
    restarted.partition = try TilePartition(bench.partition.bytes)
    #expect(restarted.partition == bench.partition)
    for _ in 0..<5 {
      let evidence = world.traversal()
      try bench.feed(evidence)
      try restarted.feed(evidence)
    }
    #expect(try restarted.stored().keys == bench.stored().keys)
    #expect(restarted.tiles == bench.tiles)
  }

  @Test func oneWhoseHashIsAnotherIsADeadLetter() throws {
    var bench = try TaskBench([map])
    guard case .modelActivation(var activation) = learned({ $0.priorPasses = 9 }) else { return }
    activation.contentHash[3] ^= 1
    try bench.feed([.modelActivation(activation)])
    #expect(bench.partition.counts.deadLetters == 1)
    #expect(bench.partition.learned == nil)
  }
}

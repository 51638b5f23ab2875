import Contracts
import Evidence
import MapModel
import Testing

@testable import Topology

/// An explanation says what the fold did: its path ends where the change's event says, and its gates are those that were met.
@Suite struct ChangeExplainerTests {
  private static let map = MapTile(
    id: SyntheticWorld.tileID, version: 1,
    elements: [.point(10, at: (0, 8)), .point(11, at: (60, 8)), .line(100, from: (-150, 0), to: (150, 0))])

  private func explain(_ change: String, _ bench: TaskBench) throws -> ChangeExplanation {
    let explainer = ChangeExplainer(change, tile: Self.map.id, task: bench.task) { _ in Self.map }
    return try explainer.explain(bench.log)
  }

  @Test(arguments: [ChangeEvent.Kind.removed, .moved, .added])
  func thePathEndsInTheEvidenceThatWasTold(kind: ChangeEvent.Kind) throws {
    var world = SyntheticWorld(seed: 5, map: Self.map)
    let sign = PieceID(ElementID(11))
    switch kind {
    case .removed: world.differences[sign] = SyntheticWorld.Difference(gone: [0])
    case .moved: world.differences[sign] = SyntheticWorld.Difference(shift_cm: (first: 80, second: 0))
    default: world.additions = [.point(900, .pole, at: (20, -9))]
    }
    var bench = try TaskBench([Self.map])
    let found = try #require(try bench.drive(&world, limit: 30))
    let event = try #require(found.events.last)
    let told = try bench.events.filter { $0.change == event.change }
    let explanation = try explain(event.change, bench)
    #expect(explanation.steps.map(\.event) == told)
    #expect(explanation.before == Self.map && explanation.after == bench.tiles[Self.map.id]?.tile)
    let last = try #require(explanation.testimonies.last)
    #expect(last.after_mnat == event.evidence_mnat)
    #expect(last.offset == bench.log.last?.offset)
    for (earlier, later) in zip(explanation.testimonies, explanation.testimonies.dropFirst()) {
      #expect(later.before_mnat == earlier.after_mnat, "the path has no break")
    }
    let unmet = explanation.gates.filter { $0.met == nil }.map(\.name)
    #expect(unmet == ["verified_threshold_mnat"])
    let word = kind == .removed ? "missed though visible" : kind == .moved ? "displaced" : "sighted"
    #expect(explanation.testimonies.filter { $0.word == word }.count >= 4)
  }

  @Test func aChangeOfAnotherLogIsNamed() throws {
    var world = SyntheticWorld(seed: 5, map: Self.map)
    var bench = try TaskBench([Self.map])
    for _ in 0..<5 { try bench.feed(world.traversal()) }
    let error = #expect(throws: ChangeExplainer.Failure.self) { try explain("1-2-3", bench) }
    #expect(error?.description.contains("1-2-3") == true)
  }
}

import Contracts
import Evidence
import Foundation
import Learning
import MapModel
import Observations
import Simulation
import Storage
import Testing

@testable import Runtime

/// A sensor model learned from the log of simulated frames, against what the simulator knows: the learner sees the log and the map alone.
@Suite struct LearnedFromFramesTests {
  private struct Drives {
    let map: [MapTile]
    let truth: [TruthChange]
    let log: [TileLogRecord]
    /// Probability that a thing stays unseen in a whole drive, for a reason that nothing tells.
    let blindDrive: Double
  }

  /// A small city of which some things are gone from the start; nothing is decided, so that the map stays wrong.
  private func drives() throws -> Drives {
    var city = CityParameters()
    city.blocks = 1
    var plan = SimulationPlan()
    plan.drives = 30
    plan.days = 10
    plan.vehicles = 6
    plan.driveLength_m = 250
    plan.frameRate_Hz = 1
    plan.edits = .none
    plan.edits.removed = 14
    let map = try City(city).tiles()
    let simulator = try Simulator(tiles: map, plan: plan)
    let folder = FileManager.default.temporaryDirectory.appending(path: "learned-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    var options = Replay.Options()
    for name in ["removed", "added", "moved", "attribute"] {
      try options.policy.set("\(name)_threshold_mnat", to: 1_000_000)
    }
    let replay = try Replay(map: map, folder: folder, options: options)
    for frame in simulator {
      try replay.feed(
        FrameCodec.encode(frame.frame), vehicle: frame.frame.vehicle.text, timestamp_ms: frame.arrival_ns / 1_000_000)
    }
    try replay.finish()
    let log = try replay.takeOutput().evidence.map { try TileLogCodec.decode($0) }
    return Drives(map: map, truth: simulator.world.truth, log: log, blindDrive: plan.noise.blindDrive)
  }

  @Test func probabilitiesAreThoseOfWhatStandsAndOfWhatIsGone() throws {
    let drives = try drives()
    var learner = SensorModelLearner(assumed: Policy())
    for tile in drives.map { learner.know(tile) }
    for record in drives.log { learner.add(record) }
    let lesson = learner.learn()
    #expect(lesson.source.unknownVotes == 0 && lesson.source.driven_km > 3)

    // Of points the simulator says which are gone; of lines only stretches are.
    let gone = Set(drives.truth.filter { $0.kind == .removed && $0.shape == .point }.compactMap(\.element))
    #expect(gone.count >= 4)
    let elements = drives.map.flatMap(\.elements)
    let classes = Dictionary(elements.map { ($0.piece.element, $0.elementClass) }, uniquingKeysWith: { a, _ in a })
    var compared = 0
    for elementClass in [ElementClass.trafficSign, .trafficLight, .pole] {
      var standing = (votes: 0.0, seen: 0.0)
      var all = (votes: 0.0, seen: 0.0)
      for case .traversal(let evidence) in drives.log {
        for vote in evidence.votes where classes[vote.piece.element] == elementClass {
          let seen = Double(vote.detected) / 255
          all = (all.votes + 1, all.seen + seen)
          if !gone.contains(vote.piece.element) { standing = (standing.votes + 1, standing.seen + seen) }
        }
      }
      guard standing.votes >= 100, all.votes - standing.votes >= 10 else { continue }
      compared += 1
      let learned = try #require(lesson.classes.first { $0.elementClass == elementClass })
      let seen = try #require(learned.seen)
      let truth = standing.seen / standing.votes
      let naive = all.seen / all.votes
      #expect(abs(seen - truth) < 0.03, "\(elementClass): learned \(seen), true \(truth), all votes \(naive)")
      #expect(
        abs(seen - truth) < abs(naive - truth), "\(elementClass): learned \(seen), true \(truth), all votes \(naive)")
      // Of what is looked at well only that stays unseen.
      if let surest = learned.steps.last, surest.promised > 0.9, surest.votes >= 300 {
        #expect(abs(surest.seen - (1 - drives.blindDrive)) < 0.03, "\(elementClass): \(surest.seen)")
      }
      // The sensors read wrongly now and then, a whole traversal hardly ever.
      if let misreading = learned.misreading { #expect(misreading < 0.05) }
    }
    #expect(compared >= 1)
  }
}

import Evidence
import Foundation
import MapModel
import Simulation
import Testing

@testable import Learning

/// What is learned from a log against what the world was made with. Nothing is decided here: the map stays as it was on the first day.
@Suite struct SensorModelLearnerTests {
  private func scenario() -> VoteScenario {
    var scenario = VoteScenario()
    scenario.elements = 300
    scenario.tileElements = 50
    scenario.tileSpots = 50
    scenario.historyDays = 0
    scenario.runDays = 40
    scenario.passesPerDay = 4
    scenario.detection.mean = 0.8
    scenario.detection.sd = 0.12
    scenario.detection.expected = 0.9
    scenario.falseAlarm = 0.08
    scenario.sameDayCorrelation = 0.2
    scenario.misreading = 0.07
    scenario.position.sigma_cm = 12
    scenario.position.commonSigma_cm = 9
    scenario.changes.endDay = 30
    return scenario
  }

  private func learner(_ scenario: VoteScenario, seed: UInt64 = 5, tiles order: [Int]? = nil) -> SensorModelLearner {
    var learner = SensorModelLearner(assumed: Policy())
    for tile in order ?? Array(0..<scenario.tiles) {
      let world = VoteWorld(scenario, seed: seed, tile: tile)
      learner.know(world.map)
      var traffic = VoteTraffic(world)
      for _ in 0..<scenario.days {
        traffic.nextDay()
        for _ in 0..<traffic.passes { learner.add(.traversal(traffic.next())) }
      }
    }
    return learner
  }

  private func lesson(_ elementClass: ElementClass, _ lesson: SensorModelLesson) throws -> ClassLesson {
    try #require(lesson.classes.first { $0.elementClass == elementClass })
  }

  @Test func whatTheWorldWasMadeWithIsLearned() throws {
    let learned = learner(scenario()).learn()
    #expect(learned.source.unknownVotes == 0)
    for elementClass in [ElementClass.laneBoundary, .trafficSign] {
      let lesson = try lesson(elementClass, learned)
      // Votes say 250 of 255 of what was seen.
      #expect(abs((lesson.seen ?? 0) - 0.8 * 250 / 255) < 0.025, "\(elementClass): \(lesson.seen ?? 0)")
      #expect(abs((lesson.promised ?? 0) - 0.9) < 0.005)
      #expect(abs((lesson.spread ?? 0) - 0.12) < 0.035, "\(elementClass): \(lesson.spread ?? 0)")
      #expect(abs((lesson.falseAlarm ?? 0) - 0.08) < 0.012, "\(elementClass): \(lesson.falseAlarm ?? 0)")
      #expect(abs((lesson.sameDay ?? 0) - 0.2) < 0.04, "\(elementClass): \(lesson.sameDay ?? 0)")
      #expect(abs((lesson.misreading ?? 0) - 0.07) < 0.01, "\(elementClass): \(lesson.misreading ?? 0)")
      #expect(abs((lesson.offset_cm ?? 0) - 15) < 0.8, "\(elementClass): \(lesson.offset_cm ?? 0)")
      #expect(lesson.model.falseAlarm_255 > 17 && lesson.model.sameDay_permille > 160)
      #expect(abs(Int(lesson.model.priorPasses) - 10) < 6, "\(lesson.model.priorPasses)")
      // Of what is better than assumed the assumption stays.
      #expect(Int64(lesson.model.misread_255) == Policy().misread_255)
    }
    #expect(try lesson(.pole, learned).misreading == nil)
  }

  @Test func whatIsGoneDoesNotTeachThatItIsHardToSee() throws {
    var changing = scenario()
    changing.changes.removed = 0.25
    let steady = learner(scenario()).learn()
    let changed = learner(changing).learn()
    let before = try lesson(.trafficSign, steady)
    let after = try lesson(.trafficSign, changed)
    #expect(abs((before.seen ?? 0) - (after.seen ?? 0)) < 0.02)
    #expect(abs((before.spread ?? 0) - (after.spread ?? 0)) < 0.03)
    #expect(abs((before.sameDay ?? 0) - (after.sameDay ?? 0)) < 0.05)
    // A quarter of the signs, of which there are about 125.
    #expect(after.gone > 20 && after.gone < 45 && before.gone < 3, "\(before.gone), \(after.gone)")
  }

  @Test func whatHasComeIsNoClutter() throws {
    var changing = scenario()
    changing.changes.added = 0.3
    let learned = try lesson(.trafficSign, learner(changing).learn())
    #expect(abs((learned.falseAlarm ?? 0) - 0.08) < 0.012, "\(learned.falseAlarm ?? 0)")
    // Of a swath that promises .9 of what is seen with .8.
    #expect(abs((learned.reach ?? 0) - 0.8 / 0.9) < 0.07, "\(learned.reach ?? 0)")
  }

  @Test func noPromiseIsRaised() throws {
    var modest = scenario()
    modest.elements = 100
    modest.detection.expected = 0.6
    let lesson = try lesson(.laneBoundary, learner(modest).learn())
    #expect((lesson.seen ?? 0) > 0.7 && (lesson.promised ?? 1) < 0.61)
    #expect(!lesson.model.steps.isEmpty)
    #expect(lesson.model.steps.allSatisfy { $0.seen_255 == $0.promised_255 })
  }

  @Test func theModelDependsOnTheLogAlone() throws {
    let scenario = scenario()
    let forth = SensorModelFile(learner(scenario).learn(), name: "m")
    let back = SensorModelFile(learner(scenario, tiles: (0..<scenario.tiles).reversed()).learn(), name: "m")
    #expect(try forth.encode() == back.encode())
    #expect(try SensorModelFile(learner(scenario, seed: 6).learn(), name: "m").encode() != forth.encode())
  }

  @Test func aShortLogLeavesWhatItDoesNotTellAsAssumed() throws {
    var short = scenario()
    short.elements = 50
    short.runDays = 2
    short.changes.endDay = 2
    short.passesPerDay = 1
    let learned = try lesson(.trafficSign, learner(short).learn())
    #expect(learned.sameDay == nil && learned.spread == nil && learned.misreading == nil)
    let assumed = ClassModel(.trafficSign, assumed: Policy())
    #expect(learned.model == assumed)
  }

  @Test func votesOnPiecesOfNoKnownMapAreCounted() {
    let scenario = scenario()
    var learner = SensorModelLearner(assumed: Policy())
    var traffic = VoteTraffic(VoteWorld(scenario, seed: 5, tile: 0))
    traffic.nextDay()
    let evidence = traffic.next()
    learner.add(.traversal(evidence))
    let lesson = learner.learn()
    #expect(lesson.source.unknownVotes == evidence.votes.count)
    #expect(lesson.classes.allSatisfy { $0.votes == 0 })
  }

  @Test func quarantinedSensorsAndRepeatsTeachNothing() {
    let scenario = scenario()
    let world = VoteWorld(scenario, seed: 5, tile: 0)
    var traffic = VoteTraffic(world)
    traffic.nextDay()
    let evidence = traffic.next()
    func verdict(_ kind: Verdict.Kind) -> TileLogRecord {
      .verdict(Verdict(tile: nil, kind: kind, subject: evidence.software, reason: "", time_ns: evidence.lastTime_ns))
    }
    var learner = SensorModelLearner(assumed: Policy())
    learner.know(world.map)
    learner.add(verdict(.quarantine))
    learner.add(.traversal(evidence))
    #expect(learner.learn().source.traversals == 0)
    learner.add(verdict(.release))
    learner.add(.traversal(evidence))
    learner.add(.traversal(evidence))
    #expect(learner.learn().source.traversals == 1)
  }

  @Test func aFileIsReadBackAndOneThatWasChangedIsRefused() throws {
    let file = SensorModelFile(learner(scenario()).learn(), name: "fleet")
    let bytes = try file.encode()
    #expect(try SensorModelFile.decode(bytes) == file)
    #expect(file.model.hasPrefix("fleet-") && file.contentSha256.hasPrefix(file.model.dropFirst(6)))
    let text = String(decoding: bytes, as: UTF8.self)
    func fault(_ old: String, _ new: String) -> SensorModelFile.Fault? {
      do throws(SensorModelFile.Fault) {
        _ = try SensorModelFile.decode(Array(text.replacingOccurrences(of: old, with: new).utf8))
        return nil
      } catch { return error }
    }
    let passes = try #require(file.classes.first?.weighedBy.priorPasses)
    guard case .otherContent = fault("\"priorPasses\" : \(passes)", "\"priorPasses\" : \(passes + 1)") else {
      Issue.record("a changed number has another hash")
      return
    }
    guard case .value(let field, "0", _) = fault("\"priorPasses\" : \(passes)", "\"priorPasses\" : 0") else {
      Issue.record("a number out of range is named")
      return
    }
    #expect(field.hasSuffix("prior_passes"))
    #expect(fault("sensor-model/1", "sensor-model/9") == .otherFormat("resurvey-sensor-model/9"))
    guard case .unreadable = fault("{", "[") else {
      Issue.record("what is no JSON is no model")
      return
    }
  }
}

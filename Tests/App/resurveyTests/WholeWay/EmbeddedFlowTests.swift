import Contracts
import Evidence
import Foundation
import Geometry
import Kafka
import Observations
import Runtime
import Settings
import Simulation
import Storage
import Synchronization
import TestSupport
import Testing
import Topology

/// The whole way in one process, with records among the frames that are none.
@Suite(.onOwnThread) struct EmbeddedFlowTests {
  /// A record that must be refused, and the reason.
  private struct BadRecord {
    let value: [UInt8]
    let reason: Rejection.Reason
  }

  /// Three bad records made of a good frame.
  private static func badRecords(like frame: ObservationFrame) -> [BadRecord] {
    var nowhere = frame
    nowhere.gnss = GNSSFix(place: .init(latitude_deg: .nan, longitude_deg: 11), covariance: .init(isotropicSigma_m: 1))
    var longAgo = frame
    longAgo.captureTime_ns = 86_400_000_000_000
    return [
      BadRecord(value: Array("this is no frame".utf8), reason: .malformed),
      BadRecord(value: FrameCodec.encode(nowhere), reason: .notFinite),
      BadRecord(value: FrameCodec.encode(longAgo), reason: .outOfRange),
    ]
  }

  @Test func badRecordsBecomeDeadLettersAndEverythingElseGoesOn() throws {
    let broker = try EmbeddedBroker(log: { _ in })
    let deployment = try Deployment(brokers: broker.bootstrap, isEmbedded: true)
    let (cluster, configuration) = (deployment.cluster, deployment.configuration)
    try broker.createTopics(cluster.names, partitions: 2)
    var city = CityParameters()
    city.blocks = 1
    let tiles = try City(city).tiles()
    try TileStore(path: configuration.storage.map).put(tiles)

    let matched = Mutex(MatchCounts())
    let stop = StopSignal()
    let processor = StreamProcessor(cluster, configuration, policy: Policy()) { event in
      if case .matched(_, let counts) = event { matched.withLock { $0 += counts } }
    }
    let stages = StageThread("stages", stop: stop) { try processor.run(until: stop) }
    defer { stop.raise() }
    try eventually("base versions") {
      if stop.isRaised { try stages.join() }
      return try deployment.records(of: .tiles).count == tiles.count ? () : nil
    }

    let simulator = try Simulator(tiles: tiles, plan: Fleet.plan)
    let producer = try FrameProducer(cluster, limit_bytes: 2 << 20) { processor.observations.snapshot }
    var bad: [[UInt8]: Rejection.Reason] = [:]
    var frames = 0
    func send(_ vehicle: String, _ value: [UInt8]) throws {
      #expect(try producer.send(vehicle: vehicle, frame: value) { !stop.isRaised })
    }
    for arriving in simulator {
      let vehicle = arriving.frame.vehicle.text
      try send(vehicle, FrameCodec.encode(arriving.frame))
      if frames % 200 == 50 {
        for record in Self.badRecords(like: arriving.frame) {
          // Each is one of its kind, so that its dead letter can be told from the others.
          let value = record.reason == .malformed ? record.value + Array(" \(frames)".utf8) : record.value
          bad[value] = record.reason
          try send(vehicle, value)
        }
      }
      frames += 1
    }
    #expect(producer.finish())
    #expect(producer.failed.count == 0)
    try eventually("the end of the way") {
      if stop.isRaised { try stages.join() }
      return try deployment.isSettled() ? () : nil
    }
    stop.raise()
    try stages.join()

    let letters = try deployment.records(of: .observationsDeadLetter)
    let reasons = try letters.map { try DeadLetter(from: $0) }
    #expect(letters.count == bad.count)
    #expect(Set(reasons.map(\.id)).count == letters.count)
    for letter in reasons {
      #expect(letter.originalValue.flatMap { bad[$0] }?.rawValue == letter.reason, "\(letter.field) \(letter.value)")
    }
    let counted = Dictionary(bad.values.map { ($0.rawValue, 1) }, uniquingKeysWith: +)
    let counts = matched.withLock { $0 }
    #expect(counts.rejected == counted)
    #expect(counts.framesMatched > frames / 2, "\(counts)")

    let late = try deployment.records(of: .evidenceDeadLetter).map { try DeadLetter(from: $0) }
    #expect(late.isEmpty, "\(late.map { ($0.reason, $0.field, $0.limit) })")

    let changes = try deployment.records(of: .changes)
    let events = try changes.map { try ChangeEventCodec.decode($0.value ?? []) }
    #expect(events.contains { $0.status == .applied }, "among \(events.map(\.status.name)): \(counts)")
    try Gapless.expect(changes, type: .changeEvent, application: configuration.kafka.applicationId)
    let versions = try deployment.records(of: .tiles)
    #expect(versions.count > tiles.count)
    try Gapless.expect(versions, type: .tileVersion, application: configuration.kafka.applicationId)
  }
}

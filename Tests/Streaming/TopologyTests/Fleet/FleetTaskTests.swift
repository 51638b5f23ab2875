import Contracts
import Evidence
import MapModel
import Observations
import TestSupport
import Testing

@testable import Topology

@Suite struct FleetTaskTests {
  private static let start_ns: Int64 = 1_750_000_000_000_000_000
  private let task = FleetTask(FleetTask.Configuration(partitionCount: 3))

  /// Reports of eight vehicles on ten tiles, of which `blind` sees no signs after the first thousand traversals.
  private static func log(blind: Int, traversals: Int) -> [IncomingRecord] {
    var random = Seeded(12)
    let all = (0..<traversals).map { i in
      let vehicle = Int.random(in: 0..<8, using: &random)
      var health = TraversalHealth(
        vehicle: VehicleID("v\(vehicle)"), calibration: "c\(vehicle)", software: "s",
        tile: TileID(quadkey: UInt32(Int.random(in: 1...10, using: &random))), time_ns: start_ns + Int64(i))
      health.elements = 100
      let seen = vehicle == blind && i >= 1000 ? 0 : Int.random(in: 7...10, using: &random)
      health.classes = [
        .init(elementClass: .trafficSign, expected_255: 2550, detected_255: UInt32(255 * seen))
      ]
      return health
    }
    return stride(from: 0, to: all.count, by: 50).enumerated().map { number, first in
      let report = SensorHealth(
        partition: UInt32(number % 3), lastOffset: Int64(number), traversals: Array(all[first..<(first + 50)]))
      return IncomingRecord(
        topic: .health, partition: 0, offset: Int64(number), timestamp_ms: 0, key: nil,
        value: SensorHealthCodec.encode(report), headers: [])
    }
  }

  private func fold(
    _ records: [IncomingRecord], _ state: inout FleetState, _ places: inout [TileID: PlaceHealth]
  ) -> [TaskOutput] {
    task.step(FleetBatch(records), state: &state, places: &places)
  }

  @Test func aVerdictReachesEveryPartitionAndStopsTheSensorsEvidence() throws {
    var (state, places) = (FleetState(), [TileID: PlaceHealth]())
    let outputs = fold(Self.log(blind: 3, traversals: 2000), &state, &places)
    let verdicts = outputs.filter { $0.record.topic == .evidence }
    #expect(verdicts.map(\.record.partition) == [0, 1, 2])
    #expect(outputs.filter { $0.record.topic == .evidence }.map(\.sequence) == [1, 2, 3])
    guard case .verdict(let verdict) = try TileLogCodec.decode(verdicts[1].record.value ?? []) else {
      Issue.record("no verdict")
      return
    }
    #expect(verdict.kind == .quarantine && verdict.subject == "c3" && verdict.tile == nil)
    #expect(verdict.reason.contains("traffic_sign"))
    let alerts = try outputs.filter { $0.record.topic == .alerts }.map { try AlertCodec.decode($0.record.value ?? []) }
    #expect(alerts.map(\.severity) == [.warning] && alerts[0].title == "calibration c3 is quarantined")
    #expect(state.counts.quarantines == 1 && state.counts.traversals == 2000)

    var world = SyntheticWorld(seed: 1, map: MapTile(id: SyntheticWorld.tileID, version: 1, elements: []))
    var bench = try TaskBench([world.map])
    try bench.feed([.verdict(verdict)])
    var evidence = world.traversal()
    evidence.calibration = "c3"
    try bench.feed(evidence)
    #expect(bench.partition.counts.quarantined == 1 && bench.partition.counts.traversals == 0)
    evidence.calibration = "c4"
    try bench.feed(evidence)
    #expect(bench.partition.counts.traversals == 1)
    #expect(bench.outputs.allSatisfy { $0.record.topic != .evidenceDeadLetter })
  }

  @Test func cutsAndRestartsChangeNothing() throws {
    let log = Self.log(blind: 3, traversals: 3000)
    var (whole, places) = (FleetState(), [TileID: PlaceHealth]())
    let outputs = fold(log, &whole, &places)
    #expect(!outputs.isEmpty)
    var random = Seeded(2)
    var (state, stored) = (FleetState(), [TileID: [UInt8]]())
    var others: [TaskOutput] = []
    var start = 0
    while start < log.count {
      let end = min(start + Int.random(in: 1...9, using: &random), log.count)
      let batch = FleetBatch(Array(log[start..<end]))
      var loaded: [TileID: PlaceHealth] = [:]
      for tile in batch.tiles { loaded[tile] = try stored[tile].map { try PlaceHealth($0) } }
      others += task.step(batch, state: &state, places: &loaded)
      for (tile, place) in loaded { stored[tile] = place.bytes }
      state = try FleetState(state.bytes)
      start = end
    }
    #expect(others == outputs)
    #expect(state.bytes == whole.bytes)
    #expect(stored == places.mapValues(\.bytes))
  }

  @Test func whatWasReportedBeforeOrIsNoReportIsCountedAndNotFolded() throws {
    let log = Self.log(blind: 3, traversals: 500)
    var (state, places) = (FleetState(), [TileID: PlaceHealth]())
    _ = fold(log, &state, &places)
    let before = (state.health, places)
    var again = log[4]
    again.offset = Int64(log.count)
    var garbage = log[5]
    garbage.offset = Int64(log.count + 1)
    garbage.value = [1, 2, 3]
    _ = fold([log[3], again, garbage], &state, &places)
    #expect(state.counts.repeated == 1 && state.counts.refused == 1)
    #expect(state.health == before.0 && places == before.1)
    #expect(state.nextOffset == Int64(log.count + 2))
  }
}

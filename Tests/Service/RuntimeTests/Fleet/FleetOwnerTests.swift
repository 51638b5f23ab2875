import Contracts
import Evidence
import MapModel
import Observations
import Storage
import TestSupport
import Testing
import Topology

@testable import Runtime

@Suite struct FleetOwnerTests {
  private let task = FleetTask(FleetTask.Configuration(partitionCount: 2))

  private func store(_ scratch: Scratch) throws -> PartitionStore {
    try PartitionStore(path: scratch.path("fleet.sqlite"), name: "test/fleet")
  }

  /// Reports in which one of four calibrations ceases to see signs.
  private func log() -> [IncomingRecord] {
    (0..<60).map { number in
      let traversals = (0..<20).map { i in
        let vehicle = (number + i * 7) % 4
        var health = TraversalHealth(
          vehicle: VehicleID("v\(vehicle)"), calibration: "c\(vehicle)", software: "s",
          tile: TileID(quadkey: UInt32(1 + (number + i) % 6)), time_ns: 1_750_000_000_000_000_000)
        health.classes = [
          .init(
            elementClass: .trafficSign, expected_255: 2550,
            detected_255: number > 30 && vehicle == 2 ? 0 : UInt32(2300 - 10 * (i % 5)))
        ]
        return health
      }
      return IncomingRecord(
        topic: .health, partition: 0, offset: Int64(number), timestamp_ms: 0, key: nil,
        value: SensorHealthCodec.encode(
          SensorHealth(partition: 0, lastOffset: Int64(number), traversals: traversals)), headers: [])
    }
  }

  @Test func aRestartGoesOnWhereTheFileStands() throws {
    let log = log()
    let (one, two) = (try Scratch(), try Scratch())
    let whole = try FleetOwner(task, store: store(one))
    try whole.fold(log)
    let expected = try whole.store.pendingOutbox(limit: .max)
    #expect(expected.map(\.topic) == ["map.evidence", "map.evidence", "map.alerts"].sorted())
    for cut in [0..<20, 20..<36, 36..<60] {
      let owner = try FleetOwner(task, store: store(two))
      #expect(owner.nextOffset == Int64(cut.lowerBound))
      try owner.fold(Array(log[cut]))
    }
    let owner = try FleetOwner(task, store: store(two))
    #expect(try owner.store.pendingOutbox(limit: .max) == expected)
    #expect(owner.counts == whole.counts && owner.counts.quarantines == 1)
    try owner.store.markSent(expected)
    #expect(try owner.store.pendingOutbox(limit: .max).isEmpty)
  }
}

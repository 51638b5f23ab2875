import Contracts
import Evidence
import MapModel
import Observations
import Storage
import TestSupport
import Testing
import Topology

@testable import Runtime

/// A partition's file carries what is kept of tiles' logs over restarts.
@Suite struct TilePartitionOwnerTests {
  private let map = MapTile(
    id: TileID(quadkey: 77), version: 1,
    elements: (0..<4).map {
      MapElement(
        piece: PieceID(ElementID(UInt64($0 + 1))), elementClass: .trafficSign, kind: .point,
        points: [TilePoint(x_cm: Int32($0 * 3000), y_cm: 800)])
    })

  /// Six vehicles of a calibration at fault deny the second sign; then it is quarantined and others drive.
  private func log() -> [IncomingRecord] {
    var records = TileTask.opening(policy: Policy(), maps: [map])
    for number in 0..<40 {
      let isFaulty = number >= 10 && number < 28
      if number == 30 {
        records.append(
          .verdict(
            Verdict(
              tile: nil, kind: .quarantine, subject: "bad", reason: "sees less", time_ns: 1_750_000_000_000_000_000)))
      }
      let id = TraversalID(
        vehicle: VehicleID("v\(number % 6)"), drive: DriveID("d\(number)"), slot: Int64(number), tile: map.id)
      var evidence = TraversalEvidence(id: id, tileVersion: 1)
      evidence.calibration = isFaulty ? "bad" : "good"
      evidence.lastTime_ns = 1_750_000_000_000_000_000 + Int64(number) * 7_200_000_000_000
      evidence.firstTime_ns = evidence.lastTime_ns
      evidence.votes = map.elements.map { element in
        let isMissed = isFaulty && element.piece.element.value == 2
        return ElementVote(
          piece: element.piece, pieceHash: element.evidenceHash, interval: 0, expected: 230,
          detected: isMissed ? 0 : 250, sigma_cm: isMissed ? 0 : 10, frames: 9)
      }
      records.append(.traversal(evidence))
    }
    return records.enumerated().map { offset, record in
      IncomingRecord(
        topic: .evidence, partition: 0, offset: Int64(offset), timestamp_ms: 1_750_000_000_000,
        key: record.tile.map { Array($0.description.utf8) }, value: TileLogCodec.encode(record), headers: [])
    }
  }

  private func owner(_ path: String) throws -> TilePartitionOwner {
    let task = TileTask(TileTask.Configuration(partitionCount: 1), partition: 0)
    return try TilePartitionOwner(task, store: PartitionStore(path: path, name: "test/0")) { _ in map }
  }

  private func changes(_ owner: TilePartitionOwner) throws -> [OutboxRecord] {
    try owner.store.pendingOutbox(limit: 1000).filter { $0.topic == Topic.changes.rawValue }
  }

  @Test func aChangeIsTakenBackWhereverTheOwnerWasRestarted() throws {
    let scratch = try Scratch()
    let records = log()
    let whole = try owner(scratch.path("whole.sqlite"))
    _ = try whole.fold(records)
    let told = try changes(whole).map { try ChangeEventCodec.decode($0.value ?? []) }
    #expect(told.last?.status == .retracted && told.last?.restoredVersion == 3, "\(told.map(\.status))")
    #expect(whole.counts.reverted == 1 && whole.counts.replayedAway >= 4)
    #expect(try whole.currentTiles().first?[PieceID(ElementID(2))] == map[PieceID(ElementID(2))])

    for step in [1, 7] {
      let path = scratch.path("cut\(step).sqlite")
      for start in stride(from: 0, to: records.count, by: step) {
        _ = try owner(path).fold(Array(records[start..<min(start + step, records.count)]))
      }
      let cut = try owner(path)
      #expect(try changes(cut) == changes(whole))
      #expect(cut.counts == whole.counts)
      let (kept, all) = (try cut.store.loadKept(map.id), try whole.store.loadKept(map.id))
      #expect(kept.records == all.records && kept.checkpoints == all.checkpoints)
      #expect(kept.records.count == 22, "those of the source at fault are gone")
    }
  }
}

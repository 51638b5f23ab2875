import Contracts
import Evidence
import MapModel
import Observations
import Reconstruction

@testable import Topology

extension Policy {
  /// For worlds whose traversals share a day and yet have nothing in common.
  static var independent: Policy {
    var policy = Policy()
    policy.sameDay_permille = 0
    policy.majority_vehicles = 1
    policy.quorum_days = 1
    return policy
  }
}

/// A partition's task with its state in memory, fed record by record; keeps all that it says.
struct TaskBench {
  let task: TileTask
  var partition = TilePartition()
  var tiles: [TileID: TileState] = [:]
  var bases: [TileID: MapTile]
  var log: [IncomingRecord] = []
  var outputs: [TaskOutput] = []
  var published: [TileVersion] = []

  init(_ maps: [MapTile], policy: Policy = .independent, opens: Bool = true) throws {
    task = TileTask(TileTask.Configuration(partitionCount: 4, policy: policy), partition: 1)
    bases = Dictionary(uniqueKeysWithValues: maps.map { ($0.id, $0) })
    if opens { try feed(TileTask.opening(policy: policy, maps: maps)) }
  }

  /// Appends records to the log and folds them as one batch.
  @discardableResult
  mutating func feed(_ records: [TileLogRecord]) throws -> [ChangeEvent] {
    try feed(
      raw: records.map { record in
        IncomingRecord(
          topic: .evidence, partition: 1, offset: 0, timestamp_ms: 1_750_000_000_000,
          key: record.tile.map { Array($0.description.utf8) }, value: TileLogCodec.encode(record),
          headers: [RecordHeader("traceparent", "00-trace-01")])
      })
  }

  @discardableResult
  mutating func feed(_ evidence: TraversalEvidence) throws -> [ChangeEvent] { try feed([.traversal(evidence)]) }

  @discardableResult
  mutating func feed(raw records: [IncomingRecord]) throws -> [ChangeEvent] {
    let numbered = records.enumerated().map { index, record in
      var record = record
      record.offset = Int64(log.count + index)
      return record
    }
    log += numbered
    return try fold(numbered)
  }

  /// Folds records that are in the log already.
  @discardableResult
  mutating func fold(_ records: [IncomingRecord]) throws -> [ChangeEvent] {
    let batch = TileBatch(records)
    for tile in batch.tiles(partition) where tiles[tile] == nil {
      if let base = bases[tile] { tiles[tile] = TileState(base: base) }
    }
    let step = try task.step(batch, partition: &partition, tiles: &tiles)
    outputs += step.outputs
    published += step.published
    return try step.outputs.filter { $0.record.topic == .changes }.map { output in
      try ChangeEventCodec.decode(output.record.value ?? [])
    }
  }

  /// Everything stored, as bytes.
  func stored() throws -> [TileID: StoredTile] { try tiles.mapValues { try $0.stored() } }

  /// All change events so far.
  var events: [ChangeEvent] {
    get throws {
      try outputs.filter { $0.record.topic == .changes }.map { try ChangeEventCodec.decode($0.record.value ?? []) }
    }
  }

  /// Drives vehicles through a world, the map they use kept current, until a change of a status is told.
  /// - Returns: The number of traversals it took and what was told; nil if `limit` was not enough.
  mutating func drive(
    _ world: inout SyntheticWorld, limit: Int, until status: ChangeEvent.Status = .applied
  ) throws -> (traversals: Int, events: [ChangeEvent])? {
    for count in 1...limit {
      let events = try feed(world.traversal())
      if let tile = tiles[world.map.id]?.tile { world.map = tile }
      if events.contains(where: { $0.status == status }) { return (count, events) }
    }
    return nil
  }
}

import Contracts
import Evidence
import MapModel
import Observations
import Reconstruction
import Storage
import Topology

/// Owns one partition of the tile log: its file, its fold and the tiles it has in memory. A batch is folded and committed in one
/// transaction; what it has to say lies in the file's outbox until it was sent.
public final class TilePartitionOwner {
  private let task: TileTask
  private let store: PartitionStore
  private let baseMap: (BaseMap) throws -> MapTile?
  private var partition: TilePartition
  private var tiles: [TileID: TileState] = [:]
  private var storedOffset: Int64?

  /// Most tiles kept in memory between batches; beyond it all are let go and loaded again as needed.
  private static let residentTiles = 4096
  private static let partitionKey = "partition"

  /// Opens the partition's file and checks that this process may fold it.
  /// - Parameter baseMap: the map version a base-map record names, for tiles the file does not hold yet.
  /// - Throws: `FoldRefusal`, `PartitionStoreError`, `LedgerCorruption`.
  public init(_ task: TileTask, store: PartitionStore, baseMap: @escaping (BaseMap) throws -> MapTile?) throws {
    self.task = task
    self.store = store
    self.baseMap = baseMap
    storedOffset = try store.nextOffset()
    partition = try store.meta(Self.partitionKey).map { try TilePartition($0) } ?? TilePartition()
    try task.admit(partition)
  }

  /// Offset of the next record to fold.
  public var nextOffset: Int64 { partition.nextOffset }

  /// What was folded so far, in numbers.
  public var counts: FoldCounts { partition.counts }

  /// Event time two vehicles agree on, ns since 1970.
  public var eventTime_ns: Int64 { partition.eventTime_ns }

  /// Moves an untouched partition to where its log begins.
  /// - Returns: false where records have been folded and the log no longer holds the next one.
  public func begin(at lowWatermark: Int64) -> Bool {
    if storedOffset == nil && partition.nextOffset < lowWatermark {
      partition = TilePartition(nextOffset: lowWatermark)
    }
    return partition.nextOffset >= lowWatermark
  }

  /// Folds records that follow on the last ones and commits what they changed.
  /// - Returns: the tile versions that were published.
  /// - Throws: `FoldRefusal` where the process may not go on, `PartitionStoreError.fenced` where another owner took over.
  public func fold(_ records: [IncomingRecord]) throws -> [TileVersion] {
    let batch = TileBatch(records)
    if tiles.count > Self.residentTiles { tiles = [:] }
    for tile in batch.tiles(partition) where tiles[tile] == nil { tiles[tile] = try load(tile, batch) }
    let step = try task.step(batch, partition: &partition, tiles: &tiles)
    var changes = PartitionChanges()
    changes.meta[Self.partitionKey] = partition.bytes
    for tile in step.changed {
      guard let stored = try tiles[tile]?.takeChanges() else { continue }
      changes.include(stored)
    }
    changes.forgetMarksBefore_ns = partition.eventTime_ns
    changes.outbox = step.outputs.map(OutboxRecord.init)
    try store.commit(expectedOffset: storedOffset, newOffset: partition.nextOffset, changes)
    storedOffset = partition.nextOffset
    return step.published
  }

  /// Records that were decided and not yet marked as sent, in order.
  public func pending(limit: Int) throws -> [OutboxRecord] { try store.pendingOutbox(limit: limit) }

  /// Notes that these records have arrived.
  public func markSent(_ records: [OutboxRecord]) throws {
    var last: [String: UInt64] = [:]
    for record in records { last[record.topic] = max(last[record.topic] ?? 0, record.sequence) }
    for (topic, sequence) in last.sorted(by: { $0.key < $1.key }) {
      try store.markPublished(topic: topic, upTo: sequence)
    }
  }

  /// Current versions of all tiles of the partition.
  public func currentTiles() throws -> [MapTile] {
    try store.tiles().compactMap { id in try store.loadTile(id)?.geometry.map { try TileCodec.decode($0.blob) } }
  }

  private func load(_ tile: TileID, _ batch: TileBatch) throws -> TileState? {
    if let stored = try store.loadTile(tile), let geometry = stored.geometry {
      return try TileState(
        StoredTile(
          version: geometry.version, geometry: geometry.blob, summary: stored.candidates ?? [],
          blocks: stored.ledgerBlocks,
          marks: stored.marks.sorted { $0.key < $1.key }.map { key, mark in
            (
              trip: VisitMarks.Trip(vehicle: VehicleID(key.vehicle), drive: DriveID(key.drive)),
              mark: VisitMarks.Mark(slot: mark.slot, expires_ns: mark.expires_ns)
            )
          }))
    }
    guard let record = batch.baseMaps.first(where: { $0.tile == tile }) else { return nil }
    return try baseMap(record).map(TileState.init(base:))
  }
}

extension PartitionChanges {
  fileprivate mutating func include(_ stored: StoredTileChanges) {
    if let geometry = stored.geometry {
      self.geometry[stored.tile] = TileGeometry(version: geometry.version, blob: geometry.bytes)
    }
    candidates[stored.tile] = stored.summary
    for (block, bytes) in stored.blocks {
      ledgerBlocks.updateValue(bytes, forKey: LedgerBlockKey(stored.tile, block: block))
    }
    for (trip, mark) in stored.marks {
      marks[TraversalMarkKey(vehicle: trip.vehicle.text, drive: trip.drive.text, tile: stored.tile)] = TraversalMark(
        slot: mark.slot, expires_ns: mark.expires_ns)
    }
  }
}

extension OutboxRecord {
  /// An output of the fold as the partition file keeps it.
  init(_ output: TileOutput) {
    self.init(
      topic: output.record.topic.rawValue, sequence: output.sequence, partition: output.record.partition ?? 0,
      key: output.record.key, value: output.record.value,
      headers: output.record.headers.map { Header($0.name, $0.value) }, time_ns: output.time_ns)
  }

  /// The record to send; nil where the file names a topic this version does not know.
  public var outgoing: OutgoingRecord? {
    guard let topic = Topic(rawValue: topic) else { return nil }
    return OutgoingRecord(
      topic: topic, partition: partition, key: key, value: value,
      headers: headers.map { RecordHeader($0.name, $0.value) })
  }
}

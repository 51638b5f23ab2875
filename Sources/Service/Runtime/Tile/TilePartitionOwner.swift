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
  /// The partition's file; what the fold has to say lies in its outbox until it was sent.
  let store: PartitionStore
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
    for tile in batch.tiles(partition) {
      guard let state = tiles[tile], batch.mayReplay(state, partition) else { continue }
      let kept = try store.loadKept(tile)
      tiles[tile]?.loadArchive(
        EvidenceArchive.Bodies(
          checkpoints: kept.checkpoints.map { .init(offset: $0.offset, bytes: $0.blob) },
          records: kept.records.map { .init(offset: $0.offset, bytes: $0.blob) },
          geometries: kept.geometries.map { .init(version: $0.version, bytes: $0.blob) }))
    }
    let step = try task.step(batch, partition: &partition, tiles: &tiles)
    var changes = PartitionChanges()
    changes.meta[Self.partitionKey] = partition.bytes
    changes.forgetMarksBefore_ns = partition.eventTime_ns
    changes.outbox = step.outputs.map(OutboxRecord.init)
    try store.commit(
      expectedOffset: storedOffset, newOffset: partition.nextOffset, changes, of: step.changed
    ) { tile in try tiles[tile]?.takeChanges().map(PartitionChanges.init) }
    storedOffset = partition.nextOffset
    // What is kept lies in the file until somebody has to be taken out of it.
    for tile in step.changed { tiles[tile]?.releaseArchive() }
    return step.published.map { version in
      // What is packed by now, because no later version of the batch has taken its place, is encoded as well.
      guard let tile = tiles[version.tile.id]?.tile, tile.version == version.tile.version else { return version }
      var version = version
      version.tile = tile
      return version
    }
  }

  /// Current versions of all tiles of the partition.
  public func currentTiles() throws -> [MapTile] {
    try store.tiles().compactMap { id in try store.loadTile(id)?.geometry.map { MapTile(try PackedTile($0.blob)) } }
  }

  private func load(_ tile: TileID, _ batch: TileBatch) throws -> TileState? {
    if let stored = try store.loadTile(tile), let geometry = stored.geometry {
      return try TileState(
        StoredTile(
          version: geometry.version, geometry: geometry.blob, summary: stored.candidates ?? [],
          blocks: stored.ledgerBlocks,
          marks: try stored.marks.flatMap { try VisitMarks.marks(from: $0.blob) }))
    }
    guard let record = batch.baseMaps.first(where: { $0.tile == tile }) else { return nil }
    return try baseMap(record).map(TileState.init(base:))
  }
}

extension PartitionChanges {
  /// What is changed of a tile.
  fileprivate init(_ stored: StoredTileChanges) {
    self.init()
    if let geometry = stored.geometry {
      self.geometry[stored.tile] = TileGeometry(version: geometry.version, blob: geometry.bytes)
    }
    candidates[stored.tile] = stored.summary
    if stored.archive != EvidenceArchive.Pending() { kept[stored.tile] = KeptChanges(stored.archive) }
    for (block, bytes) in stored.blocks {
      ledgerBlocks.updateValue(bytes, forKey: LedgerBlockKey(stored.tile, block: block))
    }
    if let expires_ns = stored.marks.lazy.map(\.mark.expires_ns).max() {
      marks[stored.tile] = TraversalMarks(expires_ns: expires_ns, blob: VisitMarks.bytes(of: stored.marks))
    }
  }
}

extension KeptChanges {
  fileprivate init(_ archive: EvidenceArchive.Pending) {
    self.init()
    checkpoints = archive.checkpoints.map { KeptRecord(offset: $0.offset, blob: $0.bytes) }
    records = archive.records.map { KeptRecord(offset: $0.offset, blob: $0.bytes) }
    geometries = archive.geometries.map { TileGeometry(version: $0.version, blob: $0.bytes) }
    geometriesFrom = archive.geometriesFrom
    keptFrom = archive.keptFrom
    droppedCheckpoints = archive.droppedCheckpoints
    droppedRecords = archive.droppedRecords
  }
}

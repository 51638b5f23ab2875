import Contracts
import Evidence
import MapModel
import Storage
import Topology

/// Owns the state of FLEET: its file, its fold and the places it has in memory. A batch is folded and committed in one transaction; what
/// it has to say lies in the file's outbox until it was sent.
public final class FleetOwner {
  /// The file.
  let store: PartitionStore
  private let task: FleetTask
  private var state: FleetState
  private var places: [TileID: PlaceHealth] = [:]
  private var storedOffset: Int64?

  /// Most places kept in memory between batches; beyond it all are let go and loaded again as needed.
  private static let residentPlaces = 65_536
  private static let stateKey = "fleet"

  /// Opens the state.
  /// - Throws: `PartitionStoreError`, `LedgerCorruption`.
  public init(_ task: FleetTask, store: PartitionStore) throws {
    self.task = task
    self.store = store
    storedOffset = try store.nextOffset()
    state = try store.meta(Self.stateKey).map { try FleetState($0) } ?? FleetState()
  }

  /// Offset of the next record to fold.
  public var nextOffset: Int64 { state.nextOffset }

  /// What was met so far.
  public var counts: FleetCounts { state.counts }

  /// Moves on to where the log begins. Reports are summaries: those that were deleted before they were read leave a gap in what is
  /// known of sensors, and no fault in what is decided.
  public func begin(at lowWatermark: Int64) {
    guard state.nextOffset < lowWatermark, storedOffset == nil else { return }
    state = FleetState(nextOffset: lowWatermark)
  }

  /// Folds records that follow on the last ones and commits what they changed.
  public func fold(_ records: [IncomingRecord]) throws {
    let batch = FleetBatch(records)
    if places.count > Self.residentPlaces { places = [:] }
    // A place is kept where a tile's candidates are kept in the file of a tile partition.
    for tile in batch.tiles where places[tile] == nil {
      places[tile] = try store.loadTile(tile)?.candidates.map { try PlaceHealth($0) }
    }
    let outputs = task.step(batch, state: &state, places: &places)
    var changes = PartitionChanges()
    changes.meta[Self.stateKey] = state.bytes
    for tile in batch.tiles { changes.candidates[tile] = places[tile]?.bytes }
    changes.outbox = outputs.map(OutboxRecord.init)
    try store.commit(expectedOffset: storedOffset, newOffset: state.nextOffset, changes)
    storedOffset = state.nextOffset
  }
}

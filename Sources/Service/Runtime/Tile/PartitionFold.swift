import Contracts
import Dispatch
import Reconstruction
import Synchronization
import Topology

/// A batch of one partition that waits to be folded and committed. It goes to one thread, and its owner with it, which nobody else is near until that
/// is done.
struct PartitionFold: @unchecked Sendable {
  let partition: Int32
  let owner: TilePartitionOwner
  let records: [IncomingRecord]
  /// What was folded before it.
  let before: FoldCounts

  init(partition: Int32, owner: TilePartitionOwner, records: [IncomingRecord]) {
    self.partition = partition
    self.owner = owner
    self.records = records
    before = owner.counts
  }

  /// Folds and commits batches of different partitions side by side: each has its own file and its own tiles.
  /// - Returns: the tile versions each has published.
  /// - Throws: the error of the first that failed; those that did not are committed.
  static func run(_ folds: [PartitionFold]) throws -> [[TileVersion]] {
    if folds.count == 1 { return [try folds[0].owner.fold(folds[0].records)] }
    let results = Mutex<[Int: Result<[TileVersion], any Error>]>([:])
    // The longest first, so that none is left over at the end which others wait for.
    let order = folds.indices.sorted { (folds[$1].records.count, $0) < (folds[$0].records.count, $1) }
    DispatchQueue.concurrentPerform(iterations: folds.count) { place in
      let index = order[place]
      let result = Result { try folds[index].owner.fold(folds[index].records) }
      results.withLock { $0[index] = result }
    }
    let done = results.withLock { $0 }
    return try folds.indices.map { try done[$0]?.get() ?? [] }
  }
}

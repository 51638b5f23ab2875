import Contracts
import Evidence
import MapModel
import Observations
import Reconstruction

/// The TILE task for one partition of the tile log: a fold from records to state and outputs, with no clock, no random and no I/O.
///
/// The shell opens a batch, loads what it names, calls `step`, and commits the changed tiles, the partition and the outputs together.
public struct TileTask: Sendable {
  /// The version of this fold. A log asks for one; change it whenever the same log gives other bytes.
  public static let foldVersion: UInt32 = 16

  /// What a process is started with.
  public struct Configuration: Hashable, Sendable {
    /// The application's name: the first part of every output's id.
    public var application: String
    /// Partitions of the tile log.
    public var partitionCount: Int32
    /// The thresholds the process expects the log to decide by.
    public var policy: Policy
    /// The tile log's name in the cluster, as dead letters name it.
    public var evidenceTopic: String

    /// A configuration of its parts.
    public init(
      application: String = "resurvey", partitionCount: Int32, policy: Policy = Policy(),
      evidenceTopic: String = Topic.evidence.rawValue
    ) {
      self.application = application
      self.partitionCount = partitionCount
      self.policy = policy
      self.evidenceTopic = evidenceTopic
    }
  }

  /// What the process was started with.
  public let configuration: Configuration
  /// The partition.
  public let partition: Int32

  /// The task of a partition.
  public init(_ configuration: Configuration, partition: Int32) {
    self.configuration = configuration
    self.partition = partition
  }

  /// The records a new log begins with: the fold's version, the thresholds, and the maps of the partition's tiles, in this order.
  public static func opening(policy: Policy, maps: [MapTile]) -> [TileLogRecord] {
    [.foldVersion(FoldVersion(version: foldVersion)), .policy(policy.record)]
      + maps.sorted { $0.id < $1.id }.map { tile in
        .baseMap(BaseMap(tile: tile.id, version: tile.version, contentHash: tile.contentHash))
      }
  }

  /// Checks stored state against this process before anything is folded.
  /// - Throws: `FoldRefusal` naming what the log asks for and what this process has.
  public func admit(_ partition: TilePartition) throws(FoldRefusal) {
    if let version = partition.foldVersion { try TileFold.check(version) }
    if let policy = partition.policy { try TileFold.check(policy, configuration) }
  }

  /// Folds a batch.
  /// - Parameters:
  ///   - partition: The partition's state; moved behind the batch.
  ///   - tiles: The state of at least the tiles the batch names: stored, or `TileState(base:)` of the map version its base map names.
  ///     A named tile of which nothing is known is left out.
  /// - Throws: `FoldRefusal`; then throw away what was passed in and stop.
  public func step(
    _ batch: TileBatch, partition: inout TilePartition, tiles: inout [TileID: TileState]
  ) throws(FoldRefusal) -> TileStep {
    var fold = TileFold(self, partition: partition, tiles: tiles)
    // The fold holds the only copy: ledgers are changed in place.
    tiles = [:]
    for index in batch.records.indices { try fold.fold(batch.records[index]) }
    partition = fold.partition
    tiles = fold.takeTiles()
    return TileStep(
      outputs: fold.outbox.outputs, changed: tiles.lazy.filter { $1.isChanged }.map(\.key).sorted(),
      published: fold.published)
  }
}

/// What a batch gave.
public struct TileStep: Sendable {
  /// Records to send after the commit, in order.
  public var outputs: [TaskOutput]
  /// Tiles whose state changed, ascending.
  public var changed: [TileID]
  /// New tile versions, in order of publication.
  public var published: [TileVersion]
}

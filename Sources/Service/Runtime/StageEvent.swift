import Evidence
import Kafka
import Topology

/// What a stage tells of itself, at most once a batch.
public enum StageEvent: Sendable {
  /// Which stage speaks.
  public enum Stage: String, Sendable {
    /// Observations to evidence.
    case match
    /// Evidence to changes and tile versions.
    case tile
    /// Sensors' health to verdicts.
    case fleet
  }

  /// These partitions of the tile log were empty and now begin with fold version, policy and base map.
  case opened(partitions: [Int32])
  /// MATCH knows the map.
  case mapReady(tiles: Int)
  /// Partitions were assigned and are read from these offsets on.
  case assigned(Stage, starts: [Int32: Int64])
  /// Partitions went to another member.
  case revoked(Stage, partitions: [Int32], isLost: Bool)
  /// MATCH took a batch of a partition.
  case matched(partition: Int32, MatchCounts)
  /// A drive of a partition is over and has told of its cameras.
  case cameras(partition: Int32, FleetCameras)
  /// TILE folded a batch of a partition; the counts before and after it.
  case folded(partition: Int32, before: FoldCounts, after: FoldCounts)
  /// FLEET compared a batch; the counts before and after it.
  case compared(before: FleetCounts, after: FleetCounts)
  /// A stage has had nothing to read for its idle time and has closed what was open.
  case idle(Stage)
  /// Something failed that is tried again.
  case problem(Stage, KafkaError)
}

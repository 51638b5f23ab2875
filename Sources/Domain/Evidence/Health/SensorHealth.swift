/// What traversals, folded one after another from one partition of the tile log, say about their sensors.
public struct SensorHealth: Hashable, Sendable {
  /// The partition of the tile log.
  public var partition: UInt32
  /// Offset of the last traversal in that partition.
  public var lastOffset: Int64
  /// The traversals, in order of the log.
  public var traversals: [TraversalHealth]

  /// Most traversals of one report.
  public static let mostTraversals = 64

  /// A report of its parts.
  public init(partition: UInt32, lastOffset: Int64, traversals: [TraversalHealth]) {
    self.partition = partition
    self.lastOffset = lastOffset
    self.traversals = traversals
  }
}

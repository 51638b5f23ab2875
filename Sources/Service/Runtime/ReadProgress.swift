import Synchronization

/// How far a stage has read, for whoever must not run ahead of it.
public final class ReadProgress: Sendable {
  private let positions = Mutex<[Int32: Int64]>([:])

  /// Nothing read yet.
  public init() {}

  /// Notes the next offset to be read of a partition.
  public func advance(_ partition: Int32, to offset: Int64) {
    positions.withLock { $0[partition] = offset }
  }

  /// The next offset of each partition.
  public var snapshot: [Int32: Int64] { positions.withLock { $0 } }
}

/// From where a crashed task must read again: before everything that is begun and not acknowledged. Each open matter holds the offset of
/// its first frame; the task may commit up to the smallest one held.
struct OffsetTrail: Sendable {
  private var pending: [UInt64: Int64] = [:]
  private var nextToken: UInt64 = 1
  private var next: Int64?

  /// Notes that everything up to and with this offset has been read.
  mutating func read(_ offset: Int64) { next = max(next ?? 0, offset + 1) }

  /// A token for an output that stands for frames from `offset` on.
  mutating func issue(from offset: Int64) -> UInt64 {
    defer { nextToken += 1 }
    pending[nextToken] = offset
    return nextToken
  }

  /// The output arrived.
  mutating func acknowledge(_ token: UInt64) { pending.removeValue(forKey: token) }

  /// Number of outputs on their way.
  var pendingCount: Int { pending.count }

  /// The offset to commit, given the smallest one that unfinished work holds; nil before the first record.
  func committable(unfinished: Int64?) -> Int64? {
    guard let next else { return nil }
    return ([next, unfinished].compactMap { $0 } + pending.values).min()
  }
}

import Evidence

/// How many of what the fold has met.
public struct FoldCounts: Hashable, Sendable {
  /// Records of any kind.
  public var records: UInt64 = 0
  /// Traversals that counted.
  public var traversals: UInt64 = 0
  /// Votes in them.
  public var votes: UInt64 = 0
  /// Traversals that had counted before.
  public var repeated: UInt64 = 0
  /// Traversals of quarantined sensors.
  public var quarantined: UInt64 = 0
  /// Votes on pieces that are gone or have changed since.
  public var staleVotes: UInt64 = 0
  /// Votes on what lies within a work zone that stands.
  public var zoneVotes: UInt64 = 0
  /// Records refused.
  public var deadLetters: UInt64 = 0
  /// Changes confirmed.
  public var confirmed: UInt64 = 0
  /// Changes suspected.
  public var suspected: UInt64 = 0
  /// Suspicions that were not told, because the tile held too many.
  public var unsuspected: UInt64 = 0
  /// Changes that later drives or a person verified.
  public var verified: UInt64 = 0
  /// Changes retracted.
  public var retracted: UInt64 = 0
  /// Changes a person rejected.
  public var rejected: UInt64 = 0
  /// Reviews followed.
  public var reviews: UInt64 = 0
  /// Changes held.
  public var held: UInt64 = 0
  /// Traversals taken out because their sensors were quarantined after they had counted.
  public var replayedAway: UInt64 = 0
  /// Times a tile was folded again for that.
  public var replayedTiles: UInt64 = 0
  /// Changes taken back because they rested on such traversals.
  public var reverted: UInt64 = 0
  /// Tile versions published.
  public var versions: UInt64 = 0

  private static let fields: [any WritableKeyPath<FoldCounts, UInt64> & Sendable] = [
    \.records, \.traversals, \.votes, \.repeated, \.quarantined, \.staleVotes, \.deadLetters, \.confirmed, \.held,
    \.versions, \.suspected, \.unsuspected, \.verified, \.retracted, \.rejected, \.reviews,
    \.replayedAway, \.replayedTiles, \.reverted, \.zoneVotes,
  ]

  /// Nothing yet.
  public init() {}

  func write(to writer: inout LedgerWriter) { writer.list(Self.fields) { $0.unsigned(self[keyPath: $1]) } }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    let count = try reader.count("counts")
    guard count == Self.fields.count else { throw LedgerCorruption("counts") }
    for field in Self.fields { self[keyPath: field] = try reader.unsigned("counts.value") }
  }
}

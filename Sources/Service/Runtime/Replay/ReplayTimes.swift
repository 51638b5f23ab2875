/// Where a replay's time goes, seconds.
public struct ReplayTimes: Hashable, Sendable, Codable {
  /// MATCH: decode, localize, match, accumulate.
  public var match_s = 0.0
  /// TILE: fold, decide, rebuild, commit.
  public var tile_s = 0.0

  /// Nothing spent.
  public init() {}

  mutating func measure<Result>(_ field: WritableKeyPath<ReplayTimes, Double>, _ body: () throws -> Result) rethrows
    -> Result
  {
    let start = ContinuousClock.now
    defer {
      let (seconds, attoseconds) = (ContinuousClock.now - start).components
      self[keyPath: field] += Double(seconds) + Double(attoseconds) / 1e18
    }
    return try body()
  }
}

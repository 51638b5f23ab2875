import Evidence

/// What was named as one, instead of thing by thing.
public struct NamedTally: Hashable, Sendable {
  /// Groups of changes that were told as one.
  public internal(set) var groups = 0
  /// Changes in them.
  public internal(set) var members = 0
  /// Published changes that carry the cause.
  public internal(set) var published = 0
  /// Words of the fleet on sensors and tiles.
  public internal(set) var verdicts = 0

  mutating func add(_ other: NamedTally) {
    groups += other.groups
    members += other.members
    published += other.published
    verdicts += other.verdicts
  }
}

/// What was named as one thing.
public struct NamedRow: Hashable, Sendable, Codable {
  /// The cause: `camera_scale`, `sensor_offset`, `datum_shift`, `repainted` or `removed_together`.
  public let cause: String
  /// Groups of changes that were told as one.
  public let groups: Int
  /// Changes in them.
  public let members: Int
  /// Published changes that carry the cause.
  public let published: Int
  /// Words of the fleet on sensors and tiles.
  public let verdicts: Int

  init(_ cause: CommonCause, _ tally: NamedTally) {
    self.cause = cause.name
    (groups, members, published, verdicts) = (tally.groups, tally.members, tally.published, tally.verdicts)
  }
}

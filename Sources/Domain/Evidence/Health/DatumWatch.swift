import MapModel

/// Whether everything in a tile is seen displaced alike by everyone: a count of traversals that say so, less those that do not.
struct DatumWatch: Hashable, Sendable {
  var score = 0
  /// Mean of the displacements that agree, cm.
  var east = FadingMean()
  var north = FadingMean()
  /// Some of the vehicles that say so: as many as the quorum asks for.
  var vehicles: Set<UInt32> = []
  var isNamed = false

  /// Displacements that agree lie no farther apart than this, cm.
  private static let spread_cm = 15.0
  /// Traversals that the mean remembers.
  private static let memory = 20.0
  /// Most that counts for it, in multiples of what names it.
  private static let cap = 2

  /// True where it says nothing any more.
  var isIdle: Bool { score == 0 && !isNamed }

  /// Takes a traversal in. One whose displacement no point shares says nothing: lines alone may have been painted anew.
  /// - Returns: true where it is named or stands again with this traversal.
  mutating func note(_ traversal: TraversalHealth, vehicle: UInt32, policy: FleetPolicy) -> Bool {
    let (x, y) = (Double(traversal.commonEast_cm), Double(traversal.commonNorth_cm))
    let isDisplaced = x != 0 || y != 0
    guard !isDisplaced || traversal.commonPoints > 0 else { return false }
    let (dx, dy) = (x - east.mean, y - north.mean)
    guard isDisplaced, score == 0 || dx * dx + dy * dy <= Self.spread_cm * Self.spread_cm else {
      score = max(score - 1, 0)
      guard score == 0 else { return false }
      defer { self = DatumWatch() }
      return isNamed
    }
    if score == 0, !isNamed { self = DatumWatch() }
    score = min(score + 1, Self.cap * policy.datumTraversals)
    east.note(x, memory: Self.memory)
    north.note(y, memory: Self.memory)
    if vehicles.count < policy.quorumVehicles { vehicles.insert(vehicle) }
    guard !isNamed, score >= policy.datumTraversals, vehicles.count >= policy.quorumVehicles else { return false }
    isNamed = true
    return true
  }
}

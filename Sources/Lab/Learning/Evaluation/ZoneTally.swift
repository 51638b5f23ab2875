import Evidence
import MapModel
import Simulation

/// What was told of work zones in some tiles.
public struct ZoneTally: Hashable, Sendable {
  /// Zones that stood.
  public internal(set) var zones = 0
  /// Those that were told while they stood.
  public internal(set) var told = 0
  /// Changes that told them: as many as zones where each is grouped into one.
  public internal(set) var changes = 0
  /// Told ones that ended after theirs.
  public internal(set) var expired = 0
  /// Sum of the days from a zone's end until it had expired.
  public internal(set) var expiryDays = 0
  /// Sum of the days from a zone's begin until it was told.
  public internal(set) var delayDays = 0
  /// Zones told where none stood.
  public internal(set) var wrong = 0
  /// Told ones that were ended while they stood.
  public internal(set) var endedEarly = 0

  mutating func add(_ other: ZoneTally) {
    zones += other.zones
    told += other.told
    changes += other.changes
    expired += other.expired
    expiryDays += other.expiryDays
    delayDays += other.delayDays
    wrong += other.wrong
    endedEarly += other.endedEarly
  }
}

/// The zone of one tile, followed through what is told of it.
struct ZoneFollowing: Sendable {
  private let zone: VoteZone?
  private var changes: Set<String> = []
  private var isTold = false
  private var isExpired = false
  private(set) var tally = ZoneTally()

  /// How far from its objects a zone may be told, cm.
  private static let reach_cm: Int64 = 3000

  init(_ zone: VoteZone?) {
    self.zone = zone
    if zone != nil { tally.zones = 1 }
  }

  /// Takes a word about a temporary change on a day.
  mutating func take(_ event: ChangeEvent, day: Int) {
    let points = event.after.isEmpty ? event.before : event.after
    let isOurs = zone.map { zone in
      points.contains { place in zone.objects.contains { $0.distance_cm(to: place) <= Self.reach_cm } }
    }
    switch event.status {
    case .confirmed:
      guard let zone, isOurs == true, day >= zone.days.lowerBound else {
        if changes.insert(event.change).inserted { tally.wrong += 1 }
        return
      }
      if changes.insert(event.change).inserted { tally.changes += 1 }
      if !isTold {
        isTold = true
        tally.told = 1
        tally.delayDays = day - zone.days.lowerBound
      }
    case .retracted:
      guard let zone, changes.contains(event.change), isTold, !isExpired else { return }
      guard !zone.stands(on: day) else { return tally.endedEarly += 1 }
      isExpired = true
      tally.expired = 1
      tally.expiryDays = day - zone.days.upperBound
    default: break
    }
  }
}

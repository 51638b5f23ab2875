import Evidence
import MapModel

/// A true change, and how long it took to be found.
public struct MeasuredChange: Hashable, Sendable {
  /// The tile.
  public let tile: TileID
  /// Index of the site in its tile.
  public let site: Int
  /// What happened.
  public let kind: ChangeEvent.Kind
  /// To what.
  public let elementClass: ElementClass
  /// Probability that a traversal that could see it does, 0 … 1: its own, with what blocks the view unknown to MATCH.
  public let detection: Double
  /// The same for seeing it where it is not.
  public let falseAlarm: Double
  /// Traversals since the change that said anything of it.
  public let passes: Int
  /// Those until a version of the map held it; nil where the days did not suffice.
  public let delay: Int?
  /// How far it moves, cm; 0 where it does not.
  public let moved_cm: Int
  /// True of a move that a removal or an addition was published for.
  public let isReplaced: Bool
}

/// What a published change is worth.
enum EventVerdict {
  /// It says what has changed.
  case right
  /// It is about a change that is yet to be found, but says something else of it or puts it elsewhere.
  case otherwise
  /// Nothing has changed there, or the map holds it already.
  case wrong
  /// It takes back a wrong one.
  case mended
}

/// Number of published changes by what they are worth.
public struct VerdictCounts: Hashable, Sendable {
  /// Say what has changed.
  public private(set) var right = 0
  /// Are about a change, but say something else of it.
  public private(set) var otherwise = 0
  /// Nothing has changed there.
  public private(set) var wrong = 0
  /// Take back wrong ones.
  public private(set) var mended = 0

  mutating func add(_ verdict: EventVerdict) {
    switch verdict {
    case .right: right += 1
    case .otherwise: otherwise += 1
    case .wrong: wrong += 1
    case .mended: mended += 1
    }
  }

  mutating func add(_ other: VerdictCounts) {
    right += other.right
    otherwise += other.otherwise
    wrong += other.wrong
    mended += other.mended
  }
}

/// A kind of change to a class of things.
public struct ChangeKey: Hashable, Sendable {
  /// The kind.
  public let kind: ChangeEvent.Kind
  /// The class.
  public let elementClass: ElementClass
}

/// What was measured in some tiles of one seed; tallies of disjoint tiles add up.
public struct EvaluationTally: Hashable, Sendable {
  /// Traversals folded, the history's too.
  public internal(set) var traversals = 0
  /// Votes in them.
  public internal(set) var votes = 0
  /// True changes, found or not.
  public internal(set) var changes: [MeasuredChange] = []
  /// True changes that are left out because the map had the thing wrong before.
  public internal(set) var spoilt = 0
  /// Published changes of the measured days.
  public internal(set) var verdicts: [ChangeKey: VerdictCounts] = [:]
  /// Wrong removals, moves and attributes by measured day.
  public internal(set) var wrongEdits: [Int]
  /// Wrong additions by measured day.
  public internal(set) var wrongAdditions: [Int]
  /// Wrong changes of the history.
  public internal(set) var wrongInHistory = 0
  /// Evidence of the ledgers and clusters at the end of each measured day, by what it speaks for.
  public internal(set) var evidence: [ChangeKey: ScoreTally] = [:]
  /// Evidence of published changes; those that mend are right.
  public internal(set) var published: [ChangeKey: ScoreTally] = [:]
  /// Alerts raised in the measured days.
  public internal(set) var alerts = 0
  /// Of these those about what has not changed, by measured day.
  public internal(set) var falseAlerts: [Int]
  /// Traversals of the measured days in which most elements were displaced alike.
  public internal(set) var commonOffsets = 0
  /// Traversals that did not count, because their sensors were quarantined.
  public internal(set) var quarantined = 0
  /// Traversals that were taken out after they had counted.
  public internal(set) var replayedAway = 0
  /// Changes that were taken back because they rested on those.
  public internal(set) var reverted = 0
  /// Things of which the map says what is not so at the end of the last day, those left out whose change is yet to be found.
  public internal(set) var wrongAtEnd = 0
  /// What the fleet said of sensors and regions, in order.
  public internal(set) var words: [FleetWord] = []
  /// What was named as one, by its cause.
  public internal(set) var named: [CommonCause: NamedTally] = [:]
  /// What was told of work zones.
  public internal(set) var zones = ZoneTally()
  /// Changes that a gate held.
  public internal(set) var held = 0
  /// Traversals of unchanged elements that said anything of them, in the measured days.
  public internal(set) var elementTraversals = 0
  /// Traversals of places where nothing stands.
  public internal(set) var spotTraversals = 0
  /// Days of unchanged elements.
  public internal(set) var elementDays = 0
  /// Driven in the measured days, m.
  public internal(set) var driven_m = 0

  /// Nothing yet, over some measured days.
  public init(days: Int) {
    wrongEdits = Array(repeating: 0, count: days)
    wrongAdditions = wrongEdits
    falseAlerts = wrongEdits
  }

  /// Adds what was measured in other tiles over the same days.
  public mutating func add(_ other: EvaluationTally) {
    traversals += other.traversals
    votes += other.votes
    changes += other.changes
    spoilt += other.spoilt
    for (key, counts) in other.verdicts { verdicts[key, default: VerdictCounts()].add(counts) }
    for day in wrongEdits.indices {
      wrongEdits[day] += other.wrongEdits[day]
      wrongAdditions[day] += other.wrongAdditions[day]
      falseAlerts[day] += other.falseAlerts[day]
    }
    for (key, scores) in other.evidence { evidence[key, default: ScoreTally()].add(scores) }
    for (key, scores) in other.published { published[key, default: ScoreTally()].add(scores) }
    zones.add(other.zones)
    for (cause, tally) in other.named { named[cause, default: NamedTally()].add(tally) }
    quarantined += other.quarantined
    replayedAway += other.replayedAway
    reverted += other.reverted
    wrongAtEnd += other.wrongAtEnd
    words += other.words
    alerts += other.alerts
    commonOffsets += other.commonOffsets
    wrongInHistory += other.wrongInHistory
    held += other.held
    elementTraversals += other.elementTraversals
    spotTraversals += other.spotTraversals
    elementDays += other.elementDays
    driven_m += other.driven_m
  }
}

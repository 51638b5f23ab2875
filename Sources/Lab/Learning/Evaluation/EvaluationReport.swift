import Evidence
import MapModel
import Simulation

/// What a scenario showed, for files and for people.
public struct EvaluationReport: Hashable, Sendable, Codable {
  /// The scenario.
  public let scenario: VoteScenario
  /// Its seeds.
  public let seeds: [UInt64]
  /// Traversals folded.
  public let traversals: Int
  /// Votes folded.
  public let votes: Int
  /// Traversals of unchanged elements in the measured days that said anything of them.
  public let elementTraversals: Int
  /// Years of unchanged elements.
  public let elementYears: Double
  /// Driven in the measured days, km.
  public let driven_km: Double
  /// Wrong removals, moves and attributes an element and year.
  public let wrongPerElementYear: BlockBootstrap.Rate
  /// Wrong additions in 1000 km.
  public let wrongAdditionsPer1000km: BlockBootstrap.Rate
  /// Alerts about what has not changed, in 1000 km of map and a week.
  public let falseAlertsPer1000kmWeek: BlockBootstrap.Rate
  /// Alerts raised.
  public let alerts: Int
  /// Share of the traversals whose record says that most elements were displaced alike, 0 … 1.
  public let commonOffsetShare: Double
  /// Wrong changes published during the history.
  public let wrongInHistory: Int
  /// Traversals that did not count, because their sensors were quarantined.
  public let quarantined: Int
  /// Traversals that were taken out after they had counted, because their sensors were quarantined then.
  public let replayedAway: Int
  /// Changes that were taken back because they rested on those.
  public let reverted: Int
  /// Things of which the map says what is not so at the end, those left out whose change is yet to be found.
  public let wrongAtEnd: Int
  /// What the fleet said of sensors and regions.
  public let fleet: [FleetWord]
  /// What was named as one, instead of thing by thing, by its cause.
  public let named: [NamedRow]
  /// What was told of work zones; nil where there are none.
  public let zones: ZoneRow?
  /// Changes that a gate held.
  public let held: Int
  /// True changes left out because the map had the thing wrong before.
  public let spoilt: Int
  /// Delays by kind of change, points and lines apart.
  public let delays: [DelayRow]
  /// What was published, by kind and class.
  public let classes: [ClassRow]
  /// What the evidence at the end of each day promises against the truth, by kind and class.
  public let calibration: [CalibrationRow]
  /// The same of published changes.
  public let publishedCalibration: [CalibrationRow]
  /// Moves by how far they go.
  public let moves: [MoveRow]
  /// The shortest move of a point, and of a line, of which 95 % and of every longer one are found, m; nil where there is none.
  public let smallestMove_m: SmallestMove

  /// How long changes of a kind took to be found. Delays are in informative traversals: such as said anything of the thing.
  public struct DelayRow: Hashable, Sendable, Codable {
    /// Kind of change.
    public let kind: String
    /// `points` or `lines`.
    public let shape: String
    /// True changes.
    public let changes: Int
    /// Those found.
    public let found: Int
    /// Mean delay of those found.
    public let mean: Double?
    /// Median delay of those found.
    public let median: Double?
    /// 90 % quantile of the delays of those found.
    public let p90: Double?
    /// Mean with a quorum of one day.
    public let evidenceMean: Double?
    /// What waiting for the quorum of days adds to it.
    public let quorumMean: Double?
    /// Wrong changes of the kind over traversals of what did not change, with its bound.
    public let falseAlarms: BlockBootstrap.Rate
    /// The exact-CUSUM delay at that rate, over the P_D of the changed things; nil where votes are not of two values.
    public let floor: Double?
    /// True where there was no wrong change, and the floor is that at the bound of the rate.
    public let isFloorAtBound: Bool
    /// Mean delay with a quorum of one day, over the floor.
    public let ratio: Double?
  }

  /// What evidence for a kind of change to a class promises against the truth.
  public struct CalibrationRow: Hashable, Sendable, Codable {
    /// Kind of change.
    public let kind: String
    /// Class.
    public let elementClass: String
    /// Things and days with evidence, or published changes.
    public let samples: Int
    /// Probability of the change before any evidence.
    public let prior: Double
    /// Expected calibration error: mean distance of the stated from the observed share, over ten bins of the stated one.
    public let expectedError: Double
    /// The same over what is stated with a tenth and more; nil where there is none.
    public let suspectedError: Double?
    /// The reliability curve, a point for each bin that has samples.
    public let points: [CalibrationPoint]
  }

  /// A bin of stated probability.
  public struct CalibrationPoint: Hashable, Sendable, Codable {
    /// Samples in it.
    public let samples: Int
    /// Mean stated probability.
    public let stated: Double
    /// Share that was so.
    public let isSo: Double
    /// What that share is above with a confidence of 95 %, samples taken for independent.
    public let low95: Double
    /// What it is below.
    public let high95: Double
  }

  /// What was told of work zones.
  public struct ZoneRow: Hashable, Sendable, Codable {
    /// Zones that stood.
    public let zones: Int
    /// Those that were told.
    public let told: Int
    /// Changes that told them.
    public let changes: Int
    /// Told ones that expired after they had gone.
    public let expired: Int
    /// Mean time from the begin of a zone to the first word of it, days.
    public let delay_days: Double?
    /// Mean time from the end of a zone until it had expired, days.
    public let expiry_days: Double?
    /// Zones told where none stood.
    public let wrong: Int
    /// Told ones that were ended while they stood.
    public let endedEarly: Int

    init?(_ tally: ZoneTally) {
      guard tally.zones > 0 else { return nil }
      (zones, told, changes, expired) = (tally.zones, tally.told, tally.changes, tally.expired)
      delay_days = tally.told > 0 ? Double(tally.delayDays) / Double(tally.told) : nil
      expiry_days = tally.expired > 0 ? Double(tally.expiryDays) / Double(tally.expired) : nil
      (wrong, endedEarly) = (tally.wrong, tally.endedEarly)
    }
  }

  /// Moves of a distance.
  public struct MoveRow: Hashable, Sendable, Codable {
    /// `points` or `lines`.
    public let shape: String
    /// How far they go, m.
    public let moved_m: Double
    /// True moves.
    public let changes: Int
    /// Those found as moves.
    public let found: Int
    /// Share of those found, 0 … 1.
    public let share: Double
    /// What the share is above with a confidence of 95 %.
    public let atLeast95: Double
    /// Moves for which a removal or an addition was published.
    public let replaced: Int
    /// Mean delay of those found, informative traversals.
    public let mean: Double?
  }

  /// The shortest moves that are found, m.
  public struct SmallestMove: Hashable, Sendable, Codable {
    /// Of points.
    public let points: Double?
    /// Of lines.
    public let lines: Double?
  }

  /// Published changes of a kind and class.
  public struct ClassRow: Hashable, Sendable, Codable {
    /// Kind of change.
    public let kind: String
    /// Class.
    public let elementClass: String
    /// True changes.
    public let changes: Int
    /// Those found.
    public let found: Int
    /// Published changes that say what has changed.
    public let right: Int
    /// Published changes that are about one, but say something else of it.
    public let otherwise: Int
    /// Published changes that are wrong.
    public let wrong: Int
    /// Found ones of the true ones.
    public let recall: Double?
    /// Right ones of the published ones.
    public let precision: Double?
    /// Harmonic mean of both.
    public let f1: Double?
  }

  /// A report.
  /// - Parameters:
  ///   - tallies: One a seed.
  ///   - oneDay: The same changes under the same policy with a quorum of one day, one a seed; nil where the policy asks for no more.
  public init(
    _ scenario: VoteScenario, seeds: [UInt64], tallies: [EvaluationTally], oneDay: [EvaluationTally]?
  ) {
    self.scenario = scenario
    self.seeds = seeds
    var all = EvaluationTally(days: scenario.runDays)
    for tally in tallies { all.add(tally) }
    traversals = all.traversals
    votes = all.votes
    elementTraversals = all.elementTraversals
    elementYears = Double(all.elementDays) / 365.25
    driven_km = Double(all.driven_m) / 1000
    wrongPerElementYear = BlockBootstrap(events: tallies.map(\.wrongEdits), exposure: elementYears).rate
    wrongAdditionsPer1000km = BlockBootstrap(events: tallies.map(\.wrongAdditions), exposure: driven_km / 1000).rate
    let mapWeeks = Double(seeds.count * scenario.tiles) * scenario.tileRoad_km / 1000 * Double(scenario.runDays) / 7
    falseAlertsPer1000kmWeek = BlockBootstrap(events: tallies.map(\.falseAlerts), exposure: mapWeeks).rate
    alerts = all.alerts
    let measured = Double(all.driven_m) / (scenario.tileRoad_km * 1000)
    commonOffsetShare = measured > 0 ? Double(all.commonOffsets) / measured : 0
    calibration = CalibrationTable.rows(all.evidence) { CalibrationTable.share(all.evidence, $0) }
    publishedCalibration = CalibrationTable.rows(all.published) { CalibrationTable.share(all.evidence, $0) }
    wrongInHistory = all.wrongInHistory
    quarantined = all.quarantined
    (replayedAway, reverted, wrongAtEnd) = (all.replayedAway, all.reverted, all.wrongAtEnd)
    fleet = all.words
    named = CommonCause.allCases.compactMap { cause in all.named[cause].map { NamedRow(cause, $0) } }
    zones = ZoneRow(all.zones)
    held = all.held
    spoilt = all.spoilt
    let table = DelayTable(scenario, all: all, oneDay: oneDay?.flatMap(\.changes))
    delays = table.rows
    classes = Self.classRows(all)
    moves = MoveTable(all).rows
    smallestMove_m = SmallestMove(
      points: MoveTable.smallest(moves, shape: "points"), lines: MoveTable.smallest(moves, shape: "lines"))
  }

  private static func classRows(_ all: EvaluationTally) -> [ClassRow] {
    var rows: [ClassRow] = []
    for kind in ChangeEvent.Kind.allCases {
      for elementClass in ElementClass.allCases {
        let changes = all.changes.filter { $0.kind == kind && $0.elementClass == elementClass }
        let counts = all.verdicts[ChangeKey(kind: kind, elementClass: elementClass)] ?? VerdictCounts()
        let published = counts.right + counts.otherwise + counts.wrong
        guard !changes.isEmpty || published > 0 else { continue }
        let found = changes.count { $0.delay != nil }
        let recall = changes.isEmpty ? nil : Double(found) / Double(changes.count)
        let precision = published == 0 ? nil : Double(counts.right) / Double(published)
        var f1: Double?
        if let recall, let precision, recall + precision > 0 { f1 = 2 * recall * precision / (recall + precision) }
        rows.append(
          ClassRow(
            kind: kind.name, elementClass: elementClass.name, changes: changes.count, found: found, right: counts.right,
            otherwise: counts.otherwise, wrong: counts.wrong, recall: recall, precision: precision, f1: f1))
      }
    }
    return rows
  }
}

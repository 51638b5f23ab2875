import Evidence
import Geometry
import MapModel
import Simulation

/// Found changes against true ones.
///
/// A found change stands if its last status is confirmed, applied, verified or held; a work zone stands as it was last confirmed, for it is
/// retracted rightly once it has gone. A found change is *right* if it agrees with a true change in class, kind,
/// place and (where attributes changed) value; it is *otherwise* if it is about a true change of its class nearby but says something
/// else; it is *wrong* if it is neither. A wrong change is *on an untouched element* if no true change names the element it changes;
/// a wrong addition always is. A true change is found if right changes cover at least half of it.
public struct ChangeScorecard: Hashable, Sendable, Codable {
  /// The rules that were applied.
  public let rules: ScorecardRules
  /// One entry a true change, in order.
  public let truth: [TruthOutcome]
  /// One entry a found change that stands, in order of first report.
  public let found: [FoundOutcome]

  /// Compares found changes, all their events in order of report, with true ones.
  public init(events: [ChangeEvent], truth: [TruthChange], rules: ScorecardRules = ScorecardRules()) {
    self.rules = rules
    let standing = Self.standing(events)
    let frame = ENUFrame(
      origin: truth.first.flatMap { ($0.before + $0.after).first } ?? standing.first.map {
        $0.tile.place(u: 0.5, v: 0.5)
      }
        ?? Geodetic(latitude_deg: 0, longitude_deg: 0))
    let comparison = ChangeComparison(
      events: standing, truth: truth, eventPrints: standing.map { Footprint($0, in: frame) },
      truthPrints: truth.map { Footprint($0, in: frame) }, rules: rules)
    self.truth = comparison.truthOutcomes
    self.found = comparison.foundOutcomes
  }

  /// The last event of each change that stands (of a work zone the last before it expired), in order of first report.
  public static func standing(_ events: [ChangeEvent]) -> [ChangeEvent] {
    var places: [String: Int] = [:]
    var last: [ChangeEvent] = []
    let standing: Set<ChangeEvent.Status> = [.confirmed, .applied, .verified, .held]
    for event in events {
      if let place = places[event.change] {
        let hasGone = event.kind == .temporary && event.status == .retracted && standing.contains(last[place].status)
        if !hasGone { last[place] = event }
      } else {
        places[event.change] = last.count
        last.append(event)
      }
    }
    return last.filter { standing.contains($0.status) }
  }

  /// Permanent changes, all kinds and classes.
  public var permanent: ScoreRow {
    row(
      "permanent", truth: truth.filter(\.isPermanent),
      found: found.filter { $0.kind != ChangeEvent.Kind.temporary.name })
  }

  /// One row a kind that is there.
  public var byKind: [ScoreRow] {
    ChangeEvent.Kind.allCases.map(\.name).compactMap { name in
      nonEmpty(row(name, truth: truth.filter { $0.kind == name }, found: found.filter { $0.kind == name }))
    }
  }

  /// One row a class that is there.
  public var byClass: [ScoreRow] {
    ElementClass.allCases.map(\.name).compactMap { name in
      nonEmpty(
        row(name, truth: truth.filter { $0.elementClass == name }, found: found.filter { $0.elementClass == name }))
    }
  }

  /// Found changes on elements that no true change touched.
  public var falseOnUntouched: [FoundOutcome] { found.filter(\.isOnUntouched) }

  private func row(_ name: String, truth: [TruthOutcome], found: [FoundOutcome]) -> ScoreRow {
    let enough = truth.filter(\.isDrivenEnough)
    return ScoreRow(
      name: name, truth: truth.count, enough: enough.count, found: enough.count(where: \.isFound),
      reported: found.count, right: found.count { $0.result == .right }, wrong: found.count { $0.result == .wrong })
  }

  private func nonEmpty(_ row: ScoreRow) -> ScoreRow? { row.truth + row.reported > 0 ? row : nil }
}

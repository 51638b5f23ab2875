import Foundation
import Learning
import Simulation

/// An evaluation for people.
struct EvaluationText {
  private let report: EvaluationReport

  /// The text of a report.
  init(_ report: EvaluationReport) { self.report = report }

  var text: String {
    var blocks = [head, rates]
    if !report.delays.isEmpty { blocks.append(delays) }
    if !report.classes.isEmpty { blocks.append(classes) }
    if !report.named.isEmpty { blocks.append(named) }
    if report.scenario.fleetGuard { blocks.append(fleet) }
    if let zones = report.zones { blocks.append(text(of: zones)) }
    if !report.calibration.isEmpty { blocks.append(calibration) }
    if report.scenario.changes.moved_m.count > 1, !report.moves.isEmpty { blocks.append(moves) }
    return blocks.joined(separator: "\n\n")
  }

  private var head: String {
    let scenario = report.scenario
    let seeds = report.seeds.map { "\($0)" }.joined(separator: ", ")
    return """
      \(scenario.name), \(report.seeds.count == 1 ? "seed" : "seeds") \(seeds): \(scenario.elements) elements, \
      \(Figure.number(scenario.passesPerDay)) passes a day, \(scenario.historyDays) days of history and \(scenario.runDays) measured, \
      P_D \(Figure.number(scenario.detection.mean)) ± \(Figure.number(scenario.detection.sd)), \
      P_FA \(Figure.number(scenario.falseAlarm)), ICC \(Figure.number(scenario.sameDayCorrelation))
      \(report.traversals) traversals, \(report.votes) votes, \(report.elementTraversals) traversals of unchanged elements in \
      \(Figure.number(report.elementYears)) element-years, \(Figure.number(report.driven_km)) km
      """
  }

  private var rates: String {
    var table = TextTable(
      [("published and wrong", .left), ("events", .right), ("rate", .right), ("below (95 %)", .right)])
    table.append(
      ["removed, moved, attributes, an element-year", "\(report.wrongPerElementYear.events)"]
        + Self.cells(report.wrongPerElementYear))
    table.append(
      ["added, in 1000 km", "\(report.wrongAdditionsPer1000km.events)"] + Self.cells(report.wrongAdditionsPer1000km))
    table.append(
      ["alerts, in 1000 km of map and a week", "\(report.falseAlertsPer1000kmWeek.events)"]
        + Self.cells(report.falseAlertsPer1000kmWeek))
    table.append(["wrong on the map at the end", "\(report.wrongAtEnd)", "", ""])
    table.append(["during the history", "\(report.wrongInHistory)", "", ""])
    table.append(["held by a gate", "\(report.held)", "", ""])
    if report.spoilt > 0 { table.append(["changes left out, the map was wrong there", "\(report.spoilt)", "", ""]) }
    guard report.commonOffsetShare > 0 else { return table.text }
    return table.text + "\nthings were displaced alike in \(Figure.percent(report.commonOffsetShare)) of the traversals"
  }

  private var delays: String {
    var table = TextTable(
      [("delay in informative traversals", .left), ("found", .right), ("mean", .right), ("median", .right)]
        + [("p90", .right), ("first day", .right), ("quorum", .right), ("false alarms", .right), ("floor", .right)]
        + [("ratio", .right)])
    for row in report.delays {
      table.append(
        ["\(row.kind), \(row.shape)", "\(row.found) of \(row.changes)"]
          + [row.mean, row.median, row.p90, row.evidenceMean, row.quorumMean].map { Figure.number($0) }
          + [
            Self.seenOrBound(row.falseAlarms),
            Figure.number(row.floor) + (row.floor != nil && row.isFloorAtBound ? "*" : ""), Figure.number(row.ratio),
          ])
    }
    let note = "* no false alarm of the kind was seen: the floor at the 95 % bound of its rate"
    return table.text + (report.delays.contains { $0.floor != nil && $0.isFloorAtBound } ? "\n\(note)" : "")
  }

  private var classes: String {
    var table = TextTable(
      [("kind and class", .left), ("true", .right), ("found", .right), ("right", .right), ("otherwise", .right)]
        + [("wrong", .right), ("recall", .right), ("precision", .right), ("F1", .right)])
    for row in report.classes {
      table.append(
        ["\(row.kind) \(row.elementClass)"]
          + [row.changes, row.found, row.right, row.otherwise, row.wrong].map { "\($0)" }
          + [Figure.percent(row.recall), Figure.percent(row.precision), Figure.number(row.f1)])
    }
    return table.text
  }

  private var named: String {
    var table = TextTable(
      [("named as one", .left), ("groups", .right), ("changes in them", .right), ("published with it", .right)]
        + [("verdicts", .right)])
    for row in report.named {
      table.append([row.cause, "\(row.groups)", "\(row.members)", "\(row.published)", "\(row.verdicts)"])
    }
    return table.text
  }

  private var fleet: String {
    guard !report.fleet.isEmpty else { return "fleet: nothing was said of any sensor or region" }
    var table = TextTable([("fleet", .left), ("day", .right), ("of", .left), ("why", .left)])
    for word in report.fleet.prefix(Self.mostWords) {
      table.append([word.kind, "\(word.day)", word.subject, word.reason])
    }
    let more = report.fleet.count - Self.mostWords
    return table.text + (more > 0 ? "\nand \(more) more" : "")
      + "\n\(report.quarantined) traversals did not count, \(report.replayedAway) were taken out after they had, and with them "
      + "\(report.reverted) changes"
  }

  /// Most words of the fleet that are shown.
  private static let mostWords = 20

  private func text(of zones: EvaluationReport.ZoneRow) -> String {
    """
    work zones: \(zones.told) of \(zones.zones) told, after \(Figure.number(zones.delay_days)) days, as \(zones.changes) changes; \
    \(zones.expired) expired, \(Figure.number(zones.expiry_days)) days after their end; \(zones.wrong) told where none stood, \
    \(zones.endedEarly) ended while they stood
    """
  }

  private var calibration: String {
    var table = TextTable(
      [
        ("stated against true", .left), ("samples", .right), ("prior", .right), ("ECE", .right), ("from .1 on", .right),
        ("published", .right),
      ]
        + [("stated", .right), ("true", .right)])
    for row in report.calibration {
      let published = report.publishedCalibration.first { $0.kind == row.kind && $0.elementClass == row.elementClass }
      func mean(_ value: (EvaluationReport.CalibrationPoint) -> Double) -> Double? {
        published.map { own in
          own.points.reduce(0) { $0 + Double($1.samples) * value($1) } / Double(own.samples)
        }
      }
      table.append(
        [
          "\(row.kind) \(row.elementClass)", "\(row.samples)", Figure.scientific(row.prior),
          Figure.number(row.expectedError), Figure.number(row.suspectedError),
        ]
          + ["\(published?.samples ?? 0)", Figure.percent(mean(\.stated)), Figure.percent(mean(\.isSo))])
    }
    return table.text
  }

  private var moves: String {
    var table = TextTable(
      [("moved by", .left), ("true", .right), ("found", .right), ("share", .right), ("above (95 %)", .right)]
        + [("removed or added instead", .right), ("mean delay", .right)])
    for row in report.moves {
      table.append(
        ["\(Figure.number(row.moved_m)) m, \(row.shape)", "\(row.changes)", "\(row.found)", Figure.percent(row.share)]
          + [Figure.percent(row.atLeast95), "\(row.replaced)", Figure.number(row.mean)])
    }
    let smallest = report.smallestMove_m
    return table.text
      + "\nshortest move of which 95 % are found: points \(Figure.number(smallest.points)) m, "
      + "lines \(Figure.number(smallest.lines)) m"
  }

  private static func seenOrBound(_ rate: BlockBootstrap.Rate) -> String {
    rate.events > 0 ? Figure.scientific(rate.rate) : "< " + Figure.scientific(rate.upper95)
  }

  private static func cells(_ rate: BlockBootstrap.Rate) -> [String] {
    [Figure.scientific(rate.rate), Figure.scientific(rate.upper95) + (rate.isPoisson ? " (Poisson)" : "")]
  }
}

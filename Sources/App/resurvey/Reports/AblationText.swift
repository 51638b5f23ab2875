import Foundation
import Learning
import Simulation

/// What each safeguard is worth: the same scenario without it.
struct AblationText {
  private let rows: [AblationRow]

  /// The text of some rows.
  init(_ rows: [AblationRow]) { self.rows = rows }

  var text: String {
    var table = TextTable(
      [("without", .left), ("elements", .right), ("wrong an element-year", .right), ("below (95 %)", .right)]
        + [("wrong additions in 1000 km", .right), ("removed after", .right), ("added after", .right), ("F1", .right)])
    for row in rows {
      table.append(
        [row.without, "\(row.elements)", Figure.scientific(row.wrongPerElementYear.rate)]
          + [Figure.scientific(row.wrongPerElementYear.upper95), Figure.scientific(row.wrongAdditionsPer1000km.rate)]
          + [Figure.number(row.removedDelay), Figure.number(row.addedDelay), Figure.number(row.meanF1)])
    }
    return table.text
  }
}

/// One safeguard left out.
struct AblationRow: Encodable {
  let without: String
  let elements: Int
  let wrongPerElementYear: BlockBootstrap.Rate
  let wrongAdditionsPer1000km: BlockBootstrap.Rate
  /// Mean delays of all found, informative traversals.
  let removedDelay: Double?
  let addedDelay: Double?
  /// Mean over kinds and classes that truly change.
  let meanF1: Double?

  init(_ ablation: Ablation, _ report: EvaluationReport) {
    without = ablation.rawValue
    elements = report.scenario.elements
    wrongPerElementYear = report.wrongPerElementYear
    wrongAdditionsPer1000km = report.wrongAdditionsPer1000km
    func delay(_ kind: String) -> Double? {
      let rows = report.delays.filter { $0.kind == kind && $0.found > 0 }
      let found = rows.reduce(0) { $0 + $1.found }
      return found > 0 ? rows.reduce(0) { $0 + Double($1.found) * ($1.mean ?? 0) } / Double(found) : nil
    }
    removedDelay = delay("removed")
    addedDelay = delay("added")
    let scores = report.classes.filter { $0.changes > 0 }.map { $0.f1 ?? 0 }
    meanF1 = scores.isEmpty ? nil : scores.reduce(0, +) / Double(scores.count)
  }
}

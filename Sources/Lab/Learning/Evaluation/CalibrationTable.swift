import Evidence
import Foundation
import MapModel

/// What evidence promises against what is true: the posterior of a change is its prior odds, times the likelihood ratio that the ledger holds.
///
/// The prior is the share of things that had changed and were not found yet, of all those looked at once a day: how often things change is
/// the scenario's, and calibration asks whether the evidence is worth what it says.
struct CalibrationTable {
  private static let bins = 10

  /// A row for each kind and class of which there is evidence.
  /// - Parameter prior: Share of the things of a key that had changed, 0 … 1; rows without one are left out.
  static func rows(
    _ scores: [ChangeKey: ScoreTally], prior: (ChangeKey) -> Double?
  ) -> [EvaluationReport.CalibrationRow] {
    ChangeEvent.Kind.allCases.flatMap { kind in
      ElementClass.allCases.compactMap { elementClass in
        let key = ChangeKey(kind: kind, elementClass: elementClass)
        guard let tally = scores[key], !tally.counts.isEmpty, let prior = prior(key), prior > 0, prior < 1 else {
          return nil
        }
        return row(key, tally, prior: prior)
      }
    }
  }

  /// Share of what was looked at that had changed.
  static func share(_ scores: [ChangeKey: ScoreTally], _ key: ChangeKey) -> Double? {
    scores[key].flatMap { $0.looked.all > 0 ? Double($0.looked.isSo) / Double($0.looked.all) : nil }
  }

  /// Posterior of a change, 0 … 1.
  static func posterior(_ score_nat: Double, prior: Double) -> Double {
    let odds = prior / (1 - prior) * exp(min(score_nat, 50))
    return odds / (1 + odds)
  }

  private static func row(_ key: ChangeKey, _ tally: ScoreTally, prior: Double) -> EvaluationReport.CalibrationRow {
    var all = Array(repeating: 0, count: bins)
    var isSo = all
    var stated = Array(repeating: 0.0, count: bins)
    for bin in tally.counts.keys.sorted() {
      guard let count = tally.counts[bin] else { continue }
      let middle = (Double(bin) + 0.5) * Double(ScoreTally.step_mnat) / 1000
      let p = posterior(middle, prior: prior)
      let place = min(Int(p * Double(bins)), bins - 1)
      all[place] += count.all
      isSo[place] += count.isSo
      stated[place] += p * Double(count.all)
    }
    let total = all.reduce(0, +)
    var error = 0.0
    var suspected = (error: 0.0, samples: 0)
    var points: [EvaluationReport.CalibrationPoint] = []
    for place in 0..<bins where all[place] > 0 {
      let n = Double(all[place])
      let distance = abs(stated[place] - Double(isSo[place]))
      error += distance / Double(total)
      if place > 0 { suspected = (suspected.error + distance, suspected.samples + all[place]) }
      let bound = ShareBound.wilson95(isSo[place], of: all[place])
      points.append(
        EvaluationReport.CalibrationPoint(
          samples: all[place], stated: stated[place] / n, isSo: Double(isSo[place]) / n, low95: bound.lowerBound,
          high95: bound.upperBound))
    }
    return EvaluationReport.CalibrationRow(
      kind: key.kind.name, elementClass: key.elementClass.name, samples: total, prior: prior,
      expectedError: error,
      suspectedError: suspected.samples > 0 ? suspected.error / Double(suspected.samples) : nil, points: points)
  }
}

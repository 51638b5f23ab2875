import Evidence
import Geometry
import MapModel
import Simulation

/// Pairs found changes with true ones.
struct ChangeComparison {
  private(set) var truthOutcomes: [TruthOutcome] = []
  private(set) var foundOutcomes: [FoundOutcome] = []
  private let rules: ScorecardRules

  init(
    events: [ChangeEvent], truth: [TruthChange], eventPrints: [Footprint], truthPrints: [Footprint],
    rules: ScorecardRules
  ) {
    self.rules = rules
    var right: [[Int]] = Array(repeating: [], count: truth.count)
    var halves: [[Int]] = right
    var about: [[Int]] = right
    var results = Array(repeating: FoundOutcome.Result.wrong, count: events.count)
    var subjects: [Int?] = Array(repeating: nil, count: events.count)
    for (e, event) in events.enumerated() {
      for (t, change) in truth.enumerated() where change.elementClass == event.elementClass {
        let verdict = judge(event, eventPrints[e], change, truthPrints[t])
        guard let verdict else { continue }
        switch verdict {
        case .right: right[t].append(e)
        case .half: halves[t].append(e)
        case .about: about[t].append(e)
        }
        if verdict == .right || results[e] == .wrong {
          results[e] = verdict == .right ? .right : .otherwise
          subjects[e] = t
        }
      }
    }
    for (t, change) in truth.enumerated() {
      let print = truthPrints[t]
      var result = TruthOutcome.Result.missed
      var by = right[t]
      if isCovered(print, by: right[t].map { eventPrints[$0] }) {
        result = .found
      } else if change.kind == .moved, isPair(print, halves[t].map { eventPrints[$0] }) {
        result = .foundAsPair
        by = halves[t]
        for e in by { results[e] = .right }
      } else if !(right[t] + halves[t] + about[t]).isEmpty {
        result = .otherwise
        by = (right[t] + halves[t] + about[t]).sorted()
      }
      truthOutcomes.append(
        TruthOutcome(
          id: change.id, kind: change.kind.name, elementClass: change.elementClass.name, result: result,
          passes: change.passes, vehicles: change.vehicles, days: change.days,
          isDrivenEnough: change.passes >= rules.enoughPasses && change.vehicles >= rules.enoughVehicles,
          isPermanent: change.isPermanent, changes: by.map { events[$0].change },
          error_m: result == .missed || result == .otherwise ? nil : error_m(print, by.map { eventPrints[$0] })))
    }
    let touched = Set(truth.compactMap(\.element))
    for (e, event) in events.enumerated() {
      let isUntouched = event.pieceBefore.map { !touched.contains($0.element) } ?? true
      foundOutcomes.append(
        FoundOutcome(
          change: event.change, kind: event.kind.name, elementClass: event.elementClass.name,
          status: event.status.name, tile: event.tile.quadkey, result: results[e],
          truth: subjects[e].map { truth[$0].id }, isOnUntouched: results[e] == .wrong && isUntouched))
    }
  }

  private enum Verdict { case right, half, about }

  private func judge(
    _ event: ChangeEvent, _ found: Footprint, _ change: TruthChange, _ actual: Footprint
  ) -> Verdict? {
    func lies(_ a: [Vector2], on b: [Vector2], within_m reach: Double) -> Bool {
      Nearness.share(of: a, on: [b], within_m: reach, isLine: actual.isLine, shape: actual.shape) >= rules.overlap
    }
    let reach = actual.isLine ? rules.line_m : rules.point_m
    if event.kind == change.kind {
      switch event.kind {
      case .removed where lies(found.before, on: actual.before, within_m: reach): return .right
      case .added where lies(found.after, on: actual.after, within_m: reach): return .right
      case .moved
      where lies(found.before, on: actual.before, within_m: reach)
        && lies(found.after, on: actual.after, within_m: actual.isLine ? rules.movedLine_m : reach):
        return .right
      case .attributeChanged
      where lies(found.before, on: actual.before, within_m: reach) && hasTrueValues(event, change):
        return .right
      case .temporary where lies(found.after, on: actual.after, within_m: rules.about_m): return .right
      default: break
      }
    }
    if change.kind == .moved {
      let near = actual.isLine ? rules.movedLine_m : reach
      if event.kind == .removed, lies(found.before, on: actual.before, within_m: near) { return .half }
      if event.kind == .added, lies(found.after, on: actual.after, within_m: near) { return .half }
    }
    let sameElement = event.pieceBefore.map { $0.element == change.element } ?? false
    let isNear = [found.before, found.after].contains { mine in
      lies(mine, on: actual.before, within_m: rules.about_m) || lies(mine, on: actual.after, within_m: rules.about_m)
    }
    return sameElement && isNear || isNear ? .about : nil
  }

  /// True where every attribute that changed has its new value in the found change.
  private func hasTrueValues(_ event: ChangeEvent, _ change: TruthChange) -> Bool {
    AttributeKey.allCases.allSatisfy { key in
      change.attributesBefore[key] == change.attributesAfter[key]
        || event.attributesAfter[key] == change.attributesAfter[key]
    }
  }

  private func isCovered(_ print: Footprint, by found: [Footprint]) -> Bool {
    guard !found.isEmpty else { return false }
    let usesBefore = print.after.isEmpty || print.kind == .attributeChanged
    let geometries = found.map { usesBefore ? $0.before : $0.after }
    if print.kind == .temporary { return true }
    return Nearness.share(
      of: usesBefore ? print.before : print.after, on: geometries,
      within_m: print.isLine ? rules.line_m : rules.point_m, isLine: print.isLine, shape: print.shape) >= rules.overlap
  }

  private func isPair(_ print: Footprint, _ halves: [Footprint]) -> Bool {
    func covers(_ mine: [Vector2], _ others: [[Vector2]]) -> Bool {
      Nearness.share(
        of: mine, on: others, within_m: print.isLine ? rules.line_m : rules.point_m, isLine: print.isLine,
        shape: print.shape) >= rules.overlap
    }
    return covers(print.before, halves.filter { $0.kind == .removed }.map(\.before))
      && covers(print.after, halves.filter { $0.kind == .added }.map(\.after))
  }

  private func error_m(_ print: Footprint, _ found: [Footprint]) -> Double? {
    guard print.kind == .added || print.kind == .moved else { return nil }
    var sum = 0.0
    var count = 0
    for footprint in found where !footprint.after.isEmpty {
      let samples = Nearness.samples(footprint.after, isLine: print.isLine, shape: print.shape)
      for sample in samples {
        sum += Nearness.distance_m(sample, to: print.after, isLine: print.isLine, shape: print.shape)
        count += 1
      }
    }
    return count > 0 ? sum / Double(count) : nil
  }
}

import Evidence
import MapModel
import Simulation

/// The rows of delays, each with its floor.
struct DelayTable {
  private let scenario: VoteScenario
  private let all: EvaluationTally
  private let oneDay: [MeasuredChange]?
  /// P_D is rounded to this for the floor, so that few chains have to be solved.
  private static let resolution = 0.01

  init(_ scenario: VoteScenario, all: EvaluationTally, oneDay: [MeasuredChange]?) {
    self.scenario = scenario
    self.all = all
    self.oneDay = oneDay
  }

  var rows: [EvaluationReport.DelayRow] {
    let kinds: [ChangeEvent.Kind] = [.removed, .added, .attributeChanged, .moved]
    return kinds.flatMap { kind in
      [("points", false), ("lines", true)].compactMap { shape, isLine in row(kind, shape, isLine: isLine) }
    }
  }

  private func row(_ kind: ChangeEvent.Kind, _ shape: String, isLine: Bool) -> EvaluationReport.DelayRow? {
    func belongs(_ change: MeasuredChange) -> Bool {
      change.kind == kind && (change.elementClass.entry.matchKind == .line) == isLine
    }
    let changes = all.changes.filter(belongs)
    guard !changes.isEmpty else { return nil }
    let delays = Self.distribution(changes)
    let rate = falseAlarms(kind)
    let asked = rate.events > 0 ? rate.rate : rate.upper95
    let floor = asked.flatMap { rate in self.floor(changes, kind, rate: rate) }
    let mean = delays.mean
    let evidence = oneDay.map { Self.distribution($0.filter(belongs)).mean } ?? mean
    return EvaluationReport.DelayRow(
      kind: kind.name, shape: shape, changes: changes.count, found: delays.count, mean: mean,
      median: delays.quantile(0.5), p90: delays.quantile(0.9), evidenceMean: evidence,
      quorumMean: mean.flatMap { mean in evidence.map { mean - $0 } }, falseAlarms: rate, floor: floor,
      isFloorAtBound: rate.events == 0, ratio: evidence.flatMap { mean in floor.map { mean / $0 } })
  }

  /// Wrong changes of a kind over traversals of what did not change: Poisson, for the floor asks for no more than the size of the rate.
  private func falseAlarms(_ kind: ChangeEvent.Kind) -> BlockBootstrap.Rate {
    let wrong = all.verdicts.reduce(0) { $0 + ($1.key.kind == kind ? $1.value.wrong : 0) }
    let exposure = kind == .added ? all.spotTraversals : all.elementTraversals
    return BlockBootstrap(events: [[wrong]], exposure: Double(exposure)).rate
  }

  /// Mean of the floors of the changed things, each with its own probability of detection.
  private func floor(_ changes: [MeasuredChange], _ kind: ChangeEvent.Kind, rate: Double) -> Double? {
    guard rate > 0 else { return nil }
    var known: [Int: Double] = [:]
    var sum = 0.0
    for change in changes {
      let step = min(max(Int((change.detection / Self.resolution).rounded()), 1), 99)
      if known[step] == nil {
        known[step] = delay(
          kind, detection: Double(step) * Self.resolution, falseAlarm: change.falseAlarm, interval: 1 / rate)
      }
      guard let delay = known[step] else { return nil }
      sum += delay
    }
    return sum / Double(changes.count)
  }

  private func delay(_ kind: ChangeEvent.Kind, detection: Double, falseAlarm: Double, interval: Double) -> Double? {
    switch kind {
    case .removed, .added:
      guard falseAlarm > 0, falseAlarm < detection else { return nil }
      let floor = CUSUMFloor(kind == .removed ? .removal : .addition, detection: detection, falseAlarm: falseAlarm)
      return floor.delay(oneFalseAlarmIn: interval)?.traversals
    case .attributeChanged:
      // Only a traversal that sees it reads it, so both times are longer by as much; a reading is right or not, as a sighting is there or not.
      guard scenario.misreading > 0, scenario.misreading < 0.5 else { return nil }
      let floor = CUSUMFloor(.addition, detection: 1 - scenario.misreading, falseAlarm: scenario.misreading)
      return floor.delay(oneFalseAlarmIn: max(interval * detection, 1)).map { $0.traversals / detection }
    case .moved, .temporary: return nil
    }
  }

  private static func distribution(_ changes: [MeasuredChange]) -> Distribution {
    var distribution = Distribution()
    for change in changes { if let delay = change.delay { distribution.add(Double(delay)) } }
    return distribution
  }
}

import Evidence
import Learning

/// A sensor model for people: what was learned next to what is assumed without it.
struct SensorModelText {
  private let file: SensorModelFile
  private let policy: Policy

  /// The text of a model.
  init(_ file: SensorModelFile, assumed policy: Policy) {
    self.file = file
    self.policy = policy
  }

  var text: String { [head, classes, noise, steps].joined(separator: "\n\n") }

  private var head: String {
    let source = file.learnedFrom
    let unknown =
      source.unknownVotes > 0 ? "; \(source.unknownVotes) votes on pieces the map does not hold taught nothing" : ""
    return """
      \(file.model), learned from \(source.traversals) traversals of \(source.tiles) tiles, \
      \(Figure.number(source.driven_km)) km\(unknown)
      """
  }

  private var classes: String {
    var table = TextTable(
      [("class", .left), ("votes", .right), ("P_D promised", .right), ("seen", .right), ("spread", .right)]
        + [("prior passes", .right), ("gone", .right), ("P_FA", .right), ("looks at nothing", .right), ("ICC", .right)]
        + [("±", .right), ("pairs", .right), ("new seen / promised", .right)])
    table.append(
      ["assumed", "", "", "as promised", "", "\(policy.priorPasses)", "", Self.share(policy.falseAlarm_255), ""]
        + [Figure.number(Double(policy.sameDay_permille) / 1000), "", "", "1.00"])
    for entry in file.classes {
      let told = entry.evidence
      table.append(
        [entry.elementClass, Self.whole(told.votes), Figure.number(told.promised), Figure.number(told.seen)]
          + [Figure.number(told.spread), told.spread == nil ? Figure.none : "\(entry.weighedBy.priorPasses)"]
          + [Self.whole(told.gone), Self.rate(told.falseAlarm), Self.whole(told.emptyLooks)]
          + [Figure.number(told.sameDay), Figure.number(told.sameDayDeviation), "\(told.pairs)"]
          + [Figure.number(told.reach)])
    }
    return table.text
  }

  private var noise: String {
    var table = TextTable(
      [("class", .left), ("offset promised", .right), ("seen", .right), ("misread", .right), ("pairs", .right)]
        + [("places new", .right), ("clutter a km", .right)])
    table.append(["assumed", "", "as promised", Self.share(policy.misread_255), "", "", ""])
    for entry in file.classes {
      let told = entry.evidence
      table.append(
        [entry.elementClass, Self.centimetres(told.promisedOffset_cm), Self.centimetres(told.offset_cm)]
          + [Self.rate(told.misreading), "\(told.readings)", Self.whole(told.places)]
          + [Figure.number(told.clutter_perkm)])
    }
    return table.text
  }

  private var steps: String {
    var table = TextTable([
      ("P_D by what was promised", .left), ("promised", .right), ("seen", .right), ("votes", .right),
    ])
    for entry in file.classes {
      for (index, step) in entry.evidence.steps.enumerated() {
        table.append(
          [index == 0 ? entry.elementClass : "", Figure.number(step.promised), Figure.number(step.seen)]
            + [Self.whole(step.votes)])
      }
    }
    return table.text
  }

  private static func whole(_ value: Double) -> String { "\(Int(value.rounded()))" }
  private static func share(_ value_255: Int64) -> String { rate(Double(value_255) / 255) }
  private static func rate(_ value: Double?) -> String { Figure.percent(value) }
  private static func centimetres(_ value: Double?) -> String {
    value.map { Figure.number($0) + " cm" } ?? Figure.none
  }
}

import Learning

/// What recorded drives told of wrong lines, for people: one row an edit.
struct ChangeBenchText {
  private let report: ChangeBenchReport

  /// The text of a report.
  init(_ report: ChangeBenchReport) { self.report = report }

  var text: String {
    var table = TextTable([
      ("line", .left), ("asked", .left), ("found", .right), ("metres", .right), ("passes", .right),
      ("stations", .right), ("witnessed", .right), ("covered", .right), ("median", .right), ("p90", .right),
      ("passes until", .right),
      ("told otherwise", .left), ("elsewhere", .left),
    ])
    for edit in report.edits { table.append(row(edit)) }
    return head + "\n\n" + table.text + "\n\n" + legend
  }

  private var head: String {
    let kinds = Set(report.trueMap.flatMap(\.length_m.keys)).sorted()
    let told = kinds.map { kind in
      kind + " " + Self.range(report.trueMap.map { $0.length_m[kind] ?? 0 }.sorted(), " m")
    }
    return
      "\(report.frames) frames of \(report.drives) drives in \(report.trueMap.count) orders (seed \(report.seed)), each a "
      + "vehicle and a day. With the true map: \(told.isEmpty ? "nothing" : told.joined(separator: ", "))"
  }

  private var legend: String {
    "Least, median and most of the orders. stations: with at least three drives; witnessed: share of them at which three could testify; covered: share of them; median, p90: distance of the true line there."
  }

  private func row(_ edit: ChangeBenchReport.Edit) -> [String] {
    let errors = edit.errors_m
    let until = edit.orders.compactMap { $0.passesUntilFound.map(Double.init) }.sorted()
    let kinds = Set(edit.orders.flatMap(\.otherwise_m.keys)).sorted()
    let otherwise = kinds.map { kind in
      let lengths = edit.orders.map { $0.otherwise_m[kind] ?? 0 }.sorted()
      return "\(kind) in \(lengths.count { $0 > 0 }), \(Self.range(lengths, " m"))"
    }
    return [
      edit.name, edit.expected, "\(edit.foundOrders) of \(edit.orders.count)", Self.range(edit.lengths_m),
      "\(edit.passes)", "\(edit.stations)",
      Self.range(edit.witnessedShares.map { 100 * $0 }, " %"), Self.range(edit.shares.map { 100 * $0 }, " %"),
      Figure.number(Self.quantile(errors, 0.5)), Figure.number(Self.quantile(errors, 0.9)), Self.range(until),
      otherwise.isEmpty ? Figure.none : otherwise.joined(separator: "; "), Self.elsewhere(edit),
    ]
  }

  private static func elsewhere(_ edit: ChangeBenchReport.Edit) -> String {
    let kinds = Set(edit.orders.flatMap(\.others).map(\.kind)).sorted()
    let parts = kinds.map { kind in
      let lengths = edit.orders.map { $0.others.filter { $0.kind == kind }.reduce(0) { $0 + $1.length_m } }.sorted()
      return "\(kind) in \(lengths.count { $0 > 0 }), \(range(lengths, " m"))"
    }
    return parts.isEmpty ? Figure.none : parts.joined(separator: "; ")
  }

  /// Least, median and most.
  private static func range(_ values: [Double], _ unit: String = "") -> String {
    guard let least = values.first, let most = values.last, let middle = quantile(values, 0.5) else {
      return Figure.none
    }
    let numbers = [least, middle, most].map { "\(Int($0.rounded()))" }
    return (least == most ? numbers[0] : numbers.joined(separator: "/")) + unit
  }

  private static func quantile(_ values: [Double], _ share: Double) -> Double? {
    values.isEmpty ? nil : values[min(Int(share * Double(values.count)), values.count - 1)]
  }
}

import Learning

/// What votes are like, in columns: those of a log beside those of a scenario.
struct VoteReportText {
  private let columns: [(name: String, report: VoteReport)]

  /// The text of some reports.
  init(_ columns: [(name: String, report: VoteReport)]) { self.columns = columns }

  var text: String {
    var table = TextTable([("", .left)] + columns.map { ($0.name, .right) })
    func row(_ name: String, _ cell: (VoteReport) -> String) {
      table.append([name] + columns.map { cell($0.report) })
    }
    row("traversals") { "\($0.traversals)" }
    row("driven, km") { Figure.number($0.driven_km) }
    for (kind, of) in [("points", \VoteReport.points), ("lines", \VoteReport.lines)] {
      row("\(kind): votes") { "\($0[keyPath: of].votes)" }
      row("of them firm (promise .6 and more)") { "\($0[keyPath: of].firm)" }
      row("promised") { Figure.percent($0[keyPath: of].promised) }
      row("seen (P_D)") { Figure.percent($0[keyPath: of].seen) }
      row("sure of what they say") { Figure.percent($0[keyPath: of].sure) }
      row("P_D between things, sd") { Figure.percent($0[keyPath: of].betweenThings) }
      row("correlation of one day (ICC)") { Figure.number($0[keyPath: of].sameDay) }
      row("correlation of one traversal") { Figure.number($0[keyPath: of].sameTraversal) }
      if of == \VoteReport.lines {
        row("correlation of neighbouring intervals") { Figure.number($0[keyPath: of].neighbours) }
      }
      row("offset, cm") { Figure.number($0[keyPath: of].offset_cm) }
      row("promised, cm") { Figure.number($0[keyPath: of].promised_cm) }
      row("offset over promised") { Figure.number($0[keyPath: of].offsetOverPromised) }
      row("lasting at a place, cm") { Figure.number($0[keyPath: of].lasting_cm) }
      row("common to a traversal, cm") { Figure.number($0[keyPath: of].common_cm) }
      row("unexpected sightings a km") { Figure.number($0[keyPath: of].unexpectedPerKm) }
    }
    return table.text
  }
}

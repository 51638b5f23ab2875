import Learning

/// A measurement on recorded drives for people: one row a figure, one column a lane of the reported poses.
struct DriveBenchText {
  private typealias Column = DriveBenchReport.Column

  private let report: DriveBenchReport
  private var table: TextTable

  /// The text of a report.
  init(_ report: DriveBenchReport) {
    self.report = report
    table = TextTable([("", .left), ("asked", .left)] + report.columns.map { (Self.title($0.reported), .left) })
    addStatuses()
    addFit("hidden lines", asked: "≤ 0.15 m, ≥ 64 %") { $0.hidden }
    addHalves()
    addShifts()
    addSteps()
    addDeletions()
    addFit("all lines", asked: "") { $0.fit }
  }

  var text: String {
    let head =
      "\(report.frames) frames, \(report.onMapFrames) on the map in \(report.drivesOnMap) drives"
      + (report.withoutReportedPose > 0 ? ", \(report.withoutReportedPose) without a reported pose" : "")
      + "; sensor model \(report.model), lanes \(report.laneWidth_m) m. In brackets: frames used, of those on the map; under \"divider deleted\" of those that saw it."
    return head + "\n\n" + table.text
  }

  private static func title(_ lane: ReportedLane) -> String {
    switch lane {
    case .asReported: "as reported"
    case .oneLaneLeft: "reports one lane left"
    case .oneLaneRight: "reports one lane right"
    }
  }

  private mutating func heading(_ title: String) {
    table.append(Array(repeating: "", count: report.columns.count + 2))
    table.append([title] + Array(repeating: "", count: report.columns.count + 1))
  }

  private mutating func row(_ name: String, asked: String = "", _ value: (Column) -> String) {
    table.append(["  " + name, asked] + report.columns.map(value))
  }

  /// Figures with the share of on-map frames they are of.
  private static func cell(_ figures: String..., frames: Int?, of onMap: Int) -> String {
    figures.joined(separator: ", ") + " (" + Figure.percent(frames ?? 0, of: onMap) + ")"
  }

  private mutating func addStatuses() {
    let onMap = report.onMapFrames
    row("frames converged") { Figure.percent($0.convergedShare) }
    for status in Set(report.columns.flatMap(\.onMapByStatus.keys)).sorted() where status != "converged" {
      row("  \(status)") { Figure.percent($0.onMapByStatus[status] ?? 0, of: onMap) }
    }
    row("converged within half a lane of the reports") { Figure.percent($0.inLaneShare) }
    row("drives declared ambiguous", asked: "≤ 25 %") { Figure.percent($0.ambiguousDriveShare) }
  }

  private mutating func addFit(_ title: String, asked: String, _ rows: (Column) -> [FitReport]?) {
    guard report.columns.contains(where: { rows($0) != nil }) else { return }
    let onMap = report.onMapFrames
    heading("\(title) to the nearest divider: median, within 0.25 m")
    for variant in PoseVariant.allCases {
      row(variant.title, asked: variant == .converged ? asked : "") { column in
        let fit = rows(column)?.first { $0.pose == variant }
        return Self.cell(
          Figure.metres(fit?.median_m), Figure.percent(fit?.closeShare), frames: fit?.frames, of: onMap)
      }
    }
  }

  private mutating func addHalves() {
    guard report.columns.contains(where: { $0.halves != nil }) else { return }
    let onMap = report.onMapFrames
    heading("halves apart: p50, p90, above 1 m")
    let choices: [(String, String, (HalvesReport) -> HalvesReport.Gap)] = [
      ("both converged", "p90 ≤ 0.25 m, ≤ 2 %", { $0.converged }),
      ("  across the road", "", { $0.convergedLateral }),
      ("any status", "", { $0.all }),
    ]
    for (name, asked, choice) in choices {
      row(name, asked: asked) { column in
        let gap = column.halves.map(choice)
        return Self.cell(
          Figure.metres(gap?.p50_m), Figure.metres(gap?.p90_m), Figure.percent(gap?.aboveOneMetreShare),
          frames: gap?.frames, of: onMap)
      }
    }
  }

  private mutating func addShifts() {
    guard let first = report.columns.first?.shifted else { return }
    let onMap = report.onMapFrames
    heading("reports shifted: back within 0.3 m, across the road")
    for (index, shift) in first.enumerated() {
      let name = shift.left_m.map { $0 < 0 ? "\(-$0) m right" : "\($0) m left" } ?? "all"
      let runs = shift.left_m == nil ? first.count - 1 : 1
      row(name, asked: shift.left_m == nil ? "≥ 95 %" : "") { column in
        let shift = column.shifted?[index]
        return Self.cell(
          Figure.percent(shift?.backShare), Figure.percent(shift?.backAcrossShare), frames: shift?.frames,
          of: onMap * runs)
      }
    }
  }

  private mutating func addSteps() {
    let onMap = report.onMapFrames
    heading("steps above 0.5 m a thousand frames")
    row("both frames converged", asked: "≤ 5") {
      Self.cell(Figure.number($0.steps.perThousand), frames: $0.steps.frames, of: onMap)
    }
    row("any status") { Self.cell(Figure.number($0.steps.allPerThousand), frames: $0.steps.allFrames, of: onMap) }
    row("left out: the reported pose jumps") { Figure.percent($0.steps.reportedJumps, of: onMap) }
  }

  private mutating func addDeletions() {
    guard let first = report.columns.first?.deleted else { return }
    heading("divider deleted: moved > 0.3 m, > 1.8 m, > 0.3 m any status")
    for (index, deletion) in first.enumerated() {
      row(deletion.divider, asked: "≤ 20 %") { column in
        guard let it = column.deleted?[index] else { return Figure.none }
        let shares = [it.movedShare, it.slippedShare, it.movedShareOfAll].map { Figure.percent($0) }
        return shares.joined(separator: ", ") + " (\(Figure.percent(it.converged, of: it.sawIt)) of \(it.sawIt))"
      }
    }
  }
}

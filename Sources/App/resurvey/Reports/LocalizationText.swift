import Learning

/// A measurement on simulated drives for people: one row a figure, one column a scenario.
struct LocalizationText {
  private typealias Scenario = LocalizationReport.Scenario
  private typealias Errors = LocalizationReport.Errors

  private let report: LocalizationReport

  /// The text of a report.
  init(_ report: LocalizationReport) { self.report = report }

  var text: String {
    let head =
      "\(report.map), sensor model \(report.model), seed \(report.seed); errors of converged frames, "
      + "\(Figure.percent(report.changedShare)) of the elements otherwise in the scenario changed"
    var blocks = [head]
    let measured = report.scenarios.filter { $0.errors != nil }
    if !measured.isEmpty { blocks.append(errors(measured)) }
    blocks.append(statuses(report.scenarios))
    let disturbed = report.scenarios.filter { $0.disturbed != nil }
    if !disturbed.isEmpty { blocks.append(disturbances(disturbed)) }
    return blocks.joined(separator: "\n\n")
  }

  private func table(
    _ title: String, _ scenarios: [Scenario], _ rows: [(name: String, asked: String, value: (Scenario) -> String)]
  ) -> String {
    var table = TextTable(
      [(title, .left), ("asked", .left)] + scenarios.map { ($0.scenario.rawValue.replacing("_", with: " "), .right) })
    for row in rows { table.append([row.name, row.asked] + scenarios.map(row.value)) }
    return table.text
  }

  private func errors(_ scenarios: [Scenario]) -> String {
    func of(_ value: @escaping (Errors) -> String) -> (Scenario) -> String {
      { $0.errors.map(value) ?? Figure.none }
    }
    func consistency(_ component: @escaping (ConsistencyReport) -> ConsistencyReport.Component) -> (Scenario) -> String
    {
      of {
        let it = component($0.consistency)
        return "\(Figure.number(it.anees)) ±\(Figure.number(it.chance))"
      }
    }
    return table(
      "errors", scenarios,
      [
        ("frames converged", "", { Figure.percent($0.convergedShare) }),
        ("lateral p50", "≤ 0.06 m", of { Figure.metres($0.lateralP50_m) }),
        ("lateral p95", "≤ 0.20 m", of { Figure.metres($0.lateralP95_m) }),
        ("  over unchanged", "≤ 1.3", of { Figure.number($0.lateralP95Ratio) }),
        ("longitudinal p95, two landmarks", "≤ 0.60 m", of { Figure.metres($0.longitudinalP95_m) }),
        ("  of converged frames", "", of { Figure.percent($0.longitudinalFrames) }),
        ("longitudinal p95, all", "", of { Figure.metres($0.longitudinalAllP95_m) }),
        ("heading p95", "≤ 0.3°", of { Figure.number($0.headingP95_deg) + "°" }),
        ("ANEES lateral ± chance", "0.8 – 1.3", consistency { $0.across }),
        ("ANEES longitudinal", "0.8 – 1.3", consistency { $0.along }),
        ("ANEES heading", "0.8 – 1.3", consistency { $0.yaw }),
        ("ANEES jointly", "0.8 – 1.3", consistency { $0.joint }),
        ("lane slips per 1000 km", "", of { "\(Figure.number($0.slipsPer1000km)) (\($0.slips))" }),
        ("  share of frames", "", of { Figure.percent($0.slippedShare) }),
        (
          "protection level p50, p95", "",
          of {
            "\(Figure.metres($0.integrity.protectionP50_m)), \(Figure.metres($0.integrity.protectionP95_m))"
          }
        ),
        ("beyond it: promised", "", of { Figure.percent($0.integrity.promised) }),
        ("beyond it: observed", "≤ promised", of { Figure.percent($0.integrity.beyondProtection) }),
        ("  below, with 95 % confidence", "", of { Figure.percent($0.integrity.beyondProtectionBound) }),
        ("frames that abstained", "", of { "\($0.integrity.abstained)" }),
        (
          "beyond the alert limit", "",
          of {
            "\(Figure.percent($0.integrity.beyondAlert)) > \(Figure.number($0.integrity.alertLimit_m)) m"
          }
        ),
        ("until localized: p50, p95", "", { Self.wait($0.start) }),
      ])
  }

  private func statuses(_ scenarios: [Scenario]) -> String {
    let names = Set(scenarios.flatMap(\.statuses.keys)).sorted()
    return table(
      "what is said", scenarios,
      [("kilometres", "", { Figure.number($0.driven_km) }), ("frames", "", { String($0.frames) })]
        + names.map { name in (name, "", { Figure.percent($0.statuses[name] ?? 0, of: $0.frames) }) })
  }

  private func disturbances(_ scenarios: [Scenario]) -> String {
    let names = Set(scenarios.flatMap { $0.disturbed.map { Array($0.statuses.keys) } ?? [] }).sorted()
    return table(
      "while disturbed", scenarios,
      [("frames", "", { String($0.disturbed?.frames ?? 0) })]
        + names.map { name in
          (name, "", { Figure.percent($0.disturbed?.statuses[name] ?? 0, of: $0.disturbed?.frames ?? 0) })
        } + [
          ("lateral p95, converged", "", { Figure.metres($0.disturbed?.lateralP95_m) }),
          ("until localized again: p50, p95", "", { $0.disturbed.map { Self.wait($0.recovery) } ?? Figure.none }),
        ])
  }

  private static func wait(_ recovery: RecoveryReport) -> String {
    "\(Figure.number(recovery.p50_s)), \(Figure.number(recovery.p95_s)) s"
      + (recovery.unfinished > 0 ? " (\(recovery.unfinished) never)" : "")
  }
}

extension ChangeScorecard {
  /// The scorecard as text: one line a true change, the wrong ones, and the counts.
  public var table: String {
    var lines = [
      Self.row(["true", "kind", "class", "passes", "vehicles", "days", "result", "error", "reported as"])
    ]
    for outcome in truth {
      let result =
        outcome.isDrivenEnough || outcome.isFound ? outcome.result.rawValue : "\(outcome.result.rawValue) (few passes)"
      lines.append(
        Self.row([
          outcome.id, outcome.kind, outcome.elementClass, String(outcome.passes), String(outcome.vehicles),
          String(outcome.days), result.replacing("_", with: " "), outcome.error_m.map { Self.metres($0) } ?? "",
          outcome.changes.prefix(3).joined(separator: " ")
            + (outcome.changes.count > 3 ? " and \(outcome.changes.count - 3) more" : ""),
        ]))
    }
    let wrong = found.filter { $0.result == .wrong }
    for outcome in wrong {
      lines.append(
        Self.row([
          "–", outcome.kind, outcome.elementClass, "", "", "",
          outcome.isOnUntouched ? "FALSE, on untouched" : "FALSE", "", outcome.change,
        ]))
    }
    lines.append("")
    lines.append(
      Self.counts(["", "true", "driven enough", "found", "recall", "reported", "right", "wrong", "precision"]))
    for row in byKind + byClass + [permanent] {
      lines.append(
        Self.counts([
          row.name, String(row.truth), String(row.enough), String(row.found), Self.percent(row.recall),
          String(row.reported), String(row.right), String(row.wrong), Self.percent(row.precision),
        ]))
    }
    lines.append("")
    lines.append(summary)
    return lines.map { $0.trimmedEnd }.joined(separator: "\n") + "\n"
  }

  /// One line: what was found of the permanent changes, and false changes on untouched elements.
  public var summary: String {
    let all = permanent
    return "\(all.found) of \(all.enough) permanent changes driven past often enough (\(rules.enoughPasses) passes of "
      + "\(rules.enoughVehicles) vehicles) were found; \(falseOnUntouched.count) false on untouched elements"
  }

  private static func row(_ cells: [String]) -> String { columns(cells, [5, 18, 15, -6, -8, -4, 20, -7, 0]) }
  private static func counts(_ cells: [String]) -> String { columns(cells, [18, -5, -13, -6, -7, -8, -6, -6, -9]) }

  /// Pads cells: to the right of their text, or to the left where the width is negative.
  private static func columns(_ cells: [String], _ widths: [Int]) -> String {
    zip(cells, widths).map { cell, width in
      let pad = String(repeating: " ", count: max(abs(width) - cell.count, 0))
      return width < 0 ? pad + cell : cell + pad
    }.joined(separator: "  ")
  }

  private static func metres(_ value: Double) -> String {
    let centimetres = Int((value * 100).rounded())
    return "\(centimetres / 100).\(centimetres % 100 < 10 ? "0" : "")\(centimetres % 100) m"
  }

  private static func percent(_ value: Double?) -> String { value.map { "\(Int(($0 * 100).rounded())) %" } ?? "–" }
}

extension String {
  fileprivate var trimmedEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}

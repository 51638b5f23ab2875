/// Rows in columns for people: words to the left, numbers to the right.
struct TextTable {
  /// Where a column's cells stand.
  enum Side { case left, right }

  private let sides: [Side]
  private var rows: [[String]]

  /// A table with its header.
  init(_ columns: [(name: String, side: Side)]) {
    sides = columns.map(\.side)
    rows = [columns.map(\.name)]
  }

  /// Adds a row of as many cells as there are columns.
  mutating func append(_ cells: [String]) { rows.append(cells) }

  /// The lines, without trailing blanks.
  var text: String {
    let widths = sides.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        line += (column == 0 ? "" : "  ") + (sides[column] == .right ? padding + cell : cell + padding)
      }
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }
}

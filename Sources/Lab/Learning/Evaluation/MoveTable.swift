import Evidence
import MapModel

/// How many moves are found, by how far they go.
struct MoveTable {
  /// Share of the moves of a distance that have to be found for it to count as found.
  static let asked = 0.95

  private let changes: [MeasuredChange]

  init(_ all: EvaluationTally) { changes = all.changes.filter { $0.kind == .moved } }

  /// A row for each distance, points and lines apart, nearest first.
  var rows: [EvaluationReport.MoveRow] {
    [("points", false), ("lines", true)].flatMap { shape, isLine in
      let own = changes.filter { ($0.elementClass.entry.matchKind == .line) == isLine }
      return Set(own.map(\.moved_cm)).sorted().map { row(shape, $0, own) }
    }
  }

  private func row(_ shape: String, _ moved_cm: Int, _ own: [MeasuredChange]) -> EvaluationReport.MoveRow {
    let changes = own.filter { $0.moved_cm == moved_cm }
    let delays = changes.compactMap(\.delay)
    return EvaluationReport.MoveRow(
      shape: shape, moved_m: Double(moved_cm) / 100, changes: changes.count, found: delays.count,
      share: Double(delays.count) / Double(changes.count),
      atLeast95: ShareBound.wilson95(delays.count, of: changes.count).lowerBound,
      replaced: changes.count { $0.isReplaced },
      mean: delays.isEmpty ? nil : Double(delays.reduce(0, +)) / Double(delays.count))
  }

  /// The shortest distance of which, and of every longer one, 95 % are found; nil where there is none.
  static func smallest(_ rows: [EvaluationReport.MoveRow], shape: String) -> Double? {
    var smallest: Double?
    for row in rows.filter({ $0.shape == shape }).sorted(by: { $0.moved_m > $1.moved_m }) {
      guard row.share >= asked else { break }
      smallest = row.moved_m
    }
    return smallest
  }
}

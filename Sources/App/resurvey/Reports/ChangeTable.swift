import Evidence
import Foundation
import Geometry
import MapModel

/// Changes as a table: the life of each, and the last word on it.
enum ChangeTable {
  /// A header and a line a change.
  static func text(_ changes: [ChangeEvent], lives: ChangeLives) -> String {
    var rows = [
      [
        "kind", "life", "class", "element", "length", "latitude", "longitude", "nats", "passes", "vehicles", "days",
        "version", "change",
      ]
    ]
    for change in ChangeGeoJSON.latest(changes) {
      let points = (change.after.isEmpty ? change.before : change.after).map(\.vector)
      let line = points.isEmpty ? nil : Polyline(points)
      let place = line.map { change.tile.frame.geodetic($0.point(at: $0.length_m / 2)) }
      rows.append([
        change.kind.name, lives.text(change.change), change.elementClass.name,
        (change.pieceBefore ?? change.pieceAfter).map { "\($0.element.value)" } ?? "–",
        change.shapeKind == .line ? "\(Int((line?.length_m ?? 0).rounded())) m" : "",
        place.map { decimals($0.latitude_deg, 6) } ?? "–", place.map { decimals($0.longitude_deg, 6) } ?? "–",
        decimals(Double(change.evidence_mnat) / 1000, 1), "\(change.traversals)", "\(change.vehicles)",
        "\(change.days)",
        change.appliedVersion == 0 ? "–" : "\(change.appliedVersion)", change.change,
      ])
    }
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).map { $0.padding(toLength: max($1, $0.count), withPad: " ", startingAt: 0) }
        .joined(separator: "  ").trimmingCharacters(in: .whitespaces)
    }.joined(separator: "\n")
  }

  private static func decimals(_ value: Double, _ places: Int) -> String {
    String(format: "%.\(places)f", value)
  }
}

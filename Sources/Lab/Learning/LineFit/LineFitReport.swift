/// What a `LineFit` measured, for files and for people.
public struct LineFitReport: Hashable, Sendable, Codable {
  /// One pose.
  public struct Row: Hashable, Sendable, Codable {
    /// Which pose.
    public var pose: PoseVariant
    /// Frames it was taken in.
    public var frames: Int
    /// Detected points in them.
    public var points: Int
    /// Median distance to the nearest mapped line, m, at most 10; nil without points.
    public var median_m: Double?
    /// Share of points within `close_m`, 0 … 1; nil without points.
    public var closeShare: Double?
  }

  /// Class of the lines.
  public var elementClass: String
  /// How far a forced pose is moved, m.
  public var laneWidth_m: Double
  /// Distance up to which a point is close, m.
  public var close_m: Double
  /// Frames seen and used.
  public var counts: LineFit.Counts
  /// One row a pose, in a fixed order.
  public var rows: [Row]

  /// The row of a pose.
  public subscript(pose: PoseVariant) -> Row? { rows.first { $0.pose == pose } }

  /// The report as text: frames, then one line a pose.
  public var table: String {
    let statuses = counts.onMapByStatus.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    var lines = [
      "\(counts.frames) frames, \(counts.onMap) on the map"
        + (statuses.isEmpty ? "" : " (\(statuses.joined(separator: ", ")))")
        + (counts.withoutReportedPose > 0 ? ", \(counts.withoutReportedPose) without a reported pose" : ""),
      "",
      Self.line(["pose", "frames", "points", "median", "within \(close_m) m"]),
    ]
    for row in rows {
      lines.append(
        Self.line([
          row.pose.title, String(row.frames), String(row.points), row.median_m.map { "\(Self.fixed($0, 3)) m" } ?? "–",
          row.closeShare.map { "\(Self.fixed($0 * 100, 1)) %" } ?? "–",
        ]))
    }
    return lines.joined(separator: "\n")
  }

  private static func line(_ cells: [String]) -> String {
    zip(cells, [28, -7, -8, -8, -13]).map { cell, width in
      let pad = String(repeating: " ", count: max(abs(width) - cell.count, 0))
      return width < 0 ? pad + cell : cell + pad
    }.joined(separator: "  ")
  }

  private static func fixed(_ value: Double, _ digits: Int) -> String {
    let unit = digits == 1 ? 10 : 1000
    let whole = Int((value * Double(unit)).rounded())
    let rest = String(whole % unit)
    return "\(whole / unit).\(String(repeating: "0", count: digits - rest.count))\(rest)"
  }
}

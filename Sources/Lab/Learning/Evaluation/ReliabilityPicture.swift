import Evidence
import Geometry
import Simulation

/// Reliability curves as SVG: stated against observed probability, a panel a kind of change, a curve a class.
public struct ReliabilityPicture {
  private static let side = 220.0
  private static let margin = 52.0
  private static let colours = ["#1a5fb4", "#c64600", "#26a269", "#813d9c", "#7a5c00"]
  private let rows: [EvaluationReport.CalibrationRow]
  private let title: String

  /// The picture of a report.
  public init(_ report: EvaluationReport) {
    rows = report.calibration
    title = "\(report.scenario.name): evidence at the end of each day against the truth"
  }

  /// The file.
  public var svg: String {
    let kinds = ChangeEvent.Kind.allCases.filter { kind in rows.contains { $0.kind == kind.name } }
    let width = Self.margin + Double(max(kinds.count, 1)) * (Self.side + Self.margin)
    let most = kinds.map { kind in rows.count { $0.kind == kind.name } }.max() ?? 0
    var canvas = SVGCanvas(width: width, height: Self.side + 2 * Self.margin + 16 * Double(most) + 24)
    canvas.rectangle(0, 0, canvas.width, canvas.height, "fill=\"\(PictureStyle.background)\"")
    canvas.text(title, at: Vector2(Self.margin, 24), "font-size=\"14\" fill=\"\(PictureStyle.ink)\"")
    for (place, kind) in kinds.enumerated() {
      let left = Self.margin + Double(place) * (Self.side + Self.margin)
      draw(kind, at: Vector2(left, Self.margin), on: &canvas)
    }
    return canvas.svg
  }

  private func draw(_ kind: ChangeEvent.Kind, at corner: Vector2, on canvas: inout SVGCanvas) {
    let side = Self.side
    func place(_ stated: Double, _ isSo: Double) -> Vector2 { corner + Vector2(stated * side, (1 - isSo) * side) }
    canvas.rectangle(corner.x, corner.y, side, side, "fill=\"\(PictureStyle.paper)\"")
    canvas.path([place(0, 0), place(1, 1)], "stroke=\"\(PictureStyle.faint)\" stroke-dasharray=\"4 4\" fill=\"none\"")
    let small = "font-size=\"11\" fill=\"\(PictureStyle.ink)\""
    canvas.text(
      PictureStyle.title(kind), at: corner + Vector2(0, -8), "font-size=\"13\" fill=\"\(PictureStyle.colour(kind))\"")
    for tick in [0.0, 0.5, 1.0] {
      let label = SVGCanvas.number(tick)
      canvas.text(label, at: place(tick, 0) + Vector2(0, 14), small + " text-anchor=\"middle\"")
      canvas.text(label, at: place(0, tick) + Vector2(-5, 4), small + " text-anchor=\"end\"")
    }
    canvas.text("stated", at: place(0.5, 0) + Vector2(0, 28), small + " text-anchor=\"middle\"")
    for (index, row) in rows.filter({ $0.kind == kind.name }).enumerated() {
      let colour = Self.colours[index % Self.colours.count]
      let stroke = "stroke=\"\(colour)\" fill=\"none\""
      canvas.path(row.points.map { place($0.stated, $0.isSo) }, stroke + " stroke-width=\"1.6\"")
      for point in row.points {
        canvas.path([place(point.stated, point.low95), place(point.stated, point.high95)], stroke)
        canvas.circle(place(point.stated, point.isSo), radius: 2.6, "fill=\"\(colour)\"")
      }
      let error = SVGCanvas.number(row.expectedError * 100)
      canvas.text(
        "\(row.elementClass): \(row.samples) samples, error \(error) %",
        at: corner + Vector2(0, side + 46 + 16 * Double(index)), "font-size=\"11\" fill=\"\(colour)\"")
    }
  }
}

import Evidence
import Geometry
import MapModel

/// The right side of the picture: what the signs mean, and the list of changes.
struct PicturePanel {
  let marks: [PictureMark]
  let hasTruth: Bool
  let left, top, height: Double
  private static let row = 17.0
  private static let text = "font-size=\"11.5\" fill=\"\(PictureStyle.ink)\""
  private static let faint = "font-size=\"11.5\" fill=\"\(PictureStyle.faint)\""
  private static let heading = "font-size=\"12\" font-weight=\"bold\" fill=\"\(PictureStyle.ink)\""

  /// Room for the legend and a list.
  static func height(rows: Int) -> Double { 210 + Double(rows) * row }

  func draw(on canvas: inout SVGCanvas) {
    var y = top + 12
    canvas.text("Legend", at: Vector2(left, y), Self.heading)
    y += 22
    for (index, kind) in ChangeEvent.Kind.allCases.enumerated() {
      let x = left + (index % 2 == 0 ? 8 : 158)
      Glyph.dot(at: Vector2(x, y - 4), colour: PictureStyle.colour(kind), on: &canvas)
      canvas.text(PictureStyle.title(kind), at: Vector2(x + 14, y), Self.text)
      if index % 2 == 1 || index == ChangeEvent.Kind.allCases.count - 1 { y += 19 }
    }
    y += 6
    for (sign, text) in signs {
      let at = Vector2(left + 12, y - 4)
      let colour = PictureStyle.faint
      if sign != .wrong && hasTruth { Glyph.ring(at: at, colour: colour, on: &canvas) }
      if sign != .missed { Glyph.dot(at: at, colour: colour, on: &canvas) }
      if sign == .wrong { Glyph.cross(at: at, on: &canvas) }
      canvas.text(text, at: Vector2(left + 32, y), Self.text)
      y += 24
    }
    y += 12
    canvas.text(hasTruth ? "True changes" : "Changes", at: Vector2(left, y), Self.heading)
    y += 20
    drawList(from: y, on: &canvas)
  }

  private var signs: [(PictureMark.Result, String)] {
    hasTruth
      ? [(.found, "true and found"), (.missed, "true, not found"), (.wrong, "found, not true")]
      : [(.reported, "found")]
  }

  private func drawList(from y: Double, on canvas: inout SVGCanvas) {
    let most = max(Int((top + height - y) / Self.row), 1)
    let shown = marks.count > most ? most - 1 : marks.count
    var y = y
    for mark in marks.prefix(shown) {
      let colour = PictureStyle.colour(mark.kind)
      canvas.circle(
        Vector2(left + 4, y - 4), radius: 3.6,
        mark.result == .missed ? "fill=\"#ffffff\" stroke=\"\(colour)\" stroke-width=\"1.4\"" : "fill=\"\(colour)\"")
      canvas.text(short(mark.name), at: Vector2(left + 14, y), Self.text)
      canvas.text(
        mark.elementClass.name.replacing("_", with: " "), at: Vector2(left + (hasTruth ? 52 : 130), y), Self.text)
      canvas.text(remark(mark), at: Vector2(left + (hasTruth ? 166 : 240), y), Self.faint)
      y += Self.row
    }
    if shown < marks.count { canvas.text("and \(marks.count - shown) more", at: Vector2(left + 14, y), Self.faint) }
  }

  private func short(_ name: String) -> String { name.count > 16 ? "…" + name.suffix(15) : name }

  private func remark(_ mark: PictureMark) -> String {
    switch mark.result {
    case .found: "found, \(mark.remark)"
    case .otherwise: "told otherwise, \(mark.remark)"
    case .missed: "missed, \(mark.remark)"
    case .wrong: "false, \(short(mark.remark))"
    case .reported: mark.remark
    }
  }
}

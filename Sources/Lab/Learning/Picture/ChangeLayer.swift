import Evidence
import Geometry
import MapModel

/// The changes on the map, with halos and names that keep out of each other's way.
struct ChangeLayer {
  let marks: [PictureMark]
  let view: PictureView

  func draw(on canvas: inout SVGCanvas) {
    for mark in marks { drawTruth(mark, on: &canvas) }
    for mark in marks { for found in mark.found { drawFound(mark, found, on: &canvas) } }
    drawNames(on: &canvas)
  }

  private func isLine(_ mark: PictureMark, _ points: [Vector2]) -> Bool { mark.shape == .line && points.count > 1 }

  private func drawTruth(_ mark: PictureMark, on canvas: inout SVGCanvas) {
    guard !mark.truth.isEmpty else { return }
    let colour = PictureStyle.colour(mark.kind)
    if isLine(mark, mark.truth), Polyline(mark.truth).length_m > 16 {
      canvas.path(
        mark.truth,
        "fill=\"none\" stroke=\"\(colour)\" stroke-opacity=\"0.28\" stroke-width=\"11\" stroke-linecap=\"round\"")
      return
    }
    for spot in mark.shape == .point ? mark.truth : [mark.anchor] {
      Glyph.ring(at: spot, colour: colour, radius: mark.shape == .point && mark.truth.count > 1 ? 4 : 9, on: &canvas)
    }
  }

  private func drawFound(_ mark: PictureMark, _ points: [Vector2], on canvas: inout SVGCanvas) {
    guard let first = points.first else { return }
    let colour = PictureStyle.colour(mark.kind)
    if isLine(mark, points), Polyline(points).length_m > 16 {
      canvas.path(points, "fill=\"none\" stroke=\"#ffffff\" stroke-width=\"5.5\" stroke-linecap=\"round\"")
      let dash = mark.kind == .removed ? " stroke-dasharray=\"7 4\"" : ""
      canvas.path(points, "fill=\"none\" stroke=\"\(colour)\" stroke-width=\"3\"\(dash)")
      if mark.result == .wrong {
        Glyph.cross(at: Polyline(points).point(at: Polyline(points).length_m / 2), on: &canvas)
      }
      return
    }
    let middle = points.count > 1 ? points.reduce(Vector2.zero, +) * (1 / Double(points.count)) : first
    if mark.result == .wrong {
      Glyph.dot(at: middle, colour: colour, on: &canvas)
      Glyph.cross(at: middle, on: &canvas)
    } else {
      Glyph.dot(at: middle, colour: colour, on: &canvas)
    }
  }

  // MARK: Names

  private struct Box {
    let low, high: Vector2
    init(about centre: Vector2, half: Double) {
      self.init(low: centre + Vector2(-half, -half), high: centre + Vector2(half, half))
    }

    init(low: Vector2, high: Vector2) {
      self.low = low
      self.high = high
    }

    func overlap(_ other: Box) -> Double {
      max(min(high.x, other.high.x) - max(low.x, other.low.x), 0)
        * max(min(high.y, other.high.y) - max(low.y, other.low.y), 0)
    }
  }

  /// What a mark itself covers: names keep off it.
  private func ground(of mark: PictureMark) -> [Box] {
    var boxes = [Box(about: mark.anchor, half: 9)]
    for points in [mark.truth] + mark.found where points.count > 1 {
      let samples = mark.shape == .line ? Polyline(points).resampled(spacing_m: 8) : points
      boxes += samples.map { Box(about: $0, half: 5) }
    }
    return boxes
  }

  private func name(of mark: PictureMark) -> String {
    switch mark.result {
    case .missed: "\(mark.name) missed"
    case .wrong: "\(mark.name) false"
    case .otherwise: "\(mark.name) told otherwise"
    case .found, .reported: mark.name
    }
  }

  private func drawNames(on canvas: inout SVGCanvas) {
    var taken = marks.flatMap { mark in ground(of: mark) }
    for mark in marks {
      let text = name(of: mark)
      let size = Vector2(Double(text.count) * 6.4, 12)
      let sides = [(1.0, 0.0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1)]
      let places = [1.0, 1.6].flatMap { reach in
        sides.map { side in
          let centre = mark.anchor + Vector2(side.0 * (12 * reach + size.x / 2), side.1 * 16 * reach)
          return Box(low: centre + size * -0.5, high: centre + size * 0.5)
        }
      }
      let costs = places.map { place in
        let isCut = view.clamped(place.low) != place.low || view.clamped(place.high) != place.high
        return taken.reduce(isCut ? 1e4 : 0) { $0 + $1.overlap(place) }
      }
      let best = costs.indices.min { costs[$0] < costs[$1] } ?? 0
      taken.append(places[best])
      let colour = mark.isDoubtful ? PictureStyle.wrong : PictureStyle.colour(mark.kind)
      let at = Vector2(places[best].low.x, places[best].high.y - 2.5)
      let common = "font-size=\"11\" font-weight=\"bold\""
      canvas.text(
        text, at: at,
        "\(common) fill=\"none\" stroke=\"#ffffff\" stroke-opacity=\"0.9\" stroke-width=\"3.5\" stroke-linejoin=\"round\""
      )
      canvas.text(text, at: at, "\(common) fill=\"\(colour)\"")
    }
  }
}

/// The signs that stand for changes, on the map and in the legend.
enum Glyph {
  static func ring(at: Vector2, colour: String, radius: Double = 9, on canvas: inout SVGCanvas) {
    canvas.circle(
      at, radius: radius, "fill=\"\(colour)\" fill-opacity=\"0.16\" stroke=\"#ffffff\" stroke-width=\"3.6\"")
    canvas.circle(at, radius: radius, "fill=\"none\" stroke=\"\(colour)\" stroke-width=\"1.8\"")
  }

  static func dot(at: Vector2, colour: String, on canvas: inout SVGCanvas) {
    canvas.circle(at, radius: 4.6, "fill=\"\(colour)\" stroke=\"#ffffff\" stroke-width=\"1.6\"")
  }

  static func cross(at: Vector2, on canvas: inout SVGCanvas) {
    for (style, width) in [("#ffffff", "5"), (PictureStyle.wrong, "2.2")] {
      for side in [1.0, -1.0] {
        canvas.path(
          [at + Vector2(-8, -8 * side), at + Vector2(8, 8 * side)],
          "stroke=\"\(style)\" stroke-width=\"\(width)\" stroke-linecap=\"round\"")
      }
    }
  }
}

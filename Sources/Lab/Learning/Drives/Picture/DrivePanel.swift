import Geometry

/// A rectangle of the picture that shows a part of the map, turned so that a direction runs from left to right.
struct DrivePanel {
  /// What is shown.
  enum Frame {
    /// All points, north up.
    case whole([Vector2])
    /// A stretch of road about a middle.
    case close(Vector2, along: Vector2, length_m: Double)
  }

  let left, top, width, height: Double
  /// Pixels a metre.
  let scale: Double
  private let middle: Vector2
  private let axis: Vector2

  /// A panel; without a height it is as high as what it shows.
  init(frame: Frame, left: Double, top: Double, width: Double, height: Double?) {
    self.left = left
    self.top = top
    self.width = width
    switch frame {
    case .whole(let points):
      let box = points.dropFirst().reduce(Bounds2(points.first ?? .zero, points.first ?? .zero)) {
        $0.union(Bounds2($1, $1))
      }.grown(by: 25)
      scale = width / max(box.high.x - box.low.x, 1)
      self.height = height ?? min((box.high.y - box.low.y) * scale, 900)
      middle = (box.low + box.high) * 0.5
      axis = Vector2(1, 0)
    case .close(let middle, let along, let length_m):
      scale = width / length_m
      self.height = height ?? width / 3
      self.middle = middle
      axis = along
    }
  }

  /// A place of the map in pixels.
  func pixel(_ place: Vector2) -> Vector2 {
    let offset = place - middle
    return Vector2(left + width / 2 + offset.dot(axis) * scale, top + height / 2 - offset.dot(axis.leftNormal) * scale)
  }

  /// True where a place lies in the panel or a little beside it.
  func isNear(_ place: Vector2) -> Bool {
    let at = pixel(place)
    let margin = 25 * scale
    return at.x > left - margin && at.x < left + width + margin && at.y > top - margin && at.y < top + height + margin
  }

  /// True where a line may show in the panel.
  func touches(_ line: [Vector2]) -> Bool {
    let pixels = line.map(pixel)
    return
      !(pixels.allSatisfy { $0.x < left } || pixels.allSatisfy { $0.x > left + width }
      || pixels.allSatisfy { $0.y < top } || pixels.allSatisfy { $0.y > top + height })
  }

  /// Draws what it is given, cut at the panel's border.
  func draw(on canvas: inout SVGCanvas, _ content: (inout SVGCanvas) -> Void) {
    let id = "panel-\(SVGCanvas.number(left))-\(SVGCanvas.number(top))"
    canvas.raw("<defs><clipPath id=\"\(id)\">")
    canvas.rectangle(left, top, width, height, "rx=\"6\"")
    canvas.raw("</clipPath></defs>")
    canvas.rectangle(left, top, width, height, "rx=\"6\" fill=\"\(PictureStyle.paper)\"")
    canvas.group("clip-path=\"url(#\(id))\"", content)
    canvas.rectangle(left, top, width, height, "rx=\"6\" fill=\"none\" stroke=\"#d9d5c8\" stroke-width=\"1\"")
  }

  /// Draws a bar of ten metres into the lower left corner.
  func drawScale(on canvas: inout SVGCanvas) {
    let y = top + height - 14
    let start = left + 14
    let end = start + 10 * scale
    canvas.rectangle(start - 8, y - 12, end - start + 52, 20, "rx=\"4\" fill=\"#ffffff\" fill-opacity=\"0.85\"")
    canvas.path(
      [Vector2(start, y - 4), Vector2(start, y), Vector2(end, y), Vector2(end, y - 4)],
      "fill=\"none\" stroke=\"\(PictureStyle.ink)\" stroke-width=\"1.4\"")
    canvas.text("10 m", at: Vector2(end + 8, y + 2), "font-size=\"11\" fill=\"\(PictureStyle.ink)\"")
  }
}

import Geometry

/// A picture in the making: SVG elements in pixels, y down.
struct SVGCanvas {
  private var body: [String] = []
  let width, height: Double

  init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  mutating func raw(_ text: String) { body.append(text) }

  mutating func group(_ attributes: String, _ draw: (inout SVGCanvas) -> Void) {
    body.append("<g \(attributes)>")
    draw(&self)
    body.append("</g>")
  }

  mutating func rectangle(_ x: Double, _ y: Double, _ w: Double, _ h: Double, _ attributes: String) {
    body.append(
      "<rect x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(w))\" height=\"\(Self.number(h))\" \(attributes)/>"
    )
  }

  mutating func circle(_ at: Vector2, radius: Double, _ attributes: String) {
    body.append(
      "<circle cx=\"\(Self.number(at.x))\" cy=\"\(Self.number(at.y))\" r=\"\(Self.number(radius))\" \(attributes)/>")
  }

  mutating func path(_ points: [Vector2], isClosed: Bool = false, _ attributes: String = "") {
    guard points.count > 1 else { return }
    body.append("<path d=\"\(Self.data(points, isClosed: isClosed))\"\(attributes.isEmpty ? "" : " ")\(attributes)/>")
  }

  mutating func text(_ text: String, at: Vector2, _ attributes: String) {
    body.append(
      "<text x=\"\(Self.number(at.x))\" y=\"\(Self.number(at.y))\" \(attributes)>\(Self.escaped(text))</text>")
  }

  static func data(_ points: [Vector2], isClosed: Bool = false) -> String {
    var text = ""
    var last: (String, String)?
    for point in points {
      let pair = (number(point.x), number(point.y))
      if let last, last == pair { continue }
      text += (last == nil ? "M" : "L") + pair.0 + " " + pair.1
      last = pair
    }
    return text + (isClosed ? "Z" : "")
  }

  /// A number with at most one decimal.
  static func number(_ value: Double) -> String {
    let tenths = Int((min(max(value, -1e7), 1e7) * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let size = abs(tenths)
    return size % 10 == 0 ? "\(sign)\(size / 10)" : "\(sign)\(size / 10).\(size % 10)"
  }

  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }

  /// The whole file.
  var svg: String {
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(Self.number(width))\" height=\"\(Self.number(height))\" "
      + "viewBox=\"0 0 \(Self.number(width)) \(Self.number(height))\" "
      + "font-family=\"'DejaVu Sans', Helvetica, Arial, sans-serif\">\n" + body.joined(separator: "\n") + "\n</svg>\n"
  }
}

import Geometry
import MapModel

/// Where places of the world lie in the picture.
struct PictureView {
  let frame: ENUFrame
  /// Pixels a metre.
  let scale: Double
  private let low: Vector2
  private let high: Vector2
  private let left, top: Double

  /// A view of all that must be seen, `width` pixels wide at `left`, `top` and no higher than `highest`.
  init(places: [Vector2], frame: ENUFrame, left: Double, top: Double, width: Double, highest: Double, margin_m: Double)
  {
    self.frame = frame
    self.left = left
    self.top = top
    let xs = places.map(\.x)
    let ys = places.map(\.y)
    low = Vector2((xs.min() ?? 0) - margin_m, (ys.min() ?? 0) - margin_m)
    high = Vector2((xs.max() ?? 0) + margin_m, (ys.max() ?? 0) + margin_m)
    scale = min(width / (high.x - low.x), highest / (high.y - low.y))
  }

  var width: Double { (high.x - low.x) * scale }
  var height: Double { (high.y - low.y) * scale }

  /// A place of the frame in pixels.
  func pixel(_ point: Vector2) -> Vector2 {
    Vector2(left + (point.x - low.x) * scale, top + (high.y - point.y) * scale)
  }

  /// The nearest pixel of the picture's map.
  func clamped(_ pixel: Vector2) -> Vector2 {
    Vector2(min(max(pixel.x, left), left + width), min(max(pixel.y, top), top + height))
  }

  func pixel(_ place: Geodetic) -> Vector2 { pixel(frame.local(place)) }

  func pixels(_ places: [Geodetic]) -> [Vector2] { places.map { pixel($0) } }

  /// The nearest round length that fits into a number of pixels: 1, 2 or 5 times a power of ten, m.
  func roundLength_m(pixels: Double) -> Double {
    let most = pixels / scale
    var power = 1.0
    while power * 10 <= most { power *= 10 }
    while power > most { power /= 10 }
    return [5.0, 2, 1].map { $0 * power }.first { $0 <= most } ?? power
  }
}

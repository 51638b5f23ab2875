import Foundation
import Geometry

/// Where a straight stretch leaves one tile for the next.
struct BorderCrossing {
  /// Fraction of the stretch, 0 … 1.
  let fraction: Double
  /// Where.
  let place: Geodetic
  /// The tile behind the border.
  let next: TileID

  /// Crossings closer to each other than this are one, through the corner where four tiles meet, m.
  static let corner_m = 0.02

  /// All crossings from `start` to `end` in order; straight means straight in a metric frame at `start`.
  static func crossings(from start: Geodetic, to end: Geodetic) -> [BorderCrossing] {
    let frame = ENUFrame(origin: start.onGround)
    let goal = frame.local(end.onGround)
    let from = mercator(start, near: start)
    let to = mercator(end, near: start)
    func place(_ fraction: Double) -> Geodetic { frame.geodetic(goal * fraction) }

    var steps: [(fraction: Double, x: Int, y: Int)] = []
    func collect(_ a: Double, _ b: Double, _ coordinate: (Vector2) -> Double, _ x: Int, _ y: Int) {
      let low = Int(min(a, b).rounded(.down))
      let high = Int(max(a, b).rounded(.down))
      for border in stride(from: low + 1, through: high, by: 1) {
        var fraction = (Double(border) - a) / (b - a)
        // The Mercator coordinate is nearly linear along the stretch: each step gains several digits.
        for _ in 0..<4 {
          fraction += (Double(border) - coordinate(mercator(place(fraction), near: start))) / (b - a)
        }
        steps.append((min(max(fraction, 0), 1), x, y))
      }
    }
    collect(from.x, to.x, \.x, to.x > from.x ? 1 : -1, 0)
    collect(from.y, to.y, \.y, 0, to.y > from.y ? 1 : -1)
    steps.sort { ($0.fraction, $0.x, $0.y) < ($1.fraction, $1.x, $1.y) }

    let tile = TileID(start)
    var (x, y) = (tile.x, tile.y)
    var crossings: [BorderCrossing] = []
    for step in steps {
      x += step.x
      y += step.y
      let next = TileID(x: x, y: y)
      if let last = crossings.last, (step.fraction - last.fraction) * goal.length < corner_m {
        crossings[crossings.count - 1] = BorderCrossing(fraction: last.fraction, place: last.place, next: next)
      } else {
        crossings.append(BorderCrossing(fraction: step.fraction, place: place(step.fraction), next: next))
      }
    }
    return crossings
  }

  /// Column and row with fraction; columns run on beyond the antimeridian on the side of `reference`.
  private static func mercator(_ place: Geodetic, near reference: Geodetic) -> Vector2 {
    let side = Double(1 << TileID.zoom)
    var longitude = place.longitude_deg
    longitude += ((reference.longitude_deg - longitude) / 360).rounded() * 360
    let y = (1 - asinh(tan(place.latitude_deg.degreesAsRadians)) / .pi) / 2
    return Vector2((longitude + 180) / 360 * side, y * side)
  }
}

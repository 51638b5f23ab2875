import Geometry
import MapModel

/// A street as one of its two junctions sees it.
struct JunctionArm {
  let carriageway: Carriageway
  /// True where the street begins at this junction.
  let isStart: Bool

  init(_ carriageway: Carriageway, isStart: Bool) {
    self.carriageway = carriageway
    self.isStart = isStart
  }

  var profile: StreetProfile { carriageway.profile }

  /// Lanes that lead into the junction, from the middle of the street outwards.
  var incoming: [Carriageway.Lane] { isStart ? carriageway.backward : carriageway.forward }
  /// Lanes that lead out of it, from the middle of the street outwards.
  var outgoing: [Carriageway.Lane] { isStart ? carriageway.forward : carriageway.backward }

  /// Unit direction away from the junction.
  var outward: Vector2 { direction(beyond_m: 0) }

  /// Unit direction away from the junction at a distance beyond the lanes' ends.
  func direction(beyond_m: Double) -> Vector2 {
    let heading = carriageway.heading(station_m: station(beyond_m: beyond_m))
    return isStart ? heading : -heading
  }

  private func station(beyond_m: Double) -> Double {
    isStart ? carriageway.start_m + beyond_m : carriageway.end_m - beyond_m
  }

  /// A place by its distance beyond the lanes' ends and to the left, looking away from the junction. Incoming lanes lie to the left.
  func place(beyond_m: Double, left_m: Double) -> Vector2 {
    carriageway.place(station_m: station(beyond_m: beyond_m), lateral_m: isStart ? left_m : -left_m)
  }

  /// Where the kerb to the left, looking away from the junction, begins.
  var leftKerbEnd: Vector2 {
    isStart ? carriageway.leftKerb[0] : carriageway.rightKerb[carriageway.rightKerb.count - 1]
  }
  /// Where the kerb to the right begins.
  var rightKerbEnd: Vector2 {
    isStart ? carriageway.rightKerb[0] : carriageway.leftKerb[carriageway.leftKerb.count - 1]
  }
}

/// A cubic Bézier curve from one place and direction to another.
struct TurnCurve {
  private let a, b, c, d: Vector2

  /// - Parameters:
  ///   - from: Start; `along` the unit direction there.
  ///   - to: End; `into` the unit direction there.
  init(from: Vector2, along: Vector2, to: Vector2, into: Vector2) {
    // 0.39 of the chord makes a right turn nearly a circle.
    let reach = from.distance(to: to) * 0.39
    a = from
    b = from + along * reach
    c = to - into * reach
    d = to
  }

  func point(_ t: Double) -> Vector2 {
    let u = 1 - t
    return a * (u * u * u) + b * (3 * u * u * t) + c * (3 * u * t * t) + d * (t * t * t)
  }

  func tangent(_ t: Double) -> Vector2 {
    let u = 1 - t
    return ((b - a) * (u * u) + (c - b) * (2 * u * t) + (d - c) * (t * t)).normalized
  }

  /// Points about `spacing_m` apart, both ends included; each moved left by an offset that may vary along the curve.
  func points(spacing_m: Double, left_m: (Double) -> Double = { _ in 0 }) -> [Vector2] {
    let count = max(Int((a.distance(to: d) * 1.1 / spacing_m).rounded(.up)), 4)
    return (0...count).map { index in
      let t = Double(index) / Double(count)
      return point(t) + tangent(t).leftNormal * left_m(t)
    }
  }
}

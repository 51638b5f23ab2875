import Geometry
import MapModel

/// The two bounds of a lane, turned so that both run along it.
struct LaneBounds {
  let left: [Geodetic]
  let right: [Geodetic]
  /// True where the left bound's own vertices run against the lane.
  let isLeftReversed: Bool
  /// True where the right bound's own vertices run against the lane.
  let isRightReversed: Bool

  /// A lanelet's members do not say which way their ways run: the left bound runs so that the right one lies on its right, and the
  /// other way round (the rule Lanelet2 itself uses).
  init(left: [Geodetic], right: [Geodetic]) {
    let frame = ENUFrame(origin: left.first?.onGround ?? Geodetic(latitude_deg: 0, longitude_deg: 0))
    let leftLine = left.map { frame.local($0.onGround) }
    let rightLine = right.map { frame.local($0.onGround) }
    isLeftReversed = Self.side(of: Self.middle(rightLine), from: leftLine) > 0
    isRightReversed = Self.side(of: Self.middle(leftLine), from: rightLine) < 0
    self.left = isLeftReversed ? left.reversed() : left
    self.right = isRightReversed ? right.reversed() : right
  }

  private static func middle(_ line: [Vector2]) -> Vector2 {
    if line.count > 2 { return line[line.count / 2] }
    guard let first = line.first, let last = line.last else { return .zero }
    return first.lerp(last, 0.5)
  }

  private static func side(of point: Vector2, from line: [Vector2]) -> Double {
    line.isEmpty ? 0 : Polyline(line).project(point).lateral_m
  }

  /// Vertices closer to each other along the lane than this are one, m.
  private static let spacing_m = 0.05

  /// The line midway between the bounds: a vertex wherever either bound has one, at the same fraction of both lengths. Heights are
  /// means of the bounds' heights.
  var centreLine: [Geodetic] {
    guard let origin = left.first else { return [] }
    let frame = ENUFrame(origin: origin.onGround)
    let leftLine = Bound(left, in: frame)
    let rightLine = Bound(right, in: frame)
    let length_m = max((leftLine.line.length_m + rightLine.line.length_m) / 2, 1e-3)
    var fractions: [Double] = []
    for fraction in (leftLine.fractions + rightLine.fractions).sorted() {
      if let last = fractions.last, (fraction - last) * length_m < Self.spacing_m { continue }
      fractions.append(fraction)
    }
    // The end may have been taken for a neighbour of the vertex before it.
    if fractions.count > 1 { fractions[fractions.count - 1] = 1 } else { fractions = [0, 1] }
    return fractions.map { fraction in
      let (a, leftHeight_m) = leftLine.point(at: fraction)
      let (b, rightHeight_m) = rightLine.point(at: fraction)
      return frame.geodetic(a.lerp(b, 0.5), height_m: (leftHeight_m + rightHeight_m) / 2)
    }
  }
}

/// One bound by fraction of its length.
private struct Bound {
  let line: Polyline
  let fractions: [Double]
  private let heights_m: [Double]

  init(_ vertices: [Geodetic], in frame: ENUFrame) {
    let line = Polyline(vertices.map { frame.local($0.onGround) })
    self.line = line
    let length_m = line.length_m
    fractions = line.stations_m.map { length_m > 0 ? $0 / length_m : 0 }
    heights_m = vertices.map(\.height_m)
  }

  func point(at fraction: Double) -> (Vector2, height_m: Double) {
    let next = (1..<max(line.points.count, 1)).first { fractions[$0] >= fraction } ?? line.points.count - 1
    let before = max(next - 1, 0)
    let span = fractions[next] - fractions[before]
    let t = span > 0 ? (fraction - fractions[before]) / span : 0
    return (
      line.points[before].lerp(line.points[next], t), heights_m[before] + (heights_m[next] - heights_m[before]) * t
    )
  }
}

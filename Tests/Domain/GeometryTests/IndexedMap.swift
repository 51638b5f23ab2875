import Geometry
import TestSupport

/// A random map with its index, and what brute force in double precision says of it.
struct IndexedMap {
  struct Segment {
    var from: Vector2
    var to: Vector2
    var family: Int
  }

  struct Frame {
    var position: Vector2
    var samples: [SIMD4<Float>] = []
    var offsets: [UInt32] = [0]
    var families: [UInt32] = []
    var penalties: [Float] = []
    var points: [SIMD2<Float>] = []
    var gates: [PointGate] = []

    var ranges: [Range<Int>] { zip(offsets, offsets.dropFirst()).map { Int($0)..<Int($1) } }
  }

  static let side_m = 260.0
  let segments: [Segment]
  let points: [(at: Vector2, class: Int)]
  let lines: [[Vector2]]
  let index: PackedIndex

  init(seed: UInt64) {
    var noise = Seeded(seed)
    func millimetres(_ p: Vector2) -> Vector2 { Vector2((p.x * 1000).rounded() / 1000, (p.y * 1000).rounded() / 1000) }
    var segments: [Segment] = []
    var lines: [[Vector2]] = []
    for _ in 0..<70 {
      // A line that winds in any direction, steps of all lengths up to the longest.
      var place = noise.point(within: Self.side_m / 2)
      var heading = Double.random(in: -3.2...3.2, using: &noise)
      let step = Double.random(in: 0.3...13, using: &noise)
      let family = Int.random(in: 0..<4, using: &noise)
      var vertices = [millimetres(place)]
      for _ in 0..<Int.random(in: 1...8, using: &noise) {
        heading += Double.random(in: -0.4...0.4, using: &noise)
        place = place + Vector2(angle_rad: heading) * (step - 0.005)
        vertices.append(millimetres(place))
      }
      for (from, to) in zip(vertices, vertices.dropFirst()) {
        segments.append(Segment(from: from, to: to, family: family))
      }
      lines.append(vertices)
    }
    self.segments = segments
    self.lines = lines
    points = (0..<400).map { _ in
      (millimetres(noise.point(within: Self.side_m / 2)), Int.random(in: 0..<5, using: &noise))
    }
    let bounds = Bounds2(centre: .zero, radius_m: Self.side_m / 2 + 130)
    var builder = PackedIndexBuilder(bounds: bounds, reach_m: 3, range_m: 60)
    for (i, s) in segments.enumerated() { builder.add(segment: s.from, s.to, family: s.family, payload: i) }
    for (i, p) in points.enumerated() {
      builder.add(point: p.at, class: p.class, payload: i)
      builder.expect(point: p.at, id: i)
    }
    for (i, line) in lines.enumerated() { builder.expect(line: line, id: points.count + i) }
    index = builder.build()
  }

  /// A frame somewhere on the map, most samples and points near something.
  func frame(_ noise: inout Seeded) -> Frame {
    var frame = Frame(position: noise.point(within: Self.side_m / 2))
    for _ in 0..<Int.random(in: 0...12, using: &noise) {
      // Line detections of all lengths, some empty, some longer than a vector.
      var heading = Double.random(in: -3.2...3.2, using: &noise)
      let near = segments[Int.random(in: 0..<segments.count, using: &noise)]
      var place = near.from + noise.point(within: 1)
      if Bool.random(using: &noise) { heading = (near.to - near.from).angle_rad }
      for _ in 0..<Int.random(in: 0...40, using: &noise) {
        let at = place - frame.position
        frame.samples.append(
          SIMD4(Float(at.x), Float(at.y), Float(Vector2(angle_rad: heading).x), Float(Vector2(angle_rad: heading).y)))
        place = place + Vector2(angle_rad: heading) * 0.7
      }
      frame.offsets.append(UInt32(frame.samples.count))
      var families: UInt32 = 0
      for family in 0..<4 where Int.random(in: 0..<3, using: &noise) > 0 {
        families |= IndexQuery.bits(ofFamily: family)
      }
      frame.families.append(families)
      frame.penalties += (0..<16).map { $0 == 1 ? 90_000 : 0 }
    }
    for _ in 0..<Int.random(in: 0...30, using: &noise) {
      let near = points[Int.random(in: 0..<points.count, using: &noise)]
      let at = near.at + noise.point(within: 0.8) - frame.position
      let (a, b) = (Float.random(in: 0.02...0.4, using: &noise), Float.random(in: 0.02...0.4, using: &noise))
      frame.points.append(SIMD2(Float(at.x), Float(at.y)))
      frame.gates.append(
        PointGate(
          xx_m2: a, xy_m2: Float.random(in: -0.9...0.9, using: &noise) * (a * b).squareRoot(), yy_m2: b,
          classes: UInt32.random(in: 0..<32, using: &noise)))
    }
    return frame
  }

  /// Cost, m², of every segment a sample may belong to.
  func costs(_ frame: Frame, _ i: Int, _ detection: Int, limit: Double, cosine: Double) -> [Int: Double] {
    let sample = frame.samples[i]
    let place = frame.position + Vector2(Double(sample.x), Double(sample.y))
    let direction = Vector2(Double(sample.z), Double(sample.w))
    var costs: [Int: Double] = [:]
    for (k, s) in segments.enumerated() where frame.families[detection] & IndexQuery.bits(ofFamily: s.family) != 0 {
      let u = s.to - s.from
      guard abs(u.normalized.dot(direction)) >= cosine else { continue }
      let d2 = Self.distance2(place, s.from, s.to)
      guard d2 < limit * limit else { continue }
      costs[k] = d2 + Double(frame.penalties[16 * detection + s.family]) * 1e-6
    }
    return costs
  }

  /// Points inside a detection's gate.
  func gated(_ frame: Frame, _ i: Int, limit: Double) -> Set<Int> {
    let place = frame.position + Vector2(Double(frame.points[i].x), Double(frame.points[i].y))
    let gate = frame.gates[i]
    let spread = Covariance2(xx: Double(gate.xx_m2), xy: Double(gate.xy_m2), yy: Double(gate.yy_m2))
    return Set(
      points.indices.filter {
        gate.classes >> UInt32(points[$0].class) & 1 == 1 && (points[$0].at - place).length < 3
          && spread.mahalanobisSquared(points[$0].at - place) < limit
      })
  }

  /// Ids of points and lines within a distance.
  func within(_ range: Double, of place: Vector2) -> Set<Int> {
    var ids = Set(points.indices.filter { points[$0].at.distance(to: place) <= range })
    for (i, line) in lines.enumerated()
    where zip(line, line.dropFirst()).contains(where: { Self.distance2(place, $0, $1) <= range * range }) {
      ids.insert(points.count + i)
    }
    return ids
  }

  private static func distance2(_ p: Vector2, _ a: Vector2, _ b: Vector2) -> Double {
    let u = b - a
    let t = min(max((p - a).dot(u) / u.squaredLength, 0), 1)
    return (p - a - u * t).squaredLength
  }
}

extension IndexQuery {
  /// The steps up to the answers.
  mutating func ask(_ frame: IndexedMap.Frame, cosine: Float) {
    locate(
      frame.position, cosine: cosine, samples: frame.samples.span, offsets: frame.offsets.span,
      points: frame.points.span, gates: frame.gates.span)
    touch()
    resolve(families: frame.families.span, penalties: frame.penalties.span)
  }
}

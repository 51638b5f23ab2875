import Foundation
import TestSupport

/// A small map with frames in the format of the matching benchmark: crossing roads of six lines, stop lines, groups of points; a world that is a
/// little different from the map; vehicles that drive along a road.
struct BenchTown {
  struct Line {
    var kind: UInt8
    var vertices: [SIMD2<Double>]
  }

  struct Point {
    var kind: UInt8
    var at: SIMD2<Double>
  }

  struct Detection {
    var kind: UInt8
    var at: SIMD2<Float>
    /// xx, xy, yy, m².
    var covariance: SIMD3<Float>
  }

  struct DetectedLine {
    var kind: UInt8
    var samples: [SIMD4<Float>]
  }

  struct Frame {
    var position: SIMD2<Double>
    var points: [Detection] = []
    var lines: [DetectedLine] = []
  }

  private(set) var points: [Point] = []
  private(set) var lines: [Line] = []
  private(set) var frames: [Frame] = []
  let vehicles = 4
  let framesPerVehicle = 8

  init(seed: UInt64) {
    var noise = Seeded(seed)
    var worldPoints: [Point] = []
    var worldLines: [Line] = []
    func keep(_ line: Line) {
      if noise.chance(0.97) { worldLines.append(line) }
      if noise.chance(0.97) {
        let shift = noise.chance(0.1) ? noise.normal(sigma: 1) * 0.5 : 0
        lines.append(Line(kind: line.kind, vertices: line.vertices.map { Self.millimetres($0 + shift) }))
      }
    }
    for across in [false, true] {
      for road in 0..<2 {
        let centre = 150 + 300 * Double(road)
        let phase = Double.random(in: 0..<1, using: &noise) * 6
        for (offset, kind) in [(-7.0, 3), (-3.5, 4), (-0.15, 5), (0.15, 5), (3.5, 4), (7, 3)] {
          for piece in 0..<5 {
            let vertices = (0...25).map { step -> SIMD2<Double> in
              let s = Double(piece * 100 + step * 4)
              let p = SIMD2(s, centre + offset + 4 * sin(s / 70 + phase) + noise.normal(sigma: 1) * 0.02)
              return across ? SIMD2(p.y, p.x) : p
            }
            keep(Line(kind: UInt8(kind), vertices: vertices.map(Self.millimetres)))
          }
        }
        for k in 0..<12 {
          let s = Double.random(in: 0..<1, using: &noise) * 480
          let a = SIMD2(s, centre - 6), b = SIMD2(s + noise.normal(sigma: 1), centre + 6)
          keep(
            Line(kind: k % 2 == 0 ? 6 : 7, vertices: [a, b].map { Self.millimetres(across ? SIMD2($0.y, $0.x) : $0) }))
        }
        for _ in 0..<60 {
          let group = SIMD2(Double.random(in: 0..<1, using: &noise) * 500, centre + (noise.chance(0.5) ? -9.5 : 9.5))
          let kind = UInt8(Double.random(in: 0..<1, using: &noise) * 3)
          for _ in 0...Int(Double.random(in: 0..<1, using: &noise) * 4) {
            let p = group + SIMD2(noise.normal(sigma: 1), noise.normal(sigma: 1)) * 0.9
            let point = Point(kind: kind, at: Self.millimetres(across ? SIMD2(p.y, p.x) : p))
            if noise.chance(0.97) { worldPoints.append(point) }
            if noise.chance(0.97) { points.append(point) }
          }
        }
      }
    }
    for vehicle in 0..<vehicles {
      let centre = 150 + 300 * Double(vehicle / 2)
      for k in 0..<framesPerVehicle {
        let s = 100 + 40 * Double(k)
        let p = SIMD2(s, centre + 1.75 + 4 * sin(s / 70))
        let position = Self.millimetres(vehicle % 2 == 0 ? p : SIMD2(p.y, p.x))
        frames.append(Self.look(from: position, worldPoints, worldLines, &noise))
      }
    }
  }

  private static func millimetres(_ p: SIMD2<Double>) -> SIMD2<Double> { (p * 1000).rounded(.toNearestOrEven) / 1000 }

  private static func look(
    from position: SIMD2<Double>, _ points: [Point], _ lines: [Line], _ noise: inout Seeded
  ) -> Frame {
    var frame = Frame(position: position)
    for point in points where length(point.at - position) < 57 && noise.chance(0.85) {
      let sigma = 0.2 + 0.2 * length(point.at - position) / 60
      let at = point.at - position + SIMD2(noise.normal(sigma: 1), noise.normal(sigma: 1)) * sigma
      let tilt = (Double.random(in: 0..<1, using: &noise) - 0.5) * sigma * sigma
      frame.points.append(
        Detection(
          kind: point.kind, at: SIMD2<Float>(at),
          covariance: SIMD3(Float(sigma * sigma), Float(tilt), Float(sigma * sigma * 0.8))))
    }
    for line in lines where noise.chance(0.9) {
      var samples: [SIMD4<Float>] = []
      let aside = noise.normal(sigma: 1) * 0.1
      for (a, b) in zip(line.vertices, line.vertices.dropFirst()) {
        let u = (b - a) / max(length(b - a), 1e-9)
        for t in line.vertices.count == 2 ? [0.1, 0.4, 0.7] : [Double.random(in: 0..<1, using: &noise)] {
          let p = a + (b - a) * t - position + SIMD2(-u.y, u.x) * (aside + noise.normal(sigma: 1) * 0.05)
          guard length(p) < 45 else { continue }
          let turn = noise.normal(sigma: 1) * 0.03
          let v = SIMD2(u.x * cos(turn) - u.y * sin(turn), u.y * cos(turn) + u.x * sin(turn))
          samples.append(SIMD4(Float(p.x), Float(p.y), Float(v.x), Float(v.y)))
        }
      }
      if samples.count >= 3 { frame.lines.append(DetectedLine(kind: line.kind, samples: samples)) }
    }
    return frame
  }

  private static func length(_ v: SIMD2<Double>) -> Double { (v * v).sum().squareRoot() }
}

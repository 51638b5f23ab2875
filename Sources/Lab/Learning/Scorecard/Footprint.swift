import Evidence
import Geometry
import MapModel
import Simulation

/// A change's geometry in one metric frame, so that found and true changes can be compared.
struct Footprint {
  let kind: ChangeEvent.Kind
  let elementClass: ElementClass
  let shape: ShapeKind
  let before: [Vector2]
  let after: [Vector2]

  init(_ truth: TruthChange, in frame: ENUFrame) {
    kind = truth.kind
    elementClass = truth.elementClass
    shape = truth.shape
    before = truth.before.map(frame.local)
    after = truth.after.map(frame.local)
  }

  init(_ event: ChangeEvent, in frame: ENUFrame) {
    kind = event.kind
    elementClass = event.elementClass
    shape = event.shapeKind
    let tile = event.tile.frame
    before = event.before.map { frame.local(tile.geodetic($0.vector)) }
    after = event.after.map { frame.local(tile.geodetic($0.vector)) }
  }

  /// True where the class is compared as a line.
  var isLine: Bool { elementClass.entry.matchKind == .line && shape == .line }
}

/// How far apart two geometries are, and how much of one lies on the other.
enum Nearness {
  /// Points at most `spacing_m` apart along a line; the middle of an area; a work zone's objects.
  static func samples(_ points: [Vector2], isLine: Bool, shape: ShapeKind, spacing_m: Double = 2) -> [Vector2] {
    if isLine && points.count > 1 {
      let line = Polyline(points)
      return line.resampled(spacing_m: min(spacing_m, max(line.length_m / 6, 0.2)))
    }
    if shape == .point || points.isEmpty { return points }
    return [points.reduce(Vector2.zero, +) * (1 / Double(points.count))]
  }

  /// Distance from a sample to a geometry, m; infinite where it is empty.
  static func distance_m(_ sample: Vector2, to points: [Vector2], isLine: Bool, shape: ShapeKind) -> Double {
    if isLine && points.count > 1 { return Polyline(points).project(sample).distance_m }
    return samples(points, isLine: isLine, shape: shape).map { $0.distance(to: sample) }.min() ?? .infinity
  }

  /// Share of `points` that lies within a distance of `others`, 0 … 1; zero where either is empty.
  static func share(
    of points: [Vector2], on others: [[Vector2]], within_m reach: Double, isLine: Bool, shape: ShapeKind
  ) -> Double {
    let samples = samples(points, isLine: isLine, shape: shape)
    guard !samples.isEmpty else { return 0 }
    let on = samples.count { sample in
      others.contains { distance_m(sample, to: $0, isLine: isLine, shape: shape) <= reach }
    }
    return Double(on) / Double(samples.count)
  }
}

import Geometry
import TestSupport
import Testing

@Suite struct PolylineTests {
  private func line(_ random: inout Seeded, count: Int) -> Polyline {
    Polyline((0..<count).map { Vector2(Double($0) * 7, 0) + random.point(within: 5) })
  }

  @Test func projectionEqualsTheNearestOfManySamples() {
    var random = Seeded(6)
    for _ in 0..<100 {
      let line = line(&random, count: 2 + Int.random(in: 0..<12, using: &random))
      let point = random.point(within: 60)
      let projection = line.project(point)
      var nearest = Double.infinity
      for step in 0...4000 {
        nearest = min(nearest, line.point(at: line.length_m * Double(step) / 4000).distance(to: point))
      }
      #expect(projection.distance_m <= nearest + 1e-9)
      #expect(projection.distance_m >= nearest - line.length_m / 4000)
      #expect(line.point(at: projection.station_m).distance(to: projection.foot) < 1e-6)
      #expect(abs(projection.foot.distance(to: point) - projection.distance_m) < 1e-9)
    }
  }

  @Test func leftOfTheLineIsPositive() {
    let line = Polyline([Vector2(0, 0), Vector2(10, 0)])
    #expect(line.project(Vector2(5, 2)).lateral_m == 2)
    #expect(line.project(Vector2(5, -2)).lateral_m == -2)
    #expect(line.project(Vector2(5, 2)).beyondEnd == false)
    #expect(line.project(Vector2(11, 2)).beyondEnd)
    #expect(line.project(Vector2(-1, 2)).beyondEnd)
  }

  @Test func slicesAddUpToTheLine() {
    var random = Seeded(7)
    for _ in 0..<100 {
      let line = line(&random, count: 8)
      let cut = Double.random(in: 0...line.length_m, using: &random)
      let parts = [line.slice(from: 0, to: cut), line.slice(from: cut, to: line.length_m)]
      #expect(abs(parts[0].length_m + parts[1].length_m - line.length_m) < 1e-9)
      #expect(parts[0].points.last == parts[1].points.first)
    }
  }

  @Test func resamplingKeepsEndsAndSpacing() {
    var random = Seeded(8)
    let line = line(&random, count: 8)
    let points = line.resampled(spacing_m: 2)
    #expect(points.first == line.points.first)
    #expect(points.last.map { $0.distance(to: line.points[7]) < 1e-9 } == true)
    for (a, b) in zip(points, points.dropFirst()) { #expect(a.distance(to: b) <= 2 + 1e-9) }
  }

  @Test func degenerateLinesHaveAPlaceButNoDirection() {
    let dot = Polyline([Vector2(1, 1)])
    #expect(dot.length_m == 0)
    #expect(dot.point(at: 5) == Vector2(1, 1))
    #expect(dot.tangent(at: 0) == .zero)
    #expect(dot.project(Vector2(4, 5)).distance_m == 5)
    let doubled = Polyline([Vector2(1, 1), Vector2(1, 1), Vector2(3, 1)])
    #expect(doubled.project(Vector2(2, 2)).foot == Vector2(2, 1))
  }
}

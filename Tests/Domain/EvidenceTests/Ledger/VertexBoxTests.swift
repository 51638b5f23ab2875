import MapModel
import TestSupport
import Testing

@testable import Evidence

@Suite struct VertexBoxTests {
  @Test func whatIsBeyondTheBoxIsFartherThanTheLine() throws {
    var random = Seeded(7)
    for _ in 0..<2000 {
      func point(_ reach: Int32) -> TilePoint {
        TilePoint(
          x_cm: Int32.random(in: -reach...reach, using: &random), y_cm: .random(in: -reach...reach, using: &random))
      }
      let line = (0..<Int.random(in: 1...6, using: &random)).map { _ in point(5000) }
      let box = try #require(VertexBox(line))
      let place = point(9000)
      let distance_cm = LineMeasure(line).nearest(to: place).distance_cm
      for reach_cm: Int64 in [0, 1, 100, 1200, distance_cm - 1, distance_cm, distance_cm + 1] where reach_cm >= 0 {
        if box.isBeyond(reach_cm, of: place) { #expect(distance_cm > reach_cm) }
      }
    }
    #expect(VertexBox([]) == nil)
  }

  @Test func itIsBeyondOnAllFourSides() throws {
    let box = try #require(VertexBox([TilePoint(x_cm: 0, y_cm: 10), TilePoint(x_cm: 100, y_cm: 0)]))
    for (x, y) in [(-6, 5), (106, 5), (50, -6), (50, 16)] as [(Int32, Int32)] {
      #expect(box.isBeyond(5, of: TilePoint(x_cm: x, y_cm: y)))
      #expect(!box.isBeyond(6, of: TilePoint(x_cm: x, y_cm: y)))
    }
  }
}

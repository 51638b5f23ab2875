import Geometry

/// Points in square cells, for queries by distance.
struct PointGrid {
  private struct Cell: Hashable {
    let x, y: Int
  }

  private let points: [Vector2]
  private let cell_m: Double
  private var cells: [Cell: [Int]] = [:]

  init(_ points: [Vector2], cell_m: Double) {
    self.points = points
    self.cell_m = cell_m
    for (index, point) in points.enumerated() { cells[cell(point), default: []].append(index) }
  }

  /// The point of an index.
  subscript(index: Int) -> Vector2 { points[index] }

  private func cell(_ point: Vector2) -> Cell {
    Cell(x: Int((point.x / cell_m).rounded(.down)), y: Int((point.y / cell_m).rounded(.down)))
  }

  /// Indexes of the points within a distance, rising.
  func indices(near point: Vector2, within_m reach: Double) -> [Int] {
    let low = cell(Vector2(point.x - reach, point.y - reach))
    let high = cell(Vector2(point.x + reach, point.y + reach))
    var found: [Int] = []
    for y in low.y...high.y {
      for x in low.x...high.x {
        for index in cells[Cell(x: x, y: y)] ?? [] where points[index].distance(to: point) <= reach {
          found.append(index)
        }
      }
    }
    return found.sorted()
  }

  /// True where a point lies within a distance.
  func hasPoint(near point: Vector2, within_m reach: Double) -> Bool { !indices(near: point, within_m: reach).isEmpty }
}

import Geometry

/// A stretch of road to be shown close up.
struct ClosePlace {
  /// Length of road that is shown, m.
  static let length_m = 90.0
  private static let apart_m = 250.0
  private static let cell_m = 60.0

  /// Its middle: amid the vehicles that passed.
  let middle: Vector2
  /// Unit direction of the mapped line nearest to it.
  let direction: Vector2
  /// Drives that passed.
  let drives: Int

  /// The places most drives passed, apart from each other, busiest first.
  static func busiest(of drives: [DrivePicture.Drive], map: DividerMap, count: Int) -> [ClosePlace] {
    struct Cell: Hashable, Comparable {
      var x, y: Int
      static func < (a: Cell, b: Cell) -> Bool { (a.x, a.y) < (b.x, b.y) }
    }
    struct Passes {
      var drives: Set<Int> = []
      var sum = Vector2.zero
      var places = 0.0
    }
    var cells: [Cell: Passes] = [:]
    for (number, drive) in drives.enumerated() {
      for index in stride(from: 0, to: drive.frames.count, by: 5) {
        guard let place = drive.reported[index]?.position else { continue }
        let cell = Cell(x: Int((place.x / cell_m).rounded(.down)), y: Int((place.y / cell_m).rounded(.down)))
        cells[cell, default: Passes()].drives.insert(number)
        cells[cell, default: Passes()].sum = cells[cell, default: Passes()].sum + place
        cells[cell, default: Passes()].places += 1
      }
    }
    var chosen: [ClosePlace] = []
    for (_, passes) in cells.sorted(by: { (-$0.value.drives.count, $0.key) < (-$1.value.drives.count, $1.key) }) {
      guard chosen.count < count else { break }
      // Amid the vehicles, not the cell: the road may run along its border.
      let middle = passes.sum * (1 / passes.places)
      let nearest = map.nearest(to: middle, reach_m: 30)
      guard nearest.line != nil, chosen.allSatisfy({ $0.middle.distance(to: middle) >= apart_m }) else { continue }
      // From left to right means eastwards, so that north stays up.
      let direction = nearest.direction.x < 0 ? -nearest.direction : nearest.direction
      chosen.append(ClosePlace(middle: middle, direction: direction, drives: passes.drives.count))
    }
    return chosen
  }
}

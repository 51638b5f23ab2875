import MapModel

/// The way driven through a tile of a world of votes.
enum VotePath {
  /// Half the side of what is driven through, cm, and a vertex every so many.
  private static let reach_cm: Int32 = 20_000
  private static let step_cm: Int32 = 1_000
  /// Distance of the ways that a winding path goes back and forth, cm: nothing lies farther to the side than half of it.
  private static let row_cm: Int32 = 1_600

  /// Straight through the middle: where nothing depends on what lies how far to the side.
  static let straight: [TilePoint] = stride(from: -reach_cm, through: reach_cm, by: Int(step_cm)).map {
    TilePoint(x_cm: $0, y_cm: 0)
  }

  /// Back and forth past everything in the tile, eastwards and westwards, as if all its roads were driven in turn.
  static let winding: [TilePoint] = stride(from: -reach_cm, through: reach_cm, by: Int(row_cm)).enumerated().flatMap {
    number, y_cm in
    let ends = [TilePoint(x_cm: -reach_cm, y_cm: y_cm), TilePoint(x_cm: reach_cm, y_cm: y_cm)]
    return number % 2 == 0 ? ends : ends.reversed()
  }

  /// How far north of the winding path a site lies, m.
  static func north_m(of site: VoteSite) -> Double {
    let y = Int(site.points[0].y_cm) + Int(reach_cm)
    let row = (y + Int(row_cm) / 2) / Int(row_cm)
    return Double(y - row * Int(row_cm)) / 100
  }
}

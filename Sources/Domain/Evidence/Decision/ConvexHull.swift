import MapModel

/// The smallest convex polygon around some places, counter-clockwise (A. M. Andrew, Information Processing Letters 9, 1979,
/// doi:10.1016/0020-0190(79)90072-3).
enum ConvexHull {
  /// The corners; all distinct places where there are fewer than three, or where all lie on one line its two ends.
  static func around(_ places: [TilePoint]) -> [TilePoint] {
    let sorted = Set(places).sorted { ($0.x_cm, $0.y_cm) < ($1.x_cm, $1.y_cm) }
    guard sorted.count > 2 else { return sorted }
    let hull = half(sorted).dropLast() + half(sorted.reversed()).dropLast()
    return Array(hull)
  }

  private static func half(_ places: [TilePoint]) -> [TilePoint] {
    var chain: [TilePoint] = []
    for place in places {
      while chain.count >= 2 {
        let a = chain[chain.count - 2].vector_cm(to: chain[chain.count - 1])
        let b = chain[chain.count - 1].vector_cm(to: place)
        if a.x * b.y - a.y * b.x > 0 { break }
        chain.removeLast()
      }
      chain.append(place)
    }
    return chain
  }
}

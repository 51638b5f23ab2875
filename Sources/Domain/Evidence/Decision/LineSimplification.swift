import MapModel

/// Fewer vertices for the same course (D. Douglas, T. Peucker, Cartographica 10, 1973, doi:10.3138/FM57-6770-U75U-7727).
public enum LineSimplification {
  /// The vertices that are needed so that none left out lies farther than `tolerance_cm` from the line through the others.
  public static func simplified(_ points: [TilePoint], tolerance_cm: Int64) -> [TilePoint] {
    guard points.count > 2 else { return points }
    var isKept = Array(repeating: false, count: points.count)
    isKept[0] = true
    isKept[points.count - 1] = true
    var open = [(0, points.count - 1)]
    while let (start, end) = open.popLast() {
      guard end > start + 1 else { continue }
      let chord = LineMeasure([points[start], points[end]])
      var worst: (distance: Int64, index: Int) = (tolerance_cm, start)
      for index in (start + 1)..<end {
        let distance = chord.nearest(to: points[index]).distance_cm
        if distance > worst.distance { worst = (distance, index) }
      }
      guard worst.index > start else { continue }
      isKept[worst.index] = true
      open.append((start, worst.index))
      open.append((worst.index, end))
    }
    return points.indices.filter { isKept[$0] }.map { points[$0] }
  }
}

import MapModel

/// Stretches of line, each fused in its own slab, joined end to end.
struct ClusterChain {
  /// Ids of the clusters, in order along the chain.
  private(set) var clusters: [UInt32]
  /// The joined course.
  private(set) var points: [TilePoint]

  /// Widest gap between two stretches, farthest a stretch may start beside the one before, and farthest it may reach back over it, cm.
  private static let gap_cm: Int64 = 600
  private static let aside_cm: Int64 = 80
  private static let overlap_cm: Int64 = 300
  /// Cosine of the sharpest bend between two stretches, in thousandths.
  private static let bend_permille: Int64 = 800
  /// Directions are taken over this length, cm: two neighbouring vertices may stem from different traversals.
  private static let base_cm: Int64 = 500
  /// Vertices nearer to each other are one, cm.
  private static let same_cm: Int64 = 60

  /// The chain through a stretch, over those that may belong to it.
  init(through core: CandidateCluster, over others: [CandidateCluster]) {
    clusters = [core.id]
    points = core.points
    while extend(over: others) {}
    clusters.reverse()
    points.reverse()
    while extend(over: others) {}
    clusters.reverse()
    points.reverse()
  }

  /// A vertex of a course far enough from its first one to tell a direction.
  private static func base(_ course: [TilePoint]) -> TilePoint {
    course.first { $0.distance_cm(to: course[0]) >= base_cm } ?? course[course.count - 1]
  }

  private mutating func extend(over others: [CandidateCluster]) -> Bool {
    guard points.count >= 2 else { return false }
    let end = points[points.count - 1]
    let heading = Self.base(points.reversed()).vector_cm(to: end)
    var best: (gap: Int64, id: UInt32, points: [TilePoint])?
    for other in others where !clusters.contains(other.id) {
      let course = other.points
      guard course.count >= 2 else { continue }
      for candidate in [course, course.reversed()] {
        let jump = end.vector_cm(to: candidate[0])
        let onward = candidate[0].vector_cm(to: Self.base(candidate))
        let gap = FixedPoint.length(jump.x, jump.y)
        let size = max(FixedPoint.length(heading.x, heading.y), 1)
        let along = (heading.x * jump.x + heading.y * jump.y) / size
        let aside = abs(heading.x * jump.y - heading.y * jump.x) / size
        let turn = heading.x * onward.x + heading.y * onward.y
        guard gap <= Self.gap_cm, along >= -Self.overlap_cm, aside <= Self.aside_cm,
          turn * 1000 >= Self.bend_permille * size * FixedPoint.length(onward.x, onward.y),
          gap < best?.gap ?? .max
        else { continue }
        best = (gap, other.id, candidate)
      }
    }
    guard let best else { return false }
    clusters.append(best.id)
    var rest = best.points[...]
    // Both stretches know the slabs' common node: take the middle. What reaches further back is known to the chain already.
    while let next = rest.first {
      let tip = points[points.count - 1]
      let jump = end.vector_cm(to: next)
      if tip.distance_cm(to: next) <= Self.same_cm {
        points[points.count - 1] = [tip, next].meanVertex
      } else if heading.x * jump.x + heading.y * jump.y > 0 {
        break
      }
      rest = rest.dropFirst()
    }
    points += rest
    return true
  }
}

extension TilePoint {
  /// The way to another vertex, cm.
  func vector_cm(to other: TilePoint) -> (x: Int64, y: Int64) {
    (Int64(other.x_cm) - Int64(x_cm), Int64(other.y_cm) - Int64(y_cm))
  }
}

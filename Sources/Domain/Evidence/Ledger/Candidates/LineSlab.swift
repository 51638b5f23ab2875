import MapModel

/// A strip of a tile in which stretches of line are compared: 20 m wide along the axis the line runs along, the same strips for every
/// traversal, so that stretches cut anywhere fall into the same ones.
public struct LineSlab: Hashable, Sendable {
  /// Width along the axis, cm.
  public static let width_cm: Int64 = 2000
  /// Distance between the nodes at which the line's course is kept, cm. The last node is the next slab's first.
  public static let spacing_cm: Int64 = 200
  /// Nodes in a slab.
  public static let nodeCount = 11

  /// True where the line runs along x (within 45°), false along y.
  public let alongX: Bool
  /// Number of the strip, counted from the frame's origin.
  public let number: Int32

  /// Coordinate along the axis of a node, cm.
  public func along_cm(_ node: Int) -> Int64 { Int64(number) * Self.width_cm + Int64(node) * Self.spacing_cm }

  /// The point at a place along the axis and across it, cm.
  public func point(along_cm: Int64, across_cm: Int64) -> TilePoint {
    let along = Int32(clamping: along_cm)
    let across = Int32(clamping: across_cm)
    return alongX ? TilePoint(x_cm: along, y_cm: across) : TilePoint(x_cm: across, y_cm: along)
  }
}

/// What one sighting says in one slab: where it crosses the nodes, and where it ends.
struct LineFragment: Hashable, Sendable {
  let slab: LineSlab
  /// Place across the axis at each node, cm; nil where the sighting does not reach.
  var across_cm: [Int64?]
  /// Where the sighting begins and ends along the axis, cm, if it does so in this slab.
  var start_cm: Int64?
  var end_cm: Int64?
  /// Rise across the axis over 1024 along it.
  let slope_1024: Int64

  /// Number of nodes it reaches.
  var reach: Int { across_cm.count { $0 != nil } }

  /// The middle one of the places it reaches.
  /// - Precondition: It reaches a node.
  var middle: TilePoint {
    let reached = across_cm.indices.filter { across_cm[$0] != nil }
    let node = reached[reached.count / 2]
    return slab.point(along_cm: slab.along_cm(node), across_cm: across_cm[node] ?? 0)
  }

  /// A sighting ends where its sensor's view ends, so a node just beyond is taken as reached, cm.
  private static let beyond_cm: Int64 = LineSlab.spacing_cm / 2

  /// The fragments of a sighted line, ascending along its axis. Slivers that reach one node only are left out where others reach more.
  static func fragments(of points: [TilePoint]) -> [LineFragment] {
    guard points.count >= 2 else { return [] }
    let first = points[0]
    let last = points[points.count - 1]
    let alongX = abs(Int64(last.x_cm) - Int64(first.x_cm)) >= abs(Int64(last.y_cm) - Int64(first.y_cm))
    var course = points.map { point in
      alongX
        ? (along: Int64(point.x_cm), across: Int64(point.y_cm)) : (along: Int64(point.y_cm), across: Int64(point.x_cm))
    }
    if course[0].along > course[course.count - 1].along { course.reverse() }
    // A line that turns back on its axis is not one that a stretch of 20 m should be: keep what goes forward.
    var forward = [course[0]]
    for vertex in course.dropFirst() where vertex.along > forward[forward.count - 1].along { forward.append(vertex) }
    guard forward.count >= 2 else { return [] }
    let start = forward[0].along
    let end = forward[forward.count - 1].along
    let slope = FixedPoint.divide((forward[forward.count - 1].across - forward[0].across) * 1024, by: end - start)

    func floor(_ value: Int64) -> Int32 {
      Int32(clamping: value >= 0 ? value / LineSlab.width_cm : -((-value + LineSlab.width_cm - 1) / LineSlab.width_cm))
    }
    var fragments: [LineFragment] = []
    var segment = 0
    for number in floor(start - beyond_cm)...floor(end + beyond_cm) {
      let slab = LineSlab(alongX: alongX, number: number)
      var fragment = LineFragment(
        slab: slab, across_cm: Array(repeating: nil, count: LineSlab.nodeCount), start_cm: nil, end_cm: nil,
        slope_1024: slope)
      segment = max(segment - 1, 0)
      for node in 0..<LineSlab.nodeCount {
        let along = slab.along_cm(node)
        guard along >= start - beyond_cm, along <= end + beyond_cm else { continue }
        while segment < forward.count - 2 && forward[segment + 1].along < along { segment += 1 }
        while segment > 0 && forward[segment].along > along { segment -= 1 }
        let (a, b) = (forward[segment], forward[segment + 1])
        fragment.across_cm[node] =
          a.across + FixedPoint.divide((b.across - a.across) * (along - a.along), by: b.along - a.along)
      }
      let range = slab.along_cm(0)...slab.along_cm(LineSlab.nodeCount - 1)
      if range.contains(start) { fragment.start_cm = start }
      if range.contains(end) { fragment.end_cm = end }
      if fragment.reach > 0 { fragments.append(fragment) }
    }
    let whole = fragments.filter { $0.reach > 1 }
    return whole.isEmpty ? Array(fragments.prefix(1)) : whole
  }
}

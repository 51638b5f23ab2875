import MapModel

/// The course of a line within one slab, fused from many sightings.
public struct LineProfile: Hashable, Sendable {
  /// The slab.
  public let slab: LineSlab
  private var nodes: [Node]
  private var startSum_cm: Int64 = 0
  private var startCount: Int64 = 0
  private var endSum_cm: Int64 = 0
  private var endCount: Int64 = 0

  private struct Node: Hashable, Sendable {
    var count: UInt32 = 0
    var across = OffsetMean()

    /// - Precondition: Somebody has seen it.
    var across_cm: Int64 { across.mean_cm ?? 0 }
  }

  init(slab: LineSlab) {
    self.slab = slab
    nodes = Array(repeating: Node(), count: LineSlab.nodeCount)
  }

  /// Adds a fragment where `mask` does not name the node yet; returns the nodes that now have spoken.
  mutating func add(_ fragment: LineFragment, sigma_cm: UInt16, except mask: UInt16) -> UInt16 {
    var mask = mask
    for (index, across) in fragment.across_cm.enumerated() {
      guard let across, mask & (1 << UInt16(index)) == 0 else { continue }
      nodes[index].count += 1
      nodes[index].across.add(across, sigma_cm: sigma_cm)
      mask |= 1 << UInt16(index)
    }
    if let start = fragment.start_cm {
      startSum_cm += start
      startCount += 1
    }
    if let end = fragment.end_cm {
      endSum_cm += end
      endCount += 1
    }
    return mask
  }

  /// Mean distance across the line's direction between a fragment and this course, cm, with the number of nodes compared; where they
  /// reach no node in common the nearest nodes are compared along the fragment's slope.
  func distance_cm(to fragment: LineFragment) -> (distance_cm: Int64, common: Int)? {
    var sum: Int64 = 0
    var common = 0
    for (index, across) in fragment.across_cm.enumerated() {
      guard let across, nodes[index].count > 0 else { continue }
      sum += across - nodes[index].across_cm
      common += 1
    }
    if common == 0 {
      var best: (gap: Int, difference: Int64)?
      for (index, across) in fragment.across_cm.enumerated() {
        guard let across else { continue }
        for other in nodes.indices where nodes[other].count > 0 {
          let run = Int64(other - index) * LineSlab.spacing_cm
          let difference = across + run * fragment.slope_1024 / 1024 - nodes[other].across_cm
          if best.map({ abs(other - index) < $0.gap }) ?? true { best = (abs(other - index), difference) }
        }
      }
      guard let best else { return nil }
      sum = best.difference
    }
    // Distance across the line, not across the axis.
    let cosine = FixedPoint.divide(1024 * 1024, by: FixedPoint.length(1024, fragment.slope_1024))
    return (abs(sum) / Int64(max(common, 1)) * cosine / 1024, common)
  }

  /// Standard deviation of the best known node, cm.
  var sigma_cm: Int64 { PointMean.sigma_cm(weight: nodes.map(\.across.weight).max() ?? 0) }

  /// Nodes that half as many sightings reached as the node reached most.
  private var supported: [Int] {
    let most = nodes.map(\.count).max() ?? 0
    return nodes.indices.filter { nodes[$0].count > 0 && nodes[$0].count * 2 >= most }
  }

  /// The fused course, ascending along the axis: the supported nodes, and the ends where the sightings agree on them.
  public var points: [TilePoint] {
    let kept = supported
    guard let low = kept.first, let high = kept.last else { return [] }
    var course = (low...high).filter { nodes[$0].count > 0 }.map { (slab.along_cm($0), nodes[$0].across_cm) }
    func across(at along: Int64, _ a: (Int64, Int64), _ b: (Int64, Int64)) -> Int64 {
      a.1 + (along - a.0) * (b.1 - a.1) / (b.0 - a.0)
    }
    if course.count >= 2 {
      let (first, second) = (course[0], course[1])
      let (beforeLast, last) = (course[course.count - 2], course[course.count - 1])
      if startCount > 0, low > 0 {
        let start = min(max(startSum_cm / startCount, first.0 - LineSlab.spacing_cm), first.0 + LineSlab.spacing_cm / 2)
        course[0] = (start, across(at: start, first, second))
      }
      if endCount > 0, high < LineSlab.nodeCount - 1 {
        let end = min(max(endSum_cm / endCount, last.0 - LineSlab.spacing_cm / 2), last.0 + LineSlab.spacing_cm)
        course[course.count - 1] = (end, across(at: end, beforeLast, last))
      }
    }
    return course.map { slab.point(along_cm: $0.0, across_cm: $0.1) }
  }

  /// The middle of the course.
  public var centre: TilePoint {
    let kept = supported
    guard !kept.isEmpty else { return slab.point(along_cm: slab.along_cm(0), across_cm: 0) }
    let middle = kept[kept.count / 2]
    return slab.point(along_cm: slab.along_cm(middle), across_cm: nodes[middle].across_cm)
  }

  func write(to writer: inout LedgerWriter) {
    writer.flag(slab.alongX)
    writer.signed(slab.number)
    for node in nodes {
      writer.unsigned(node.count)
      guard node.count > 0 else { continue }
      node.across.write(to: &writer)
    }
    writer.signed(startSum_cm)
    writer.unsigned(startCount)
    writer.signed(endSum_cm)
    writer.unsigned(endCount)
  }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    slab = LineSlab(alongX: try reader.flag("profile.axis"), number: try reader.signed("profile.slab"))
    nodes = []
    for _ in 0..<LineSlab.nodeCount {
      var node = Node()
      node.count = try reader.unsigned("profile.count")
      if node.count > 0 {
        node.across = try OffsetMean(from: &reader)
        guard node.across.weight > 0 else { throw LedgerCorruption("profile.weight") }
      }
      nodes.append(node)
    }
    startSum_cm = try reader.signed("profile.start")
    startCount = try reader.unsigned("profile.starts")
    endSum_cm = try reader.signed("profile.end")
    endCount = try reader.unsigned("profile.ends")
  }
}

import MapModel

/// Which places a traversal looked at: those within a class's lateral reach of the driven path.
struct SwathCoverage {
  private let path: LineMeasure?
  private let box: VertexBox?
  private let reaches: [ViewSwath.Reach]

  init(_ swath: ViewSwath) {
    path = swath.path.isEmpty ? nil : LineMeasure(swath.path)
    box = VertexBox(swath.path)
    reaches = swath.reaches
  }

  /// What the sensors report of a class, if they do.
  func reach(of elementClass: ElementClass) -> ViewSwath.Reach? {
    reaches.first { $0.elementClass == elementClass }
  }

  /// Probability with which a thing of a class at a place would have been sighted, in 1/255; 0 outside of the swath.
  func expected(_ elementClass: ElementClass, at place: TilePoint) -> UInt8 {
    guard let path, let box, let reach = reach(of: elementClass),
      !box.isBeyond(Int64(reach.lateral_cm), of: place)
    else { return 0 }
    return path.nearest(to: place).distance_cm <= Int64(reach.lateral_cm) ? reach.expected : 0
  }
}

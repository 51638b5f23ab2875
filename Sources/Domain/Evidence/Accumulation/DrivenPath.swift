import Geometry

/// The path of the frames whose pose was good, as runs without gaps, in the traversal's frame.
struct DrivenPath: Sendable {
  private(set) var runs: [[Vector2]] = []
  private var last: Vector2?
  private var isOpen = false
  let spacing_m: Double

  init(spacing_m: Double) { self.spacing_m = spacing_m }

  /// A frame with a good pose.
  mutating func add(_ position: Vector2) {
    if let last, isOpen, position.distance(to: last) < 3 * spacing_m {
      guard position.distance(to: last) >= spacing_m else { return }
      runs[runs.count - 1].append(position)
    } else {
      runs.append([position])
      isOpen = true
    }
    last = position
  }

  /// A frame without one: the path is not known to go on.
  mutating func pause(_ position: Vector2?) {
    guard let last else { return }
    if let position, position.distance(to: last) < 1.5 * spacing_m { return }
    isOpen = false
  }

  /// The longest stretch whose vertices lie within a rectangle, in another frame; empty where none has two.
  func longest(in bounds: Bounds2, frame motion: Pose2) -> [Vector2] {
    var best: [Vector2] = []
    for run in runs {
      var stretch: [Vector2] = []
      for vertex in run.map(motion.transform) {
        if bounds.contains(vertex) {
          stretch.append(vertex)
        } else {
          if stretch.count > best.count { best = stretch }
          stretch = []
        }
      }
      if stretch.count > best.count { best = stretch }
    }
    return best.count > 1 ? best : []
  }
}

import Geometry
import Localization
import MapModel
import Observations

/// Which of the lines that a frame shows lie side by side, and how far apart. Both stand in one picture, so whatever the pose has wrong both
/// have wrong alike.
struct SideBySide {
  /// Two sides of a lane, m. Nearer ones are two halves of a line, or one of them was drawn too near; between those farther apart another was
  /// missed.
  private static let apart_m = 2.7...4.5
  /// How far ahead of each other the seen parts' middles may lie, m: a direction that is a degree wrong takes a tenth of that in centimetres.
  private static let ahead_m = 6.0
  /// Cosine of the angle up to which lines lie along each other and along the vehicle.
  private static let along = 0.93

  let view: FrameView
  let runs: LineRuns

  /// Every line with the nearest one to its left.
  func append(to gaps: inout [MatchedFrame.Gap]) {
    for r in 0..<runs.count where runs[r].state == .won {
      guard let left = leftNeighbour(of: r), let gap = gap(r, left) else { continue }
      gaps.append(gap)
    }
  }

  private func leftNeighbour(of r: Int) -> Int? {
    let run = runs[r]
    var nearest: Int?
    for other in 0..<runs.count where runs[other].state == .won && runs[other].sensor == run.sensor {
      let between_m = runs[other].meanLeft_m - run.meanLeft_m
      guard Self.apart_m.contains(between_m), runs[other].line != run.line,
        abs(runs[other].meanAhead_m - run.meanAhead_m) <= Self.ahead_m
      else { continue }
      if let nearest, runs[nearest].meanLeft_m <= runs[other].meanLeft_m { continue }
      nearest = other
    }
    return nearest
  }

  private func gap(_ right: Int, _ left: Int) -> MatchedFrame.Gap? {
    let region = view.region
    let pieces = (piece(of: right), piece(of: left))
    guard region.pieces[pieces.0].tile == region.pieces[pieces.1].tile,
      region.pieces[pieces.0].id != region.pieces[pieces.1].id
    else { return nil }
    let isOrdered = region.pieces[pieces.0].id < region.pieces[pieces.1].id
    let (first, second) = isOrdered ? (right, left) : (left, right)
    let (direction, other) = (direction(of: first), direction(of: second))
    let heading = direction.dot(view.pose.rotate(Vector2(1, 0)))
    let together = direction.dot(other)
    guard abs(heading) >= Self.along, abs(together) >= Self.along else { return nil }
    // To the left of the first line's direction, whichever way the vehicle goes.
    let apart_m = (runs[second].meanLeft_m - runs[first].meanLeft_m) * (heading < 0 ? -1 : 1)
    let scale = view.correction(ofSensor: runs[first].sensor).lateralScale
    let excess_m =
      (together < 0 ? -runs[second].mean_m : runs[second].mean_m) - runs[first].mean_m + apart_m * (1 - scale)
    return MatchedFrame.Gap(
      first: runs[first].target, second: runs[second].target, apart_m: apart_m, excess_m: excess_m)
  }

  private func piece(of r: Int) -> Int { view.region.targets[runs[r].target].piece }

  private func direction(of r: Int) -> Vector2 {
    let target = runs[r].target
    return view.region.segments.chord(of: target, from: Int(view.region.firstEntry[target])).normalized
  }
}

extension LineRuns.Run {
  /// How far to the vehicle's left it was seen, m.
  fileprivate var meanLeft_m: Double { left_m / Double(samples) }
  /// How far ahead of the vehicle it was seen, m.
  fileprivate var meanAhead_m: Double { ahead_m / Double(samples) }
}

import Geometry
import Observations

/// A vehicle in the way, in the ego vehicle's frame.
struct TrafficBox: Hashable {
  let centre: Vector2
  let yaw_rad: Double
  let halfLength_m: Double
  let halfWidth_m: Double

  /// Distance from the origin to the box; zero inside.
  var distance_m: Double {
    let toBox = Pose2(centre, yaw_rad: yaw_rad).inverse.transform(.zero)
    return Vector2(max(abs(toBox.x) - halfLength_m, 0), max(abs(toBox.y) - halfWidth_m, 0)).length
  }

  var corners: [Vector2] {
    let pose = Pose2(centre, yaw_rad: yaw_rad)
    return [(1.0, 1.0), (1, -1), (-1, -1), (-1, 1)].map {
      pose.transform(Vector2($0.0 * halfLength_m, $0.1 * halfWidth_m))
    }
  }
}

/// What boxes leave free. The profile told to others and the test used for occlusion agree by construction: a place is blocked exactly
/// where one of the two rays beside it ends before it.
struct FreeSpace {
  /// A stretch of directions, open at both ends, blocked from a distance on.
  private struct Sector {
    let right, left: Vector2
    let isWide: Bool
    let squaredDistance: Double

    @inline(__always) func blocks(_ point: Vector2, squaredRange: Double) -> Bool {
      guard squaredRange > squaredDistance else { return false }
      let afterRight = right.cross(point) > 0
      let beforeLeft = point.cross(left) > 0
      return isWide ? afterRight || beforeLeft : afterRight && beforeLeft
    }
  }

  private let rays: Int
  private let range_m: Double
  private let directions: [Vector2]
  private var sectors: [Sector] = []
  private var ranges: [Float]

  init(rays: Int, range_m: Double) {
    self.rays = rays
    self.range_m = range_m
    directions = (0..<rays).map { Vector2(angle_rad: -.pi + 2 * .pi * Double($0) / Double(rays)) }
    ranges = Array(repeating: Float(range_m), count: rays)
  }

  /// Looks at new boxes.
  mutating func update(_ boxes: [TrafficBox]) {
    sectors.removeAll(keepingCapacity: true)
    for index in ranges.indices { ranges[index] = Float(range_m) }
    let step = 2 * .pi / Double(rays)
    for box in boxes {
      let distance = Float(box.distance_m)
      guard distance > 0, Double(distance) < range_m else { continue }
      let middle = box.centre.angle_rad
      var low = 0.0
      var high = 0.0
      for corner in box.corners {
        let angle = (corner.angle_rad - middle).wrappedAngle_rad
        low = min(low, angle)
        high = max(high, angle)
      }
      let first = Int(((middle + low + .pi) / step).rounded(.up))
      let last = Int(((middle + high + .pi) / step).rounded(.down))
      guard first <= last else { continue }
      for ray in first...last { ranges[wrapped(ray)] = min(ranges[wrapped(ray)], distance) }
      sectors.append(
        Sector(
          right: directions[wrapped(first - 1)], left: directions[wrapped(last + 1)],
          isWide: Double(last - first + 2) * step >= .pi, squaredDistance: Double(distance) * Double(distance)))
    }
  }

  private func wrapped(_ ray: Int) -> Int { ((ray % rays) + rays) % rays }

  /// True where the view to a place is blocked.
  @inline(__always) func blocks(_ point: Vector2, squaredRange: Double) -> Bool {
    for sector in sectors where sector.blocks(point, squaredRange: squaredRange) { return true }
    return false
  }

  var profile: FreeSpaceProfile {
    FreeSpaceProfile(startAzimuth_rad: -.pi, step_rad: 2 * .pi / Double(rays), range_m: ranges)
  }
}

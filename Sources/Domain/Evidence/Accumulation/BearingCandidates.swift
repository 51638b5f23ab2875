import Geometry
import MapModel
import Matching
import Observations

/// Directions that match nothing, triangulated over the traversal. A range is never invented: without parallax nothing comes out.
struct BearingCandidates: Sendable {
  private struct Ray: Sendable {
    var origin: Vector2
    var direction: Vector2
    var sigma_rad: Double
    var range_m: Double
    var frame: Int
    var existence: Double
    var reference: Int
  }
  private struct Track: Sendable {
    var elementClass: ElementClass
    var tracking: UInt32
    var rays: [Ray] = []
    var last: Vector2
    var lastAzimuth_rad: Double
  }

  /// A place where rays meet.
  struct Place: Sendable {
    var elementClass: ElementClass
    var position: Vector2
    var sigma_m: Double
    var frames: Int
    var existence: Double
    var reference: Int
  }

  private var tracks: [Track] = []
  private static let trackLimit = 128
  private static let rayLimit = 40
  /// Least angle between the outermost rays, radians: below it the range is a guess.
  private static let parallax_rad = 0.09

  mutating func add(_ stray: MatchedFrame.StrayBearing, label: Label, reference: Int, motion: Pose2, frame: Int) {
    let azimuth = stray.azimuth_rad + motion.yaw_rad
    let origin = motion.transform(stray.origin)
    let ray = Ray(
      origin: origin, direction: Vector2(angle_rad: azimuth), sigma_rad: max(stray.sigma_rad, 1e-3),
      range_m: stray.range_m, frame: frame, existence: stray.existence, reference: reference)
    let elementClass = label.best.elementClass
    let at = tracks.indices.last { i in
      let track = tracks[i]
      guard track.elementClass == elementClass, track.rays.last?.frame != frame else { return false }
      if stray.tracking != 0 || track.tracking != 0 { return stray.tracking == track.tracking }
      // Without a tracker: the direction turns slowly from look to look.
      let moved = origin.distance(to: track.last)
      return moved < 12 && abs((azimuth - track.lastAzimuth_rad).wrappedAngle_rad) < 0.03 + 0.02 * moved
    }
    if let at {
      if tracks[at].rays.count < Self.rayLimit || moved(tracks[at], origin) { tracks[at].rays.append(ray) }
      tracks[at].last = origin
      tracks[at].lastAzimuth_rad = azimuth
    } else if tracks.count < Self.trackLimit {
      tracks.append(
        Track(
          elementClass: elementClass, tracking: stray.tracking, rays: [ray], last: origin, lastAzimuth_rad: azimuth))
    }
  }

  private func moved(_ track: Track, _ origin: Vector2) -> Bool {
    guard track.rays.count < 4 * Self.rayLimit, let last = track.rays.last else { return false }
    return last.origin.distance(to: origin) > 1
  }

  /// The places, in order of first sight.
  func places(minimumFrames: Int) -> [Place] {
    tracks.compactMap { Self.triangulate($0, minimumFrames: max(minimumFrames, 4)) }
  }

  /// Least squares of the distances across the rays, weighed by range, twice; rays far off are left out the second time.
  private static func triangulate(_ track: Track, minimumFrames: Int) -> Place? {
    var rays = track.rays
    var place: Vector2?
    var covariance = Covariance2(isotropicSigma_m: 100)
    for round in 0..<3 {
      guard rays.count >= minimumFrames else { return nil }
      var a = Covariance2(xx: 0, yy: 0)
      var v = Vector2.zero
      for ray in rays {
        let n = ray.direction.leftNormal
        let range = max(place.map { ($0 - ray.origin).length } ?? 20, 1)
        let w = 1 / (ray.sigma_rad * ray.sigma_rad * range * range)
        let offset = n.dot(ray.origin)
        a = a + Covariance2(xx: w * n.x * n.x, xy: w * n.x * n.y, yy: w * n.y * n.y)
        v = v + n * (w * offset)
      }
      let determinant = a.determinant
      guard determinant > 1e-12 * (a.xx + a.yy) * (a.xx + a.yy) else { return nil }
      let next = Vector2((a.yy * v.x - a.xy * v.y) / determinant, (a.xx * v.y - a.xy * v.x) / determinant)
      covariance = Covariance2(xx: a.yy / determinant, xy: -a.xy / determinant, yy: a.xx / determinant)
      place = next
      if round < 2 {
        rays = rays.filter { ray in
          let d = next - ray.origin
          guard d.dot(ray.direction) > 1, d.length < 1.2 * ray.range_m else { return false }
          return abs(ray.direction.cross(d.normalized)) < 4 * ray.sigma_rad + 0.3 / d.length
        }
      }
    }
    guard let place else { return nil }
    var low = 0.0
    var high = 0.0
    for ray in rays {
      let turn = arctangent(rays[0].direction.cross(ray.direction), rays[0].direction.dot(ray.direction))
      low = min(low, turn)
      high = max(high, turn)
    }
    guard high - low >= parallax_rad else { return nil }
    // Rays of one drive share the pose's error: they are not as many looks as they are.
    let sigma = (max(covariance.xx, covariance.yy) * Double(rays.count) / 3 + 0.05 * 0.05).squareRoot()
    guard sigma < 2.5 else { return nil }
    var tally = AttributeTally()
    var existence = 0.0
    for ray in rays {
      tally.add(ray.reference, weight: 1)
      existence += ray.existence / Double(rays.count)
    }
    return Place(
      elementClass: track.elementClass, position: place, sigma_m: sigma, frames: rays.count, existence: existence,
      reference: tally.majority)
  }
}

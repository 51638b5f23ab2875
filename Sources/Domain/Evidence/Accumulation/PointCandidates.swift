import Geometry
import MapModel
import Matching
import Observations

/// Detections with a position that match nothing, fused over the traversal into things that may stand there.
struct PointCandidates: Sendable {
  /// One thing.
  struct Cluster: Sendable {
    var elementClass: ElementClass
    var isPolygon: Bool
    /// Information-weighted sums: P⁻¹ and P⁻¹ x.
    private var ixx = 0.0
    private var ixy = 0.0
    private var iyy = 0.0
    private var vx = 0.0
    private var vy = 0.0
    var ring: [Vector2] = []
    var frames = 0
    var existence = 0.0
    var poseVariance_m2 = 0.0
    var firstTime_ns: Int64
    var lastTime_ns: Int64
    var lastFrame = -1
    var lastSensor = -1
    var tracking: UInt32 = 0
    var tally = AttributeTally()
    private var spread_m2 = 0.0

    init(elementClass: ElementClass, isPolygon: Bool, time_ns: Int64) {
      self.elementClass = elementClass
      self.isPolygon = isPolygon
      firstTime_ns = time_ns
      lastTime_ns = time_ns
    }

    /// The fused position.
    var mean: Vector2 {
      let determinant = ixx * iyy - ixy * ixy
      guard determinant > 0 else { return .zero }
      return Vector2((iyy * vx - ixy * vy) / determinant, (ixx * vy - ixy * vx) / determinant)
    }

    /// Its covariance as if all looks were independent.
    var covariance: Covariance2 {
      let determinant = ixx * iyy - ixy * ixy
      guard determinant > 0 else { return Covariance2(isotropicSigma_m: 100) }
      return Covariance2(xx: iyy / determinant, xy: -ixy / determinant, yy: ixx / determinant)
    }

    mutating func add(_ position: Vector2, _ covariance: Covariance2) {
      let determinant = max(covariance.determinant, 1e-9)
      if frames > 0 { spread_m2 += (position - mean).squaredLength }
      let a = covariance.yy / determinant
      let b = -covariance.xy / determinant
      let c = covariance.xx / determinant
      ixx += a
      ixy += b
      iyy += c
      vx += a * position.x + b * position.y
      vy += b * position.x + c * position.y
    }

    /// Standard deviation of the position with the pose's share and a few independent looks, m.
    func sigma_m(independent: Double) -> Double {
      let own = (covariance.xx + covariance.yy) / 2 * Double(max(frames, 1)) / max(independent, 1)
      let scatter = spread_m2 / Double(max(frames, 1)) / 2 / max(independent, 1)
      return (own + scatter + poseVariance_m2 / Double(max(frames, 1)) + 0.03 * 0.03).squareRoot()
    }
  }

  private(set) var clusters: [Cluster] = []

  /// A stray of a frame, in the traversal's frame. `frame` numbers the frames of the traversal.
  mutating func add(
    _ stray: MatchedFrame.StrayPoint, ring: ArraySlice<Vector2>, label: Label, reference: Int, motion: Pose2,
    poseVariance_m2: Double, frame: Int, time_ns: Int64, limit: Int
  ) {
    let position = motion.transform(stray.position)
    let covariance = stray.covariance.rotated(by: motion.yaw_rad)
    let elementClass = label.best.elementClass
    var best = (index: -1, cost: 11.8)
    for i in clusters.indices {
      let cluster = clusters[i]
      guard cluster.elementClass == elementClass, cluster.isPolygon == stray.isPolygon else { continue }
      // One sensor shows two things in one frame as two detections: they never join.
      guard cluster.lastFrame != frame || cluster.lastSensor != stray.sensor else { continue }
      let d = position - cluster.mean
      let reach = stray.isPolygon ? 4.0 : 2.5
      let sameTrack = stray.tracking != 0 && stray.tracking == cluster.tracking
      guard d.length < (sameTrack ? 2 * reach : reach) else { continue }
      let floor = Covariance2(xx: 0.04 + poseVariance_m2, yy: 0.04 + poseVariance_m2)
      let cost = (covariance + cluster.covariance + floor).mahalanobisSquared(d) * (sameTrack ? 0.5 : 1)
      if cost < best.cost { best = (i, cost) }
    }
    if best.index < 0 {
      guard clusters.count < 4 * limit else { return }
      clusters.append(Cluster(elementClass: elementClass, isPolygon: stray.isPolygon, time_ns: time_ns))
      best.index = clusters.count - 1
    }
    let i = best.index
    clusters[i].add(position, covariance)
    if clusters[i].lastFrame != frame { clusters[i].frames += 1 }
    clusters[i].poseVariance_m2 += poseVariance_m2
    clusters[i].existence += stray.existence
    clusters[i].lastFrame = frame
    clusters[i].lastSensor = stray.sensor
    clusters[i].lastTime_ns = time_ns
    if stray.tracking != 0 { clusters[i].tracking = stray.tracking }
    clusters[i].tally.add(reference, weight: label.best.probability)
    if ring.count > clusters[i].ring.count { clusters[i].ring = ring.map(motion.transform) }
  }
}

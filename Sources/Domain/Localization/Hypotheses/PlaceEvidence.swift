import Foundation
import Geometry
import MapModel
import Observations

/// What one frame says of each displacement of the pose: how well its lines, and apart from them its points, would lie on the map there.
struct PlaceEvidence {
  private let filter: PoseFilter
  private let grid: PlaceGrid
  private let region: MapRegion
  private let pose: Motion2

  /// Distance beyond `LaneEvidence.near_m` at which a line lies on a mapped one no more, m.
  private static let fall_m = 0.65

  init(filter: PoseFilter, grid: PlaceGrid, region: MapRegion) {
    self.filter = filter
    self.grid = grid
    self.region = region
    pose = Motion2(Pose2(filter.pose.position - grid.held, yaw_rad: filter.pose.yaw_rad))
  }

  /// How much of each line is unexplained at each displacement, by slot; nil where the frame has none to compare.
  func lines(_ lines: FrameLines, frame: ObservationFrame) -> [Float]? {
    guard !lines.ranges.isEmpty else { return nil }
    var total = [Float](repeating: 0, count: LaneHistogram.slots * grid.count)
    var sum = [Float](repeating: 0, count: grid.count)
    var kernel = sum
    var next = sum
    var any = false
    let (mappedReach, unknown) = (Float(LaneEvidence.mappedReach_m), Float(LaneEvidence.unknown))
    for (line, range) in lines.ranges.enumerated() {
      let detection = lines.detection[line]
      let label = frame.labels[Int(frame.lines.label[detection])]
      let camera = frame.sensors[Int(frame.lines.sensor[detection])].modality == .camera ? filter.camera : nil
      let scaleSigma = camera == nil ? 0 : filter.variance(ErrorState.cameraScale).squareRoot()
      for c in sum.indices { sum[c] = 0 }
      var left = 0.0
      var compared: Float = 0
      for i in range {
        let sample = camera?.ground(lines.samples[i]) ?? lines.samples[i]
        left += sample.y / Double(range.count)
        let point = pose.transform(sample)
        let direction = pose.rotate(lines.directions[i])
        let near_m = LaneEvidence.near_m + scaleSigma * abs(sample.y)
        for c in kernel.indices {
          kernel[c] = 0
          next[c] = .infinity
        }
        var isMapped = false
        region.segments.grid.forEach(in: Bounds2(centre: point, radius_m: grid.reach_m + 1)) { s in
          let piece = region.pieces[Int(region.segments.piece[s])]
          let weight =
            label.probability(of: piece.elementClass)
            * LaneEvidence.styleFactor(label.best.attributes, piece.attributes)
          guard weight > 0.01, abs(direction.dot(region.segments.direction[s])) > 0.85 else { return }
          isMapped = true
          raise(&kernel, &next, point, segment: s, near_m: near_m, weight: weight)
        }
        guard isMapped else { continue }
        compared += 1
        for c in sum.indices { sum[c] += next[c] > mappedReach ? unknown : kernel[c] }
      }
      guard compared > 0 else { continue }
      any = true
      let existence = frame.lines.existence[detection]
      let first = LaneHistogram.slot(left_m: left) * grid.count
      for c in sum.indices { total[first + c] += existence * (1 - sum[c] / compared) }
    }
    return any ? total : nil
  }

  private func raise(
    _ kernel: inout [Float], _ next: inout [Float], _ point: Vector2, segment s: Int, near_m: Double, weight: Double
  ) {
    let segments = region.segments
    let u = segments.direction[s]
    let from = point - segments.start[s]
    let first = grid.displacement(0)
    let along0 = Float((from + first).dot(u))
    let across0 = Float(u.cross(from + first))
    let step = Float(PlaceGrid.step_m)
    let (ux, uy) = (Float(u.x) * step, Float(u.y) * step)
    let end = Float(segments.length_m[s]) + 0.5
    let (near, fall, peak) = (Float(near_m), Float(Self.fall_m), Float(weight))
    for y in 0..<grid.side {
      var cell = y * grid.side
      var along = along0 + Float(y) * uy
      var across = across0 + Float(y) * ux
      for _ in 0..<grid.side {
        if along >= -0.5, along <= end {
          let distance = abs(across)
          next[cell] = min(next[cell], distance)
          let beyond = max(distance - near, 0) / fall
          if beyond < 1 {
            let share = 1 - beyond * beyond
            kernel[cell] = max(kernel[cell], peak * share * share)
          }
        }
        along += ux
        across -= uy
        cell += 1
      }
    }
  }

  /// Log-likelihood of the points at each displacement; nil where none can be compared.
  func points(frame: ObservationFrame, areaSigma_m: Double) -> [Float]? {
    guard region.points.count > 0 else { return nil }
    var total = [Float](repeating: 0, count: grid.count)
    var kernel = total
    var compared = false
    Landmark.forEach(in: frame, camera: filter.camera, areaSigma_m: areaSigma_m) { landmark in
      let place = landmark.corrected
      let point = pose.transform(place)
      let lever2 = filter.yawVariance * place.squaredLength
      let stretch =
        landmark.camera == nil || !landmark.isOnGround
        ? 0 : filter.variance(ErrorState.cameraStretch) * place.squaredLength * place.squaredLength
      let seen = landmark.covariance + Covariance2(xx: lever2 + stretch + 0.06, yy: lever2 + 0.06)
      let covariance = seen.rotated(by: filter.pose.yaw_rad)
      let reach_m = 3 * max(covariance.xx, covariance.yy).squareRoot()
      for c in kernel.indices { kernel[c] = 0 }
      var isMapped = false
      region.points.grid.forEach(in: Bounds2(centre: point, radius_m: grid.reach_m + 1)) { p in
        let weight = landmark.label.probability(of: region.points.elementClass[p])
        guard weight > 0.01 else { return }
        let to = region.points.position[p] - point
        guard max(abs(to.x), abs(to.y)) < grid.reach_m + reach_m else { return }
        isMapped = true
        for c in kernel.indices {
          let d = grid.displacement(c) - to
          guard abs(d.x) < reach_m, abs(d.y) < reach_m else { continue }
          kernel[c] = max(kernel[c], Float(weight * exp(-0.5 * covariance.mahalanobisSquared(d))))
        }
      }
      guard isMapped else { return }
      compared = true
      for c in kernel.indices { total[c] += Float(landmark.existence) * log(0.1 + 0.9 * kernel[c]) }
    }
    return compared ? total : nil
  }
}

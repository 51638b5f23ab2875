import Foundation
import Geometry
import MapModel
import Observations

/// What one frame says of each offset along the road: how well its landmarks, and its lines that do not run along the road, would lie on
/// the map there.
struct AlongEvidence {
  let filter: PoseFilter
  let held_m: Double
  let areaSigma_m: Double

  private static let reach_m = 9.0
  /// Chance that a detection has no counterpart where it should: new, gone, or read wrongly.
  static let strangerShare = 0.15
  /// Distance up to which a line lies on a mapped one for sure, and how fast that falls off beyond, m.
  private static let near_m = 0.2
  private static let fall_m = 0.2
  /// Least cosine between a line's normal and the road for it to tell the place along it.
  private static let leastSlope = 0.35

  /// Log-likelihood at each offset; nil where nothing can be compared.
  func look(_ frame: ObservationFrame, _ lines: FrameLines, segments: [Int], region: MapRegion) -> [Double]? {
    let pose = Motion2(filter.pose)
    var total = [Double](repeating: 0, count: OffsetBins.count)
    var any = addLandmarks(frame, pose, region, to: &total)
    for line in lines.ranges.indices where addLine(line, lines, frame, pose, segments, region, to: &total) {
      any = true
    }
    return any ? total : nil
  }

  /// Standard deviation of the cameras' stretch, 1/m.
  private var stretchSigma_pm: Double { max(filter.variance(ErrorState.cameraStretch), 0).squareRoot() }

  private func addLandmarks(
    _ frame: ObservationFrame, _ pose: Motion2, _ region: MapRegion, to total: inout [Double]
  ) -> Bool {
    guard region.points.count > 0 else { return false }
    let offsets = MapOffsets(region: region, direction: pose.axis, reach_m: Self.reach_m)
    let across2 = filter.position.variance(along: pose.axis.leftNormal)
    var kernel = [Double](repeating: 0, count: OffsetBins.count)
    var compared = false
    Landmark.forEach(in: frame, camera: filter.camera, areaSigma_m: areaSigma_m) { landmark in
      let place = landmark.corrected
      let point = pose.transform(place)
      let lever2 = filter.yawVariance * place.squaredLength
      let acrossSigma2 = landmark.covariance.yy + across2 + lever2 + 0.04
      let stretch = landmark.camera == nil || !landmark.isOnGround ? 0 : stretchSigma_pm * place.squaredLength
      let alongSigma_m = (landmark.covariance.xx + lever2 + stretch * stretch + 0.04).squareRoot()
      for b in 0..<OffsetBins.count { kernel[b] = 0 }
      guard
        offsets.raise(
          &kernel, landmark, at: point, held_m: held_m, sigma_m: alongSigma_m, asideVariance_m2: acrossSigma2,
          leastWeight: 0.05)
      else { return }
      compared = true
      for b in 0..<OffsetBins.count {
        total[b] += landmark.existence * log(Self.strangerShare + (1 - Self.strangerShare) * kernel[b])
      }
    }
    return compared
  }

  private func addLine(
    _ line: Int, _ lines: FrameLines, _ frame: ObservationFrame, _ pose: Motion2, _ segments: [Int],
    _ region: MapRegion,
    to total: inout [Double]
  ) -> Bool {
    let detection = lines.detection[line]
    let label = frame.labels[Int(frame.lines.label[detection])]
    let camera = frame.sensors[Int(frame.lines.sensor[detection])].modality == .camera ? filter.camera : nil
    var sum = [Double](repeating: 0, count: OffsetBins.count)
    var kernel = sum
    var compared = 0.0
    let offsets = MapOffsets(region: region, direction: pose.axis, reach_m: Self.reach_m)
    let stretchSigma_pm = camera == nil ? 0 : self.stretchSigma_pm
    let scaleSigma = camera == nil ? 0 : max(filter.variance(ErrorState.cameraScale), 0).squareRoot()
    for i in lines.ranges[line] {
      let direction = pose.rotate(lines.directions[i])
      guard abs(direction.cross(pose.axis)) > Self.leastSlope else { continue }
      let place = camera?.ground(lines.samples[i]) ?? lines.samples[i]
      let point = pose.transform(place)
      // What the camera's pitch leaves open grows with the square of the distance.
      let stretch = stretchSigma_pm * place.squaredLength
      let scale = scaleSigma * place.y
      let turn2 = filter.yawVariance * place.squaredLength
      let fall_m = (Self.fall_m * Self.fall_m + stretch * stretch + scale * scale + turn2).squareRoot()
      for b in 0..<OffsetBins.count { kernel[b] = 0 }
      var any = false
      for s in segments {
        let d = region.segments.direction[s]
        guard abs(direction.dot(d)) > 0.93 else { continue }
        let weight = label.probability(of: region.segments.elementClass[s])
        guard weight > 0.05 else { continue }
        guard let offset = offsets.crossing(point, s, leastSine: 0.25), abs(offset) < Self.reach_m else { continue }
        let sine = pose.axis.cross(d)
        any = true
        OffsetBins.raise(
          &kernel, at: held_m + offset, flat_m: Self.near_m / abs(sine), fall_m: fall_m / abs(sine), to: weight)
      }
      guard any else { continue }
      compared += 1
      for b in 0..<OffsetBins.count { sum[b] += kernel[b] }
    }
    guard compared > 0 else { return false }
    let existence = Double(frame.lines.existence[detection])
    for b in 0..<OffsetBins.count {
      total[b] += existence * log(Self.strangerShare + (1 - Self.strangerShare) * sum[b] / compared)
    }
    return true
  }
}

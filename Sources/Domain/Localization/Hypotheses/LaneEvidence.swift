import Foundation
import Geometry
import MapModel
import Observations

/// What one frame says of each lateral offset: how well its lines, and apart from them its points, would lie on the map there.
struct LaneEvidence {
  private let filter: PoseFilter
  private let held_m: Double
  private let normal: Vector2
  private let pose: Motion2

  init(filter: PoseFilter, held_m: Double) {
    self.filter = filter
    self.held_m = held_m
    pose = Motion2(filter.pose)
    normal = pose.rotate(Vector2(0, 1))
  }

  private static let reach_m = 12.0
  /// Distance up to which a line lies on a mapped one for sure, and how fast that falls off beyond, m.
  static let near_m = 0.3
  private static let fall_m = 0.25
  /// Distance from the next mapped line up to which a place counts as mapped at all, m; beyond it nothing can be missing.
  static let mappedReach_m = 4.5
  /// How much of a line counts as explained where nothing is mapped.
  static let unknown = 0.5

  /// How much of each line is unexplained at each offset, by slot; nil where the frame has none to compare.
  func lines(_ lines: FrameLines, frame: ObservationFrame, segments: [Int], region: MapRegion) -> [Double]? {
    guard !lines.ranges.isEmpty, !segments.isEmpty else { return nil }
    var total = [Double](repeating: 0, count: LaneHistogram.slots * OffsetBins.count)
    var kernel = [Double](repeating: 0, count: OffsetBins.count)
    var sum = kernel
    var known = kernel
    var near: [(segment: Int, weight: Double)] = []
    var any = false
    let offsets = MapOffsets(region: region, direction: normal, reach_m: Self.reach_m)
    for (line, range) in lines.ranges.enumerated() {
      let detection = lines.detection[line]
      let label = frame.labels[Int(frame.lines.label[detection])]
      let camera = frame.sensors[Int(frame.lines.sensor[detection])].modality == .camera ? filter.camera : nil
      for b in 0..<OffsetBins.count { sum[b] = 0 }
      near.removeAll(keepingCapacity: true)
      for s in segments {
        let piece = region.pieces[Int(region.segments.piece[s])]
        let weight =
          label.probability(of: piece.elementClass) * Self.styleFactor(label.best.attributes, piece.attributes)
        if weight > 0.01 { near.append((s, weight)) }
      }
      var left = 0.0
      var compared = 0.0
      for i in range {
        let sample = camera?.ground(lines.samples[i]) ?? lines.samples[i]
        left += sample.y / Double(range.count)
        let point = pose.transform(sample)
        let direction = pose.rotate(lines.directions[i])
        for b in 0..<OffsetBins.count { kernel[b] = 0 }
        let spread = camera == nil ? 0 : filter.variance(ErrorState.cameraScale).squareRoot() * abs(sample.y)
        var isMapped = false
        for b in 0..<OffsetBins.count { known[b] = 0 }
        for (s, weight) in near {
          guard let offset = offsets.crossing(point, s, leastSine: 0.3), abs(offset) < Self.reach_m,
            abs(direction.dot(region.segments.direction[s])) > 0.85
          else { continue }
          isMapped = true
          OffsetBins.raise(&known, at: held_m + offset, flat_m: Self.mappedReach_m, fall_m: 0.01, to: 1)
          OffsetBins.raise(
            &kernel, at: held_m + offset, flat_m: Self.near_m + spread, fall_m: Self.fall_m, to: weight)
        }
        guard isMapped else { continue }
        compared += 1
        for b in 0..<OffsetBins.count { sum[b] += max(kernel[b], Self.unknown * (1 - known[b])) }
      }
      guard compared > 0 else { continue }
      let existence = Double(frame.lines.existence[detection])
      any = true
      let first = LaneHistogram.slot(left_m: left) * OffsetBins.count
      for b in 0..<OffsetBins.count { total[first + b] += existence * (1 - sum[b] / compared) }
    }
    return any ? total : nil
  }

  /// Log-likelihood of the points at each offset; nil where none can be compared.
  func points(frame: ObservationFrame, region: MapRegion, areaSigma_m: Double) -> [Double]? {
    guard region.points.count > 0 else { return nil }
    let offsets = MapOffsets(region: region, direction: normal, reach_m: Self.reach_m)
    let along2 = filter.position.variance(along: pose.axis)
    var total = [Double](repeating: 0, count: OffsetBins.count)
    var kernel = total
    var compared = false
    Landmark.forEach(in: frame, camera: filter.camera, areaSigma_m: areaSigma_m) { landmark in
      let place = landmark.corrected
      let point = pose.transform(place)
      let lever2 = filter.yawVariance * place.squaredLength
      let alongSigma2 = landmark.covariance.xx + along2 + lever2 + 0.04
      let acrossSigma_m = (landmark.covariance.yy + lever2 + 0.09).squareRoot()
      for b in 0..<OffsetBins.count { kernel[b] = 0 }
      guard
        offsets.raise(
          &kernel, landmark, at: point, held_m: held_m, sigma_m: acrossSigma_m, asideVariance_m2: alongSigma2,
          leastWeight: 0.01)
      else { return }
      compared = true
      for b in 0..<OffsetBins.count { total[b] += landmark.existence * log(0.1 + 0.9 * kernel[b]) }
    }
    return compared ? total : nil
  }

  /// A line read as solid lies less likely on a dashed one.
  static func styleFactor(_ seen: Attributes, _ mapped: Attributes) -> Double {
    guard let a = seen[.style], let b = mapped[.style] else { return 1 }
    return a == b ? 1 : 0.5
  }
}

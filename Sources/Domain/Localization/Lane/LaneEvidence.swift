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

  /// Probability of a sample that stems from nothing mapped, relative to one that lies exactly on a line.
  private static let stray = 0.15
  private static let reach_m = 12.0

  /// Log-likelihood of the lines at each offset; nil where the frame has none to compare.
  func lines(_ lines: FrameLines, frame: ObservationFrame, segments: [Int], region: MapRegion, missing: SensorModel)
    -> [Double]?
  {
    guard !lines.ranges.isEmpty, !segments.isEmpty else { return nil }
    var total = [Double](repeating: 0, count: LaneHistogram.count)
    var kernel = [Double](repeating: 0, count: LaneHistogram.count)
    var sum = kernel
    var near: [(segment: Int, weight: Double)] = []
    for (line, range) in lines.ranges.enumerated() {
      let detection = lines.detection[line]
      let label = frame.labels[Int(frame.lines.label[detection])]
      let scale = filter.scale(of: frame.sensors[Int(frame.lines.sensor[detection])])
      for b in 0..<LaneHistogram.count { sum[b] = 0 }
      near.removeAll(keepingCapacity: true)
      for s in segments {
        let piece = region.pieces[Int(region.segments.piece[s])]
        let weight = label.probability(of: piece.elementClass) * styleFactor(label.best.attributes, piece.attributes)
        if weight > 0.01 { near.append((s, weight)) }
      }
      for i in range {
        let sample = Vector2(lines.samples[i].x, lines.samples[i].y * scale)
        let point = pose.transform(sample)
        let direction = pose.rotate(lines.directions[i])
        for b in 0..<LaneHistogram.count { kernel[b] = 0 }
        let spread = filter.scaleSigma * sample.y
        let sigma = (0.2 * 0.2 + spread * spread).squareRoot()
        for (s, weight) in near {
          guard let offset = crossing(point, region.segments, s), abs(offset) < Self.reach_m,
            abs(direction.dot(region.segments.direction[s])) > 0.85
          else { continue }
          raise(&kernel, at: held_m + offset, sigma_m: sigma, to: weight)
        }
        for b in 0..<LaneHistogram.count { sum[b] += log(Self.stray + (1 - Self.stray) * kernel[b]) }
      }
      let existence = Double(frame.lines.existence[detection])
      for b in 0..<LaneHistogram.count { total[b] += existence * sum[b] / Double(range.count) }
    }
    addMisses(to: &total, lines, frame: frame, segments: segments, region: region, model: missing)
    return total
  }

  /// What mapped lines that should be seen beside the vehicle, and are not, say of each offset.
  private func addMisses(
    to total: inout [Double], _ lines: FrameLines, frame: ObservationFrame, segments: [Int], region: MapRegion,
    model: SensorModel
  ) {
    for ahead_m in [6.0, 10.0] {
      let middle = pose.transform(Vector2(ahead_m, 0))
      var seen: [Double] = []
      for (line, range) in lines.ranges.enumerated() {
        let scale = filter.scale(of: frame.sensors[Int(frame.lines.sensor[lines.detection[line]])])
        var nearest = (gap: 4.0, y: 0.0)
        for i in range {
          let gap = abs(lines.samples[i].x - ahead_m)
          if gap < nearest.gap { nearest = (gap, lines.samples[i].y * scale) }
        }
        if nearest.gap < 4 { seen.append(nearest.y) }
      }
      for s in segments {
        guard let offset = crossing(middle, region.segments, s), abs(offset) < Self.reach_m,
          abs(normal.cross(region.segments.direction[s])) > 0.85
        else { continue }
        let elementClass = region.segments.elementClass[s]
        var chance = 0.0
        for sensor in frame.sensors where sensor.health == .good && sensor.detects.contains(elementClass) {
          let curve = model[elementClass, sensor.modality]
          if sensor.maxRange_m > ahead_m { chance = max(chance, curve.peak) }
        }
        guard chance > 0 else { continue }
        for b in 0..<LaneHistogram.count {
          let y = offset - (LaneHistogram.offset_m(b) - held_m)
          guard abs(y) < 2.4, !seen.contains(where: { abs($0 - y) < 0.9 }) else { continue }
          total[b] += 0.5 * log(1 - 0.7 * chance)
        }
      }
    }
  }

  /// Log-likelihood of the points at each offset; nil where none can be compared.
  func points(frame: ObservationFrame, region: MapRegion) -> [Double]? {
    guard frame.points.count > 0, region.points.count > 0 else { return nil }
    let forward = pose.rotate(Vector2(1, 0))
    let position = filter.position
    let along2 = position.variance(along: forward)
    var total = [Double](repeating: 0, count: LaneHistogram.count)
    var kernel = total
    var compared = false
    for i in 0..<frame.points.count {
      let label = frame.labels[Int(frame.points.label[i])]
      let scale = filter.scale(of: frame.sensors[Int(frame.points.sensor[i])])
      let local = Vector2(Double(frame.points.x_m[i]), Double(frame.points.y_m[i]) * scale)
      let point = pose.transform(local)
      let lever2 = filter.yawVariance * local.squaredLength
      let sigmaX2 = Double(frame.points.varianceXX_m2[i]) + along2 + lever2 + 0.04
      let sigmaY2 = Double(frame.points.varianceYY_m2[i]) + lever2 + 0.09
      for b in 0..<LaneHistogram.count { kernel[b] = 0 }
      var any = false
      region.points.grid.forEach(in: Bounds2(centre: point, radius_m: Self.reach_m)) { p in
        let weight = label.probability(of: region.points.elementClass[p])
        guard weight > 0.01 else { return }
        let d = region.points.position[p] - point
        let along = d.dot(forward)
        guard along * along < 9 * sigmaX2 else { return }
        any = true
        raise(
          &kernel, at: held_m + d.dot(normal), sigma_m: sigmaY2.squareRoot(),
          to: weight * exp(-0.5 * along * along / sigmaX2))
      }
      guard any else { continue }
      compared = true
      let existence = Double(frame.points.existence[i])
      for b in 0..<LaneHistogram.count { total[b] += existence * log(0.1 + 0.9 * kernel[b]) }
    }
    return compared ? total : nil
  }

  /// How far a point must move along the vehicle's left to lie on a segment, m; nil where it passes beside it.
  private func crossing(_ point: Vector2, _ segments: RegionSegments, _ s: Int) -> Double? {
    let d = segments.direction[s]
    let sine = normal.cross(d)
    guard abs(sine) > 0.3 else { return nil }
    let offset = -(point - segments.start[s]).cross(d) / sine
    let station = (point + normal * offset - segments.start[s]).dot(d)
    return station >= -0.5 && station <= segments.length_m[s] + 0.5 ? offset : nil
  }

  private func raise(_ kernel: inout [Double], at offset_m: Double, sigma_m: Double, to peak: Double) {
    let first = Int(((offset_m - 3 * sigma_m) / LaneHistogram.step_m).rounded()) + LaneHistogram.half
    let last = Int(((offset_m + 3 * sigma_m) / LaneHistogram.step_m).rounded()) + LaneHistogram.half
    guard first < LaneHistogram.count, last >= 0 else { return }
    for b in max(first, 0)...min(last, LaneHistogram.count - 1) {
      // Flat over the bin's width, so that a line between two bins counts like one in the middle of one.
      let d = max(abs(LaneHistogram.offset_m(b) - offset_m) - LaneHistogram.step_m / 2, 0) / sigma_m
      kernel[b] = max(kernel[b], peak * exp(-0.5 * d * d))
    }
  }

  /// A line read as solid lies less likely on a dashed one.
  private func styleFactor(_ seen: Attributes, _ mapped: Attributes) -> Double {
    guard let a = seen[.style], let b = mapped[.style] else { return 1 }
    return a == b ? 1 : 0.5
  }
}

extension PoseFilter {
  /// The lateral scale that a sensor's detections take.
  func scale(of sensor: SensorStatus) -> Double { sensor.modality == .camera ? scale : 1 }
  /// Standard deviation of the scale.
  var scaleSigma: Double { max(rows[Index.scale][Index.scale], 0).squareRoot() }
  /// Variance of the yaw, rad².
  var yawVariance: Double { rows[Index.yaw][Index.yaw] }
}

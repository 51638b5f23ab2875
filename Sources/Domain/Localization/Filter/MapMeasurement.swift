import Geometry
import MapModel
import Observations

/// One scalar that a detection and a mapped piece say of the pose: `form · error = residual` but for noise.
struct MapMeasurement {
  /// Derivative of the prediction by the errors.
  var form: PoseFilter.Form
  /// What is missing between prediction and map.
  var residual: Double
  /// Variance of the residual by detection and map, tempered.
  var variance: Double
  /// Variance by detection and map of this look alone.
  var lookVariance: Double
  /// Index into the region's pieces.
  var piece: Int
}

/// Finds the map's counterpart of detections at a pose.
struct MapMeasurements {
  let region: MapRegion
  let frame: ObservationFrame
  let lines: FrameLines
  let segments: [Int]
  let configuration: LocalizationConfiguration
  /// Seconds since the frame before.
  let seconds: Double

  /// All measurements at the filter's pose.
  func gather(_ filter: PoseFilter, lineGate_m: Double) -> [MapMeasurement] {
    var out: [MapMeasurement] = []
    addLines(filter, gate_m: lineGate_m, to: &out)
    addPoints(filter, to: &out)
    return out
  }

  private func addLines(_ filter: PoseFilter, gate_m: Double, to out: inout [MapMeasurement]) {
    let pose = Motion2(filter.pose)
    let columns = region.segments
    var near: [(segment: Int, cost: Double)] = []
    for (line, range) in lines.ranges.enumerated() {
      let detection = lines.detection[line]
      let label = frame.labels[Int(frame.lines.label[detection])]
      let sensor = frame.sensors[Int(frame.lines.sensor[detection])]
      let isCamera = sensor.modality == .camera
      let scale = filter.scale(of: sensor)
      let sigma = max(Double(frame.lines.sigma_m[detection]), configuration.lineFloor_m)
      let look = sigma * sigma + configuration.mapSigma_m * configuration.mapSigma_m
      let temper = Double(range.count) * max(configuration.lineCorrelation_s / seconds, 1)
      near.removeAll(keepingCapacity: true)
      let box = self.box(range, scale: scale, pose).grown(by: gate_m + 1)
      for s in segments where columns.box(s).intersects(box) {
        let probability = label.probability(of: columns.elementClass[s])
        if probability > 0.05 { near.append((s, (1 - probability) * 0.3)) }
      }
      guard !near.isEmpty else { continue }
      for i in range {
        let raw = lines.samples[i]
        let arm = pose.rotate(Vector2(raw.x, raw.y * scale))
        let point = pose.origin + arm
        let direction = pose.rotate(lines.directions[i])
        var best = (segment: -1, cost: Double.infinity, residual: 0.0)
        for (s, classCost) in near {
          let d = columns.direction[s]
          guard abs(direction.dot(d)) > 0.93 else { continue }
          let from = point - columns.start[s]
          let along = from.dot(d)
          guard along > -1, along < columns.length_m[s] + 1 else { continue }
          let across = d.cross(from)
          guard abs(across) < gate_m else { continue }
          let cost = abs(across) + classCost
          if cost < best.cost { best = (s, cost, -across) }
        }
        guard best.segment >= 0 else { continue }
        let normal = columns.direction[best.segment].leftNormal
        var form = PoseFilter.Form.zero
        form[PoseFilter.Index.x] = normal.x
        form[PoseFilter.Index.y] = normal.y
        form[PoseFilter.Index.yaw] = normal.dot(arm.leftNormal)
        if isCamera { form[PoseFilter.Index.scale] = normal.dot(pose.rotate(Vector2(0, raw.y))) }
        out.append(
          MapMeasurement(
            form: form, residual: best.residual, variance: look * temper, lookVariance: look,
            piece: Int(columns.piece[best.segment])))
      }
    }
  }

  private func box(_ range: Range<Int>, scale: Double, _ pose: Motion2) -> Bounds2 {
    let first = pose.transform(Vector2(lines.samples[range.lowerBound].x, lines.samples[range.lowerBound].y * scale))
    var box = Bounds2(low: first, high: first)
    for i in range.dropFirst() {
      let point = pose.transform(Vector2(lines.samples[i].x, lines.samples[i].y * scale))
      box = box.union(Bounds2(low: point, high: point))
    }
    return box
  }

  private func addPoints(_ filter: PoseFilter, to out: inout [MapMeasurement]) {
    let pose = Motion2(filter.pose)
    let yaw = filter.pose.yaw_rad
    let position = filter.position
    let temper = max(configuration.pointCorrelation_s / seconds, 1)
    let floor = configuration.mapSigma_m * configuration.mapSigma_m
    for i in 0..<frame.points.count {
      let label = frame.labels[Int(frame.points.label[i])]
      let sensor = frame.sensors[Int(frame.points.sensor[i])]
      let raw = Vector2(Double(frame.points.x_m[i]), Double(frame.points.y_m[i]))
      let arm = pose.rotate(Vector2(raw.x, raw.y * filter.scale(of: sensor)))
      let point = pose.origin + arm
      let look =
        Covariance2(
          xx: Double(frame.points.varianceXX_m2[i]), xy: Double(frame.points.varianceXY_m2[i]),
          yy: Double(frame.points.varianceYY_m2[i])
        ).rotated(by: yaw) + Covariance2(xx: floor, yy: floor)
      let turn = arm.leftNormal
      let lever = Covariance2(
        xx: filter.yawVariance * turn.x * turn.x, xy: filter.yawVariance * turn.x * turn.y,
        yy: filter.yawVariance * turn.y * turn.y)
      let spread = look + position + lever
      var best = (index: -1, cost: 9.2)
      var second = Double.infinity
      let reach = min(3.1 * max(spread.xx, spread.yy).squareRoot(), 15)
      region.points.grid.forEach(in: Bounds2(centre: point, radius_m: reach)) { p in
        let probability = label.probability(of: region.points.elementClass[p])
        guard probability > 0.05 else { return }
        let cost = spread.mahalanobisSquared(region.points.position[p] - point) + (1 - probability)
        if cost < best.cost {
          second = best.cost
          best = (p, cost)
        } else {
          second = min(second, cost)
        }
      }
      // Two counterparts that fit about as well say nothing certain.
      guard best.index >= 0, second - best.cost > 3 else { continue }
      let residual = region.points.position[best.index] - point
      let side = sensor.modality == .camera ? pose.rotate(Vector2(0, raw.y)) : .zero
      // Whitened by the Cholesky factor of the detection's covariance, so that both rows are independent.
      let a = look.xx.squareRoot()
      let b = look.xy / a
      let c = max(look.yy - b * b, 1e-6).squareRoot()
      func form(_ x: Double, _ y: Double) -> PoseFilter.Form {
        var form = PoseFilter.Form.zero
        form[PoseFilter.Index.x] = x
        form[PoseFilter.Index.y] = y
        form[PoseFilter.Index.yaw] = x * turn.x + y * turn.y
        form[PoseFilter.Index.scale] = x * side.x + y * side.y
        return form
      }
      let piece = Int(region.points.piece[best.index])
      out.append(
        MapMeasurement(
          form: form(1 / a, 0), residual: residual.x / a, variance: temper, lookVariance: 1, piece: piece))
      out.append(
        MapMeasurement(
          form: form(-b / (a * c), 1 / c), residual: (residual.y - b / a * residual.x) / c, variance: temper,
          lookVariance: 1, piece: piece))
    }
  }
}

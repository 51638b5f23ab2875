import Geometry
import MapModel
import Observations

/// Finds what detected lines say of the errors: each sample lies on the nearest mapped line of its direction and class; a line that lies
/// on none is held against the lines that earlier frames saw beside mapped ones.
struct LineMeasurements {
  let region: MapRegion
  let frame: ObservationFrame
  let lines: FrameLines
  let segments: [Int]
  let configuration: LocalizationConfiguration
  /// Seconds since the frame before.
  let seconds: Double
  /// False where lanes in doubt have left the place along the road open: lines across it may then be any.
  let isAlongSure: Bool

  /// A mapped segment that a line may lie on or beside.
  private struct Candidate {
    var segment: Int
    var cost: Double
  }

  /// Farthest a line may lie beside a mapped one to be followed without a place in the map, m.
  private static let besideReach_m = 7.0
  /// Sine of the angle to the road up to which a line counts as running along it, and from which on as running across it.
  private static let parallel = 0.35
  private static let transverse = 0.7
  /// Standard deviation of the position across the road above which a line is not told from its neighbours, m.
  private static let acrossSure_m = 1.0
  /// Standard deviation that the camera's errors may give a sample, m.
  private static let cameraSure_m = 0.7
  /// Time for which a doubt on which line it is lasts, s.
  private static let doubtCorrelation_s = 2.0

  /// Appends the measurements of all lines at the filter's pose; returns the lines that lie on nothing known.
  func gather(
    _ filter: PoseFilter, unmapped: UnmappedLines, gate_m: Double, into out: inout [MapMeasurement],
    strays: inout [UnmappedLines.Stray]
  ) {
    let pose = Motion2(filter.pose)
    var near: [Candidate] = []
    for (line, range) in lines.ranges.enumerated() {
      candidates(for: line, filter, pose, into: &near)
      guard !near.isEmpty else { continue }
      let first = out.count
      for i in range { onMapped(i, line: line, filter, pose, near, gate_m: gate_m, into: &out) }
      // A line of which half lies beside all mapped ones is another line.
      guard 2 * (out.count - first) < range.count else { continue }
      out.removeSubrange(first...)
      beside(line, filter, pose, near, unmapped, into: &out, strays: &strays)
    }
  }

  private func candidates(for line: Int, _ filter: PoseFilter, _ pose: Motion2, into near: inout [Candidate]) {
    near.removeAll(keepingCapacity: true)
    let label = frame.labels[Int(frame.lines.label[lines.detection[line]])]
    let camera = camera(of: line, filter)
    var box: Bounds2?
    for i in lines.ranges[line] {
      let point = pose.transform(camera?.ground(lines.samples[i]) ?? lines.samples[i])
      box = box?.union(Bounds2(low: point, high: point)) ?? Bounds2(low: point, high: point)
    }
    guard let reach = box?.grown(by: Self.besideReach_m) else { return }
    let columns = region.segments
    for s in segments where columns.box(s).intersects(reach) {
      let probability = label.probability(of: columns.elementClass[s])
      if probability > 0.05 { near.append(Candidate(segment: s, cost: (1 - probability) * 0.3)) }
    }
  }

  /// The correction of the camera that saw a line; nil for other sensors.
  private func camera(of line: Int, _ filter: PoseFilter) -> CameraCorrection? {
    frame.sensors[Int(frame.lines.sensor[lines.detection[line]])].modality == .camera ? filter.camera : nil
  }

  /// The variance of a sample of a line, and with what all samples share given to each of them, so that they may count as independent.
  private func look(_ line: Int) -> (variance: Double, tempered: Double) {
    let sigma = max(Double(frame.lines.sigma_m[lines.detection[line]]), configuration.lineFloor_m)
    let variance = sigma * sigma + configuration.mapSigma_m * configuration.mapSigma_m
    let temper = max(configuration.lineCorrelation_s / seconds, 1)
    let others = Double(lines.ranges[line].count - 1)
    return (variance, variance * temper * (1 + configuration.lineCommonShare * others))
  }

  /// How far a sample lies to the left of a segment it runs along, and how far beyond its ends; nil where it does not run along it.
  private func across(_ point: Vector2, _ direction: Vector2, _ s: Int) -> (left_m: Double, beyond_m: Double)? {
    let columns = region.segments
    let d = columns.direction[s]
    guard abs(direction.dot(d)) > 0.93 else { return nil }
    let from = point - columns.start[s]
    let along = from.dot(d)
    let beyond = max(-along, along - columns.length_m[s], 0)
    guard beyond < 1 else { return nil }
    return (d.cross(from), beyond)
  }

  /// The direction in which a line's distance may teach nothing: a line that runs more or less along the road tells the place along it
  /// only by its bends, and there mistaken counterparts, the camera's and the map's errors outweigh what it says.
  private static func mute(_ normal: Vector2, _ pose: Motion2) -> Vector2 {
    abs(normal.dot(pose.axis)) < transverse ? pose.axis : normal.leftNormal
  }

  private func onMapped(
    _ i: Int, line: Int, _ filter: PoseFilter, _ pose: Motion2, _ near: [Candidate], gate_m: Double,
    into out: inout [MapMeasurement]
  ) {
    let raw = lines.samples[i]
    let camera = camera(of: line, filter)
    let arm = pose.rotate(camera?.ground(raw) ?? raw)
    let point = pose.origin + arm
    let direction = pose.rotate(lines.directions[i])
    var counterparts = LineCounterparts()
    for candidate in near {
      // Where the place along the line's normal is not known to less than lines lie apart, the nearest one may be any.
      let normal = region.segments.direction[candidate.segment].leftNormal
      let isParallel = abs(normal.dot(pose.axis)) < Self.parallel
      guard isParallel || isAlongSure else { continue }
      let unsure_m = isParallel ? Self.acrossSure_m : configuration.alongSure_m
      guard filter.position.variance(along: normal) < unsure_m * unsure_m else { continue }
      guard let place = across(point, direction, candidate.segment), abs(place.left_m) < gate_m else { continue }
      counterparts.add(
        segment: candidate.segment, element: Int(region.segments.piece[candidate.segment]), across_m: place.left_m,
        beyond_m: place.beyond_m, cost: candidate.cost)
    }
    guard let best = counterparts.best else { return }
    let look = look(line)
    let normal = region.segments.direction[best.segment].leftNormal
    let form = PlaceJacobian(raw, arm: arm, pose: pose, camera: camera, isOnGround: true).form(along: normal)
    let spread_m2 = filter.variance(of: form)
    // The same holds for the camera's errors: what is near teaches its scale and pitch before what is far may.
    let cameraSpread_m2 = camera == nil ? 0 : filter.variance(of: ErrorState.cameraPart(of: form))
    guard cameraSpread_m2 < Self.cameraSure_m * Self.cameraSure_m else { return }
    let mean = counterparts.mean(variance_m2: spread_m2 + look.variance)
    let doubt = mean.variance_m2 * max(Self.doubtCorrelation_s / seconds, 1) * Double(lines.ranges[line].count)
    out.append(
      MapMeasurement(
        form: form, residual: -mean.across_m, variance: look.tempered + doubt,
        lookVariance: look.variance + mean.variance_m2,
        piece: Int(region.segments.piece[best.segment]), mute: Self.mute(normal, pose)))
  }

  /// A line that lies on no mapped one: what it says by one seen beside the map before, else where it lies.
  private func beside(
    _ line: Int, _ filter: PoseFilter, _ pose: Motion2, _ near: [Candidate], _ unmapped: UnmappedLines,
    into out: inout [MapMeasurement], strays: inout [UnmappedLines.Stray]
  ) {
    let first = out.count
    let camera = camera(of: line, filter)
    let look = look(line)
    var stray: UnmappedLines.Stray?
    for i in lines.ranges[line] {
      let raw = lines.samples[i]
      let arm = pose.rotate(camera?.ground(raw) ?? raw)
      let direction = pose.rotate(lines.directions[i])
      var best = (slot: -1, residual: UnmappedLines.gate_m, normal: Vector2.zero)
      for candidate in near {
        guard let across = across(pose.origin + arm, direction, candidate.segment)?.left_m,
          abs(across) < Self.besideReach_m
        else { continue }
        let piece = region.pieces[Int(region.segments.piece[candidate.segment])].id
        let normal = region.segments.direction[candidate.segment].leftNormal
        // Only along the road do lines keep their distance to each other.
        guard abs(normal.dot(pose.axis)) < Self.parallel else { continue }
        for slot in 0..<ErrorState.unmappedCount where unmapped[slot] == piece.element {
          let residual = filter.state[ErrorState.unmapped + slot] - across
          if abs(residual) < abs(best.residual) { best = (slot, residual, normal) }
        }
        if abs(across) < abs(stray?.across_m ?? .infinity) {
          stray = UnmappedLines.Stray(
            element: piece.element, across_m: across,
            form: PlaceJacobian(raw, arm: arm, pose: pose, camera: camera, isOnGround: true).form(along: normal),
            variance: look.variance)
        }
      }
      guard best.slot >= 0 else { continue }
      var form = PlaceJacobian(raw, arm: arm, pose: pose, camera: camera, isOnGround: true).form(along: best.normal)
      form[ErrorState.unmapped + best.slot] = -1
      out.append(
        MapMeasurement(
          form: form, residual: best.residual, variance: look.tempered, lookVariance: look.variance, piece: -1,
          mute: pose.axis))
    }
    if 2 * (out.count - first) < lines.ranges[line].count {
      out.removeSubrange(first...)
      if let stray { strays.append(stray) }
    }
  }
}

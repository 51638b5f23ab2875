import Geometry
import MapModel
import Observations

/// Localizes the frames of one drive, in order of capture, causally: a pose filter for the place within a lane, a histogram of lateral
/// offsets for the lane. A value; the same frames give the same poses.
public struct VehicleLocalizer: Sendable {
  /// What it assumes.
  public let configuration: LocalizationConfiguration
  /// What sensors are taken to see, for the lane.
  public let model: SensorModel

  var track: Track?
  private var firstFix: (place: Geodetic, time_ns: Int64)?

  /// All that lasts from frame to frame once a pose is known.
  struct Track: Sendable {
    var filter: PoseFilter
    var lane = LaneHistogram()
    var information = PieceInformation()
    var anchor: TileID
    var frame: ENUFrame
    var versions: [UInt64]
    var time_ns: Int64
    var motion: Motion?
    var fix: Vector2?
    var fixYaw_rad: Double?
    /// True once the lane is chosen and the filter follows the map.
    var isHeld = false
    var updates = 0
    /// Seconds since the map last agreed with what was seen.
    var unseen_s = 0.0
    /// Share of detections that found a counterpart, smoothed.
    var agreement = 0.5
    /// Seconds for which another lane has been the likelier.
    var secondsElsewhere = 0.0
    /// Seconds since the lane was last looked at.
    var secondsSinceLaneLook = 0.0
    /// Probability of the lane it is held to.
    var laneProbability = 0.0
  }

  /// A localizer that knows nothing yet.
  public init(
    configuration: LocalizationConfiguration = LocalizationConfiguration(), model: SensorModel = .generic
  ) {
    self.configuration = configuration
    self.model = model
  }

  /// The pose of a frame; nil until a fix with a direction has been seen. Frames must rise in capture time.
  public mutating func localize(_ frame: ObservationFrame, in region: MapRegion) -> LocalizedFrame? {
    let fix = frame.gnss.map { region.frame.local($0.place) }
    guard var track = track else {
      self.track = begin(frame, fix: fix, region: region)
      return self.track.map { track in
        let lines = FrameLines(frame.lines, spacing_m: 3, limit: 5, longest_m: 40)
        let pose = track.filter.pose
        let nothingNear = near(pose, lines, region).isEmpty && !hasPointsNear(pose, region)
        return report(track, region: region, nothingNear: nothingNear, seconds: 0)
      }
    }
    let seconds = min(max(Double(frame.captureTime_ns - track.time_ns) / 1e9, 1e-3), 30)
    rebase(&track, to: region)
    predict(&track, frame, fix: fix, seconds: seconds)
    takeFix(&track, frame, fix: fix, seconds: seconds)

    let lines = FrameLines(frame.lines, spacing_m: 3, limit: 5, longest_m: 40)
    let segments = near(track.filter.pose, lines, region)
    let nothingNear = segments.isEmpty && !hasPointsNear(track.filter.pose, region)
    chooseLane(&track, frame, lines, segments, region, fix: fix, seconds: seconds)
    let measurements = MapMeasurements(
      region: region, frame: frame, lines: lines, segments: segments, configuration: configuration, seconds: seconds)
    follow(&track, measurements, seconds: seconds)

    track.time_ns = frame.captureTime_ns
    track.motion = frame.motion
    if let fix { track.fix = fix }
    if let yaw = frame.gnss?.yaw_rad { track.fixYaw_rad = yaw }
    self.track = track
    return report(track, region: region, nothingNear: nothingNear, seconds: seconds)
  }

  // MARK: - Steps

  private mutating func begin(_ frame: ObservationFrame, fix: Vector2?, region: MapRegion) -> Track? {
    guard let gnss = frame.gnss, let fix else { return nil }
    var yaw = gnss.yaw_rad
    var yawSigma = max(gnss.yawSigma_rad, 0.02)
    if yaw == nil {
      guard let first = firstFix else {
        firstFix = (gnss.place, frame.captureTime_ns)
        return nil
      }
      let step = fix - region.frame.local(first.place)
      guard step.length > 6 else { return nil }
      yaw = step.angle_rad
      yawSigma = 0.2
    }
    guard let yaw else { return nil }
    let sigma = biasSigma(gnss)
    let filter = PoseFilter(
      pose: Pose2(fix, yaw_rad: yaw), biasSigma: sigma, fixSigma_m: configuration.fixNoiseShare * max(sigma.x, sigma.y),
      yawSigma_rad: yawSigma, scaleSigma: configuration.scaleSigma)
    return Track(
      filter: filter, anchor: region.anchor, frame: region.frame, versions: region.tiles.map(\.version),
      time_ns: frame.captureTime_ns, motion: frame.motion, fix: fix, fixYaw_rad: gnss.yaw_rad)
  }

  private func biasSigma(_ gnss: GNSSFix) -> (x: Double, y: Double) {
    (max(gnss.covariance.xx.squareRoot(), 0.05), max(gnss.covariance.yy.squareRoot(), 0.05))
  }

  private func rebase(_ track: inout Track, to region: MapRegion) {
    let versions = region.tiles.map(\.version)
    guard track.anchor != region.anchor || track.versions != versions else { return }
    if track.anchor != region.anchor {
      let motion = region.frame.from(track.frame)
      track.filter.rebase(by: motion)
      track.fix = track.fix.map(motion.transform)
      track.anchor = region.anchor
      track.frame = region.frame
    }
    track.versions = versions
    track.information.rebase(to: region)
  }

  private func predict(_ track: inout Track, _ frame: ObservationFrame, fix: Vector2?, seconds: Double) {
    let before = track.filter.pose
    let lateralBefore = lateralVariance(track)
    var reckoning: DeadReckoning?
    if let motion = frame.motion {
      reckoning = DeadReckoning(from: before, last: track.motion ?? motion, now: motion, seconds: seconds)
    } else if let fix, let last = track.fix {
      var turn: Double?
      if let yaw = frame.gnss?.yaw_rad, let old = track.fixYaw_rad { turn = (yaw - old).wrappedAngle_rad }
      reckoning = DeadReckoning(from: before, step: fix - last, turn_rad: turn, seconds: seconds)
    }
    if let reckoning {
      track.filter.move(
        to: reckoning.pose, along_m2: reckoning.along_m2, across_m2: reckoning.across_m2,
        yaw_rad2: reckoning.yaw_rad2, yawMovesPosition: reckoning.yawMovesPosition)
    } else {
      // Nothing tells how it moved: it may be anywhere a vehicle gets to.
      track.filter.addPositionNoise(along_m2: 400 * seconds * seconds, across_m2: 4 * seconds * seconds)
    }
    if let gnss = frame.gnss {
      let sigma = biasSigma(gnss)
      track.filter.age(
        seconds, biasTime_s: configuration.biasTime_s, biasVariance: (sigma.x * sigma.x, sigma.y * sigma.y),
        scaleDrift: 0.0005)
    }
    let lateralAfter = lateralVariance(track)
    track.information.keep(min(lateralBefore / lateralAfter, 1))
    // Held to the map, the offsets ride with the filter and dead reckoning's error does not reach them.
    if !track.isHeld { track.lane.diffuse(sigma_m: max(lateralAfter - lateralBefore, 0).squareRoot()) }
    track.lane.fade(seconds, memory_s: configuration.biasTime_s)
  }

  private func lateralVariance(_ track: Track) -> Double {
    track.filter.position.variance(along: track.filter.pose.rotate(Vector2(0, 1)))
  }

  private func takeFix(_ track: inout Track, _ frame: ObservationFrame, fix: Vector2?, seconds: Double) {
    guard let gnss = frame.gnss, let fix else { return }
    let before = track.filter.pose
    let sigma = biasSigma(gnss)
    let temper = max(1 / seconds, 1)
    let share = configuration.fixNoiseShare
    for (axis, measured, sd) in [(0, fix.x, sigma.x), (1, fix.y, sigma.y)] {
      var form = PoseFilter.Form.zero
      form[axis] = 1
      form[PoseFilter.Index.biasX + axis] = 1
      let predicted = track.filter.state[axis] + track.filter.state[PoseFilter.Index.biasX + axis]
      let variance = max(share * sd, 0.1) * max(share * sd, 0.1)
      let innovation = measured - predicted
      // A fix far off what was expected counts less, the farther the less (Cauchy).
      let total = track.filter.variance(of: form) + variance
      let weight = 1 / (1 + innovation * innovation / (9 * total))
      track.filter.update(form: form, innovation: innovation, variance: variance * temper / weight)
    }
    if let yaw = gnss.yaw_rad {
      var form = PoseFilter.Form.zero
      form[PoseFilter.Index.yaw] = 1
      let sd = max(gnss.yawSigma_rad, 0.01)
      let innovation = (yaw - track.filter.state[PoseFilter.Index.yaw]).wrappedAngle_rad
      let weight = 1 / (1 + innovation * innovation / (9 * (track.filter.variance(of: form) + sd * sd)))
      track.filter.update(form: form, innovation: innovation, variance: sd * sd * max(2 / seconds, 1) / weight)
    }
    noteLateralMove(&track, from: before)
  }

  private func noteLateralMove(_ track: inout Track, from before: Pose2) {
    let normal = track.filter.pose.rotate(Vector2(0, 1))
    track.lane.held_m += (track.filter.pose.position - before.position).dot(normal)
    track.lane.recentre()
  }

  private func near(_ pose: Pose2, _ lines: FrameLines, _ region: MapRegion) -> [Int] {
    var box = Bounds2(centre: pose.transform(Vector2(8, 0)), radius_m: 10)
    for sample in lines.samples {
      let point = pose.transform(sample)
      box = box.union(Bounds2(point, point))
    }
    var segments: [Int] = []
    region.segments.grid.forEach(in: box.grown(by: 9)) { segments.append($0) }
    return segments
  }

  private func hasPointsNear(_ pose: Pose2, _ region: MapRegion) -> Bool {
    var any = false
    region.points.grid.forEach(in: Bounds2(centre: pose.position, radius_m: 40)) { _ in any = true }
    return any
  }

  private func chooseLane(
    _ track: inout Track, _ frame: ObservationFrame, _ lines: FrameLines, _ segments: [Int], _ region: MapRegion,
    fix: Vector2?, seconds: Double
  ) {
    // Which lane it is changes slowly: while one is held, a few looks a second are enough.
    track.secondsSinceLaneLook += seconds
    guard !track.isHeld || track.secondsSinceLaneLook >= configuration.laneInterval_s else { return }
    let seconds = track.secondsSinceLaneLook
    track.secondsSinceLaneLook = 0
    let evidence = LaneEvidence(filter: track.filter, held_m: track.lane.held_m)
    if let log = evidence.lines(lines, frame: frame, segments: segments, region: region, missing: model) {
      let memory = track.isHeld ? configuration.laneMemory_s : configuration.searchMemory_s
      track.lane.add(lines: log, seconds: seconds, memory_s: memory)
    }
    if let log = evidence.points(frame: frame, region: region) {
      track.lane.add(points: log, weight: min(seconds * configuration.lanePointRate_hz, 1))
    }
    let basin = bestBasin(track, frame, fix: fix)
    let gap = abs(basin.offset_m - track.lane.held_m)
    track.laneProbability = gap < LaneHistogram.basinHalfWidth_m ? basin.probability : 1 - basin.probability
    guard basin.probability >= configuration.laneProbability else { return }
    if !track.isHeld {
      moveLane(&track, to: basin)
    } else if gap > LaneHistogram.basinHalfWidth_m {
      track.secondsElsewhere += seconds
      if track.secondsElsewhere > 1 { moveLane(&track, to: basin) }
    } else {
      track.secondsElsewhere = 0
    }
  }

  private func bestBasin(_ track: Track, _ frame: ObservationFrame, fix: Vector2?) -> LaneHistogram.Basin {
    let normal = track.filter.pose.rotate(Vector2(0, 1))
    guard let gnss = frame.gnss, let fix else {
      return track.lane.best(fixOffset_m: 0, fixSigma_m: 10, lineWeight: configuration.laneLineWeight)
    }
    let offset = track.lane.held_m + (fix - track.filter.pose.position).dot(normal)
    return track.lane.best(
      fixOffset_m: offset, fixSigma_m: max(gnss.covariance.variance(along: normal).squareRoot(), 0.2),
      lineWeight: configuration.laneLineWeight)
  }

  private func moveLane(_ track: inout Track, to basin: LaneHistogram.Basin) {
    let normal = track.filter.pose.rotate(Vector2(0, 1))
    let distance = basin.offset_m - track.lane.held_m
    track.filter.shift(normal * distance, alongNormal: normal, sigma_m: 0.5)
    track.lane.held_m = basin.offset_m
    track.lane.recentre()
    track.information.clear()
    track.isHeld = true
    track.updates = 0
    track.secondsElsewhere = 0
  }

  /// Takes in what the map says, matched anew at each better pose among the same candidates.
  private func follow(_ track: inout Track, _ measurements: MapMeasurements, seconds: Double) {
    guard track.isHeld else { return }
    let before = track.filter.pose
    let prior = track.filter
    var best = prior
    var used: [(MapMeasurement, Double)] = []
    for round in 0..<3 {
      let lateral = lateralVariance(track).squareRoot()
      let gate = min(max(3 * lateral + 0.3, 0.6), configuration.lineGate_m)
      let found = measurements.gather(best, lineGate_m: round == 0 ? configuration.lineGate_m : gate)
      var next = prior
      used.removeAll(keepingCapacity: true)
      for measurement in found {
        // Linearized at the best pose so far: what that pose leaves, plus what leads there from the prior.
        let lead = (measurement.form * (best.state - next.state)).sum()
        let spread = best.variance(of: measurement.form) + measurement.lookVariance
        let ratio = measurement.residual * measurement.residual / spread
        let weight = 1 / (1 + ratio / 4)
        next.update(
          form: measurement.form, innovation: measurement.residual + lead, variance: measurement.variance / weight)
        used.append((measurement, weight))
      }
      best = next
      if found.isEmpty { break }
    }
    track.filter = best
    let normal = best.pose.rotate(Vector2(0, 1))
    var explained = 0.0
    for (measurement, weight) in used {
      let lateral = measurement.form[0] * normal.x + measurement.form[1] * normal.y
      track.information.add(
        lateral * lateral * weight / measurement.variance, index: measurement.piece, region: measurements.region)
      explained += weight
    }
    let looked = Double(measurements.lines.samples.count + 2 * measurements.frame.points.count)
    if looked > 0 { track.agreement += (explained / looked - track.agreement) * min(seconds / 2, 1) }
    if used.isEmpty {
      track.unseen_s += seconds
    } else {
      track.unseen_s = 0
      track.updates += 1
    }
    // While the filter settles, it moves among the offsets; later it is the track that drifts, and the offsets ride with the filter.
    if track.updates <= configuration.warmUpUpdates { noteLateralMove(&track, from: before) }
  }

  private func report(_ track: Track, region: MapRegion, nothingNear: Bool, seconds: Double) -> LocalizedFrame {
    let pose = track.filter.pose
    let lateral = lateralVariance(track)
    let along = track.filter.position.variance(along: pose.rotate(Vector2(1, 0)))
    let status: LocalizedFrame.Status
    if nothingNear {
      status = .offMap
    } else if !track.isHeld {
      status = track.updates > 0 ? .ambiguous : .warmingUp
    } else if track.secondsElsewhere > 0 {
      status = .ambiguous
    } else if track.updates < configuration.warmUpUpdates {
      status = .warmingUp
    } else if lateral.squareRoot() > configuration.lateralAlert_m || along.squareRoot() > configuration.alongAlert_m
      || track.agreement < 0.2
    {
      status = .lost
    } else {
      status = .converged
    }
    return LocalizedFrame(
      mapFromVehicle: pose, covariance: track.filter.covariance, status: status, lateralScale: track.filter.scale,
      protectionLevel_m: configuration.protectionFactor * lateral.squareRoot(),
      otherLaneProbability: 1 - track.laneProbability,
      shares: track.information.shares(lateralVariance_m2: lateral))
  }
}

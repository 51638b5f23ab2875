import Geometry
import MapModel
import Observations

/// Localizes the frames of one drive, in order of capture, causally: a pose filter for the place within a lane, a histogram of lateral
/// offsets for the lane. A value; the same frames give the same poses.
public struct VehicleLocalizer: Sendable {
  /// What it assumes.
  public let configuration: LocalizationConfiguration
  /// What is known of the vehicle's cameras before it drives.
  public let camera: CameraPrior

  private var track: Track?
  private var firstFix: Geodetic?

  /// A localizer that knows nothing yet.
  /// - Parameter camera: what is known of the vehicle's cameras; nil for what the configuration says of any.
  public init(configuration: LocalizationConfiguration = LocalizationConfiguration(), camera: CameraPrior? = nil) {
    self.configuration = configuration
    self.camera = camera ?? configuration.camera
  }

  /// What the frames so far tell of the cameras' lateral scale and yaw; nil before the filter began. One drive hardly tells a scale from a
  /// pitch: both are told as they would be without pitch and lateral offset, of which nothing is told.
  public var cameraEstimate: CameraPrior? {
    guard var filter = track?.filter else { return nil }
    for (index, mean) in [
      (ErrorState.cameraStretch, camera.mean.stretch_pm), (ErrorState.cameraLateral, camera.mean.lateral_m),
    ] {
      filter.update(form: ErrorState.form(index), innovation: mean - filter.state[index], variance: 1e-12)
    }
    return CameraPrior(
      mean: CameraCorrection(
        lateralScale: filter.camera.lateralScale, yaw_rad: filter.camera.yaw_rad, stretch_pm: camera.mean.stretch_pm,
        lateral_m: camera.mean.lateral_m),
      sigma: CameraCorrection(
        lateralScale: filter.variance(ErrorState.cameraScale).squareRoot(),
        yaw_rad: filter.variance(ErrorState.cameraYaw).squareRoot(), stretch_pm: camera.sigma.stretch_pm,
        lateral_m: camera.sigma.lateral_m))
  }

  /// The pose of a frame; nil until a fix with a direction has been seen. Frames must rise in capture time.
  public mutating func localize(_ frame: ObservationFrame, in region: MapRegion) -> LocalizedFrame? {
    let fix = frame.gnss.map { region.frame.local($0.place) }
    let lines = FrameLines(frame.lines, spacing_m: 3, limit: 5, longest_m: configuration.lineReach_m)
    guard var track = track else {
      self.track = begin(frame, fix: fix, region: region)
      return self.track.map { track in
        let segments = near(track.filter.pose, lines, region)
        return report(track, region, isNothingNear: segments.isEmpty && !hasPointsNear(track.filter.pose, region))
      }
    }
    let seconds = min(max(Double(frame.captureTime_ns - track.time_ns) / 1e9, 1e-3), 30)
    track.rebase(to: region)
    track.predict(frame, fix: fix, seconds: seconds, configuration: configuration)
    if let gnss = frame.gnss, let fix {
      track.takeFix(gnss, at: fix, seconds: seconds, configuration: configuration)
    }
    let segments = near(track.filter.pose, lines, region)
    let isNothingNear = segments.isEmpty && !hasPointsNear(track.filter.pose, region)
    track.chooseLane(frame, lines, segments, region, fix: fix, seconds: seconds, configuration: configuration)
    track.chooseAlong(frame, lines, segments, region, seconds: seconds, configuration: configuration)
    let sight = MapSight(
      region: region, frame: frame, lines: lines, segments: segments, configuration: configuration, seconds: seconds,
      isAlongSure: track.alongDoubt_m2 <= configuration.alongSure_m * configuration.alongSure_m)
    track.follow(sight, seconds: seconds, configuration: configuration)
    if track.isAstray(seconds: seconds) { track.beginAgain(frame, fix: fix, configuration: configuration) }

    track.time_ns = frame.captureTime_ns
    track.motion = frame.motion
    if let fix { track.fix = fix }
    if let yaw = frame.gnss?.yaw_rad { track.fixYaw_rad = yaw }
    self.track = track
    return report(track, region, isNothingNear: isNothingNear)
  }

  private mutating func begin(_ frame: ObservationFrame, fix: Vector2?, region: MapRegion) -> Track? {
    guard let gnss = frame.gnss, let fix else { return nil }
    var yaw = gnss.yaw_rad
    var yawSigma = max(gnss.yawSigma_rad, 0.02)
    if yaw == nil {
      guard let first = firstFix else {
        firstFix = gnss.place
        return nil
      }
      let step = fix - region.frame.local(first)
      guard step.length > 6 else { return nil }
      yaw = step.angle_rad
      yawSigma = 0.2
    }
    guard let yaw else { return nil }
    let sigma = gnss.axisSigmas
    let filter = PoseFilter(
      PoseFilter.Prior(
        pose: Pose2(fix, yaw_rad: yaw), biasSigma: sigma,
        fixSigma_m: configuration.fixNoiseShare * max(sigma.x, sigma.y), yawSigma_rad: yawSigma, camera: camera,
        speedScaleSigma: configuration.speedScaleSigma, turnBiasSigma_radps: configuration.turnBiasSigma_radps))
    return Track(
      filter: filter, anchor: region.anchor, frame: region.frame, versions: region.tiles.map(\.version),
      time_ns: frame.captureTime_ns, motion: frame.motion, fix: fix, fixYaw_rad: gnss.yaw_rad,
      jitter: FixJitter(
        place_m: configuration.fixNoiseShare * max(sigma.x, sigma.y), yaw_rad: max(gnss.yawSigma_rad, 0.01)))
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

  private func report(_ track: Track, _ region: MapRegion, isNothingNear: Bool) -> LocalizedFrame {
    let bound = configuration.protectionFactor * track.lateralVariance.squareRoot()
    let status = status(of: track, bound_m: bound, isNothingNear: isNothingNear)
    return LocalizedFrame(
      mapFromVehicle: track.filter.pose, covariance: track.covariance, status: status,
      camera: track.filter.camera, protectionLevel_m: bound + disagreement_m(of: track),
      laneProbability: track.laneProbability,
      shares: track.influence.shares(left: track.filter.pose.rotate(Vector2(0, 1))),
      testimony: testimony(of: track, status, bound_m: bound),
      height_m: region.height_m(at: track.filter.pose.position))
  }

  /// What the protection level grows by where lines lie elsewhere than on the map, m.
  private func disagreement_m(of track: Track) -> Double {
    configuration.protectionDisagreement_m * max(1 - track.agreement.lines / configuration.protectionAgreement, 0)
  }

  private func status(of track: Track, bound_m: Double, isNothingNear: Bool) -> LocalizedFrame.Status {
    if isNothingNear { return .offMap }
    guard track.isHeld else { return track.updates > 0 ? .ambiguous : .warmingUp }
    if track.laneProbability < configuration.keepProbability { return .ambiguous }
    return statusInLane(track, bound_m: bound_m)
  }

  /// The status, were the lane sure.
  private func statusInLane(_ track: Track, bound_m: Double) -> LocalizedFrame.Status {
    if track.updates < configuration.warmUpUpdates { return .warmingUp }
    let isAstray =
      bound_m > configuration.lateralAlert_m || track.alongSigmaInDoubt_m > configuration.alongAlert_m
      || track.agreement.isLost || track.agreement.isAstrayAlong
    return isAstray ? .lost : .converged
  }

  private func testimony(of track: Track, _ status: LocalizedFrame.Status, bound_m: Double) -> Double {
    if status == .converged { return 1 }
    guard status == .ambiguous, track.isHeld, track.laneProbability >= configuration.testimonyProbability,
      statusInLane(track, bound_m: bound_m) == .converged
    else { return 0 }
    return track.laneProbability
  }
}

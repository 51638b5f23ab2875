import Geometry
import Observations

/// From one frame to the next, before anything is seen.
extension Track {
  /// Carries the pose to the time of a frame.
  mutating func predict(
    _ frame: ObservationFrame, fix: Vector2?, seconds: Double, configuration: LocalizationConfiguration
  ) {
    let before = filter.pose
    let lateralBefore = lateralVariance
    let alongBefore = alongVariance
    var reckoning: DeadReckoning?
    if let motion = frame.motion {
      reckoning = DeadReckoning(filter, last: self.motion ?? motion, now: motion, seconds: seconds)
    } else if let fix, let last = self.fix {
      var turn: Double?
      if let yaw = frame.gnss?.yaw_rad, let old = fixYaw_rad { turn = (yaw - old).wrappedAngle_rad }
      jitter.add(fix, yaw_rad: frame.gnss?.yaw_rad, axis: before.rotate(Vector2(1, 0)), seconds: seconds)
      reckoning = DeadReckoning(from: before, step: fix - last, turn_rad: turn, jitter: jitter, seconds: seconds)
    }
    if let reckoning {
      if reckoning.isOwnMotion { influence.carry(Carrying(reckoning, from: before).apply) }
      filter.move(reckoning)
    } else {
      // Nothing tells how it moved: it may be anywhere a vehicle gets to.
      filter.addPositionNoise(along_m2: 400 * seconds * seconds, across_m2: 4 * seconds * seconds)
    }
    let way = filter.pose.position.distance(to: before.position)
    unmapped.age(seconds, way_m: way, in: &filter)
    if let gnss = frame.gnss {
      let sigma = gnss.axisSigmas
      filter.ageBias(seconds, time_s: configuration.biasTime_s, variance: (sigma.x * sigma.x, sigma.y * sigma.y))
    }
    // Tyres that warm up roll half a percent farther after half an hour.
    for (index, sigma) in [
      (ErrorState.cameraScale, 0.0005), (ErrorState.cameraYaw, 2e-5), (ErrorState.speedScale, 1e-4),
      (ErrorState.turnBias, 1e-5), (ErrorState.cameraLateral, 0.005),
    ] {
      filter.addNoise(index, variance: sigma * sigma * seconds)
    }
    let lateralAfter = lateralVariance
    influence.forget(left: filter.pose.rotate(Vector2(0, 1)))
    // Held to the map, the offsets ride with the filter and dead reckoning's error does not reach them.
    if !isHeld { lane.diffuse(sigma_m: max(lateralAfter - lateralBefore, 0).squareRoot()) }
    lane.fade(seconds, memory_s: configuration.biasTime_s)
    along.fade(
      seconds, memory_s: configuration.alongMemory_s, turn_rad: (filter.pose.yaw_rad - before.yaw_rad).wrappedAngle_rad)
    if alongVariance.squareRoot() > configuration.alongSure_m {
      along.diffuse(sigma_m: max(alongVariance - alongBefore, 0).squareRoot())
    }
  }

  /// Takes in the satellite fix.
  mutating func takeFix(
    _ gnss: GNSSFix, at fix: Vector2, seconds: Double, configuration: LocalizationConfiguration
  ) {
    let before = filter.pose
    let temper = max(configuration.fixCorrelation_s / seconds, 1)
    let share = configuration.fixNoiseShare
    // Along and across the road, so that a fix a lane off is doubted across it alone.
    for axis in [filter.pose.rotate(Vector2(1, 0)), filter.pose.rotate(Vector2(0, 1))] {
      var form = PoseFilter.Form.zero
      form[ErrorState.x] = axis.x
      form[ErrorState.y] = axis.y
      form[ErrorState.biasX] = axis.x
      form[ErrorState.biasY] = axis.y
      let predicted = axis.dot(filter.pose.position + filter.bias)
      let sd = max(share * gnss.covariance.variance(along: axis).squareRoot(), 0.1)
      let innovation = axis.dot(fix) - predicted
      // A fix far off what was expected counts less, the farther the less (Cauchy).
      let total = filter.variance(of: form) + sd * sd
      let weight = 1 / (1 + innovation * innovation / (9 * total))
      let gain = filter.update(form: form, innovation: innovation, variance: sd * sd * temper / weight)
      influence.update(form: form, gain: gain, own: nil)
    }
    if let yaw = gnss.yaw_rad {
      var form = PoseFilter.Form.zero
      form[ErrorState.yaw] = 1
      let sd = max(gnss.yawSigma_rad, 0.01)
      let innovation = (yaw - filter.state[ErrorState.yaw]).wrappedAngle_rad
      let weight = 1 / (1 + innovation * innovation / (9 * (filter.variance(of: form) + sd * sd)))
      let gain = filter.update(form: form, innovation: innovation, variance: sd * sd * max(2 / seconds, 1) / weight)
      influence.update(form: form, gain: gain, own: nil)
    }
    if !isHeld { noteLateralMove(from: before) }
    if filter.alongSigma_m > configuration.alongSure_m { noteAlongMove(from: before) }
  }
}

extension GNSSFix {
  /// Standard deviation on each axis, m, not below what any receiver reaches.
  var axisSigmas: (x: Double, y: Double) {
    (max(covariance.xx.squareRoot(), 0.05), max(covariance.yy.squareRoot(), 0.05))
  }
}

import Geometry
import Observations

/// The way back for a track that has lost the map.
extension Track {
  /// Time for which the map must not agree before the track begins again, s.
  private static let patience_s = 3.0

  /// Whether what is seen has not been where the map has it for too long.
  mutating func isAstray(seconds: Double) -> Bool {
    let isAstray = isHeld && (agreement.isLost || agreement.isAstrayAlong)
    secondsAstray = isAstray ? secondsAstray + seconds : 0
    return secondsAstray > Self.patience_s
  }

  /// Goes back to where the satellite fix says the vehicle is, as unsure as the fix; what is known of cameras stays.
  mutating func beginAgain(_ frame: ObservationFrame, fix: Vector2?, configuration: LocalizationConfiguration) {
    secondsAstray = 0
    guard let gnss = frame.gnss, let fix else { return }
    unmapped.clear(in: &filter)
    influence.clear()
    filter.unlearnOdometry(configuration)
    if agreement.isLost {
      filter.restart(at: fix, yaw_rad: gnss.yaw_rad, gnss, configuration: configuration)
      lane = LaneHistogram()
      isHeld = false
    } else {
      // The lane holds; only the place along it is wrong.
      let forward = filter.pose.rotate(Vector2(1, 0))
      let back = (fix - filter.bias - filter.pose.position).dot(forward)
      filter.shift(
        forward * back, alongNormal: forward, sigma_m: max(gnss.covariance.variance(along: forward).squareRoot(), 1))
    }
    along = AlongHistogram()
    agreement = Agreement()
    updates = 0
  }
}

extension PoseFilter {
  /// Forgets what a place that turned out to be wrong taught of odometer and turn rate: on a bend, a lane off looks like a scale of
  /// several percent, and that would carry the vehicle away from every place it is put to.
  mutating func unlearnOdometry(_ configuration: LocalizationConfiguration) {
    unlearn(ErrorState.speedScale, sigma: configuration.speedScaleSigma)
    unlearn(ErrorState.turnBias, sigma: configuration.turnBiasSigma_radps)
  }

  /// Forgets where the vehicle is; the fix is where it may be.
  mutating func restart(
    at fix: Vector2, yaw_rad: Double?, _ gnss: GNSSFix, configuration: LocalizationConfiguration
  ) {
    let sigma = gnss.axisSigmas
    for index in [ErrorState.x, ErrorState.y, ErrorState.yaw, ErrorState.biasX, ErrorState.biasY] {
      let kept = state[index]
      clear(index)
      if index == ErrorState.yaw { state[index] = yaw_rad ?? kept }
    }
    state[ErrorState.x] = fix.x
    state[ErrorState.y] = fix.y
    rows[ErrorState.yaw][ErrorState.yaw] = yaw_rad == nil ? 0.01 : max(gnss.yawSigma_rad * gnss.yawSigma_rad, 4e-4)
    for (axis, sd) in [(0, sigma.x), (1, sigma.y)] {
      let bias = sd * sd
      let white = configuration.fixNoiseShare * sd
      rows[axis][axis] = bias + white * white
      rows[ErrorState.biasX + axis][ErrorState.biasX + axis] = bias
      rows[axis][ErrorState.biasX + axis] = -bias
      rows[ErrorState.biasX + axis][axis] = -bias
    }
  }
}

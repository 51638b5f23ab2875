import Geometry
import Observations

/// How far the vehicle came since its last frame, by its own motion where it tells, else by the difference of its fixes.
struct DeadReckoning {
  /// The new pose.
  var pose: Pose2
  /// Variance along and across the new direction, m².
  var along_m2: Double
  /// See `along_m2`.
  var across_m2: Double
  /// Variance of the turn, rad².
  var yaw_rad2: Double
  /// True where it stems from the vehicle's own motion: errors of yaw, odometer and turn rate then carry the position along.
  var isOwnMotion: Bool
  /// Time since the last frame, s.
  var seconds: Double
  /// Way along the vehicle's axis, m; only with own motion.
  var travelled_m = 0.0
  /// Direction of that way, radians.
  var middleYaw_rad = 0.0

  /// Faster than any road vehicle, m/s.
  private static let fastest_mps = 70.0
  /// Part of a change between two frames, by which the mean of both may miss what was between. Pedals change a speed
  /// steadily, a wheel turns within a fraction of a second.
  private static let unseenSurge = 0.05
  private static let unseenSwing = 0.12
  /// Standard deviations of the scales of speed and turn rate.
  private static let speedScale = 0.01
  private static let turnScale = 0.01
  /// How far the error of a fix across the road, and of its direction, wanders in a second; measured on crowd drives.
  private static let fixDrift_m = 0.45
  private static let fixTurnDrift_rad = 0.04

  /// From the motion reported with the last frame and this one, less what the filter knows to be wrong with it.
  init(_ filter: PoseFilter, last: Motion, now: Motion, seconds: Double) {
    let state = filter.state
    let pose = filter.pose
    let speed = (last.speed_mps + now.speed_mps) / 2 * (1 - state[ErrorState.speedScale])
    let turn = ((last.yawRate_radps + now.yawRate_radps) / 2 - state[ErrorState.turnBias]) * seconds
    self.seconds = seconds
    travelled_m = speed * seconds
    middleYaw_rad = pose.yaw_rad + turn / 2
    self.pose = Pose2(pose.position + Vector2(angle_rad: middleYaw_rad) * travelled_m, yaw_rad: pose.yaw_rad + turn)
    isOwnMotion = true
    // What lasts is estimated; what is left differs from frame to frame: noise, a tyre's slip, and what happened between two frames
    // whose speeds or turn rates differ.
    let step = travelled_m * travelled_m
    let surge = Self.unseenSurge * (now.speed_mps - last.speed_mps) * seconds
    let swing = Self.unseenSwing * (now.yawRate_radps - last.yawRate_radps) * seconds
    let bend = Self.turnScale * turn
    // The odometer's scale is a state of its own and does not count as noise again.
    let scale = Self.speedScale * speed
    let speedNoise = Self.white(now.speedSigma_mps, less: scale)
    // Nor does the turn rate's, which counts as `bend`.
    let turnNoise = Self.white(now.yawRateSigma_radps, less: Self.turnScale * now.yawRate_radps)
    along_m2 = speedNoise * seconds * seconds + surge * surge + 1e-6 * step + 1e-5 * seconds
    yaw_rad2 = turnNoise * seconds * seconds + swing * swing + bend * bend + 1e-7 * seconds
    across_m2 = 4e-6 * step + (swing * swing + bend * bend) * step / 4 + 1e-5 * seconds
  }

  /// Variance of what differs from frame to frame, of a standard deviation that holds a lasting part as well: a twenty-fifth of it at least.
  private static func white(_ sigma: Double, less lasting: Double) -> Double {
    max(sigma * sigma - lasting * lasting, 0.04 * sigma * sigma)
  }

  /// From two fixes. The fix's lasting error hardly changes between them, so their difference is odometry as good as both are free of
  /// jitter, but for leaps.
  init(from pose: Pose2, step: Vector2, turn_rad: Double?, jitter: FixJitter, seconds: Double) {
    let length = step.length
    let yaw = pose.yaw_rad + (turn_rad ?? 0)
    self.pose = Pose2(pose.position + step, yaw_rad: yaw)
    self.seconds = seconds
    isOwnMotion = false
    let forward = Vector2(angle_rad: yaw)
    let sideways = abs(forward.cross(step))
    along_m2 = 2 * jitter.along_m * jitter.along_m + 0.15 * 0.15 * seconds + (0.02 * length) * (0.02 * length)
    across_m2 =
      2 * jitter.across_m * jitter.across_m + Self.fixDrift_m * Self.fixDrift_m * seconds
      + (0.01 * length) * (0.01 * length)
    yaw_rad2 =
      turn_rad == nil
      ? 0.15 * 0.15 * seconds
      : 2 * jitter.yaw_rad * jitter.yaw_rad + Self.fixTurnDrift_rad * Self.fixTurnDrift_rad * seconds + 1e-6
    if length > Self.fastest_mps * seconds + 2 {
      // Frames are missing, or the fix leapt; along the road the first is likelier, across it only the second is.
      along_m2 += (0.2 * length) * (0.2 * length)
      across_m2 += (0.02 * length) * (0.02 * length) + (0.5 * sideways) * (0.5 * sideways) + 0.04
      yaw_rad2 += 0.05 * 0.05
    }
  }
}

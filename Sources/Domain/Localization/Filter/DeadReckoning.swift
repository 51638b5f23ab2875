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
  /// True where an error of yaw carries the position sideways.
  var yawMovesPosition: Bool

  /// Faster than any road vehicle, m/s.
  private static let fastest_mps = 70.0

  /// From the motion reported with the last frame and this one.
  init(from pose: Pose2, last: Motion, now: Motion, seconds: Double) {
    let speed = (last.speed_mps + now.speed_mps) / 2
    let turn = (last.yawRate_radps + now.yawRate_radps) / 2 * seconds
    let middle = pose.yaw_rad + turn / 2
    let travelled = speed * seconds
    self.pose = Pose2(pose.position + Vector2(angle_rad: middle) * travelled, yaw_rad: pose.yaw_rad + turn)
    // Errors of odometry last: over a second they add up, not their squares.
    let lasting = seconds * max(seconds, 1)
    let speedSigma = max(now.speedSigma_mps, 0.01 * abs(speed))
    along_m2 = speedSigma * speedSigma * lasting
    across_m2 = (0.005 * speed) * (0.005 * speed) * lasting + 1e-5 * seconds
    yaw_rad2 = now.yawRateSigma_radps * now.yawRateSigma_radps * lasting + 1e-7
    yawMovesPosition = true
  }

  /// From two fixes. The fix's own error hardly changes between them, so their difference is good odometry, but for leaps.
  init(from pose: Pose2, step: Vector2, turn_rad: Double?, seconds: Double) {
    let length = step.length
    let yaw = pose.yaw_rad + (turn_rad ?? 0)
    self.pose = Pose2(pose.position + step, yaw_rad: yaw)
    yawMovesPosition = false
    let forward = Vector2(angle_rad: yaw)
    let sideways = abs(forward.cross(step))
    along_m2 = 0.15 * 0.15 * seconds + (0.02 * length) * (0.02 * length)
    across_m2 = 0.15 * 0.15 * seconds + (0.01 * length) * (0.01 * length)
    yaw_rad2 = turn_rad == nil ? 0.15 * 0.15 * seconds : 0.02 * 0.02 * seconds + 1e-6
    if length > Self.fastest_mps * seconds + 2 {
      // Frames are missing, or the fix leapt; along the road the first is likelier, across it only the second is.
      along_m2 += (0.2 * length) * (0.2 * length)
      across_m2 += (0.02 * length) * (0.02 * length) + (0.5 * sideways) * (0.5 * sideways) + 0.04
      yaw_rad2 += 0.05 * 0.05
    }
  }
}

import Geometry

/// How errors carry each other along on a way driven by own motion: one of yaw the position sideways, one of the odometer along, one of the
/// turn rate the yaw.
struct Carrying {
  let yaw: Vector2
  let speedScale: Vector2
  let turnBias: Double

  init(_ reckoning: DeadReckoning, from pose: Pose2) {
    yaw = (reckoning.pose.position - pose.position).leftNormal
    speedScale = Vector2(angle_rad: reckoning.middleYaw_rad) * -reckoning.travelled_m
    turnBias = -reckoning.seconds
  }

  /// Carries one set of errors.
  func apply(to errors: inout ErrorState.Form) {
    let yawError = errors[ErrorState.yaw]
    let scaleError = errors[ErrorState.speedScale]
    errors[ErrorState.x] += yawError * yaw.x + scaleError * speedScale.x
    errors[ErrorState.y] += yawError * yaw.y + scaleError * speedScale.y
    errors[ErrorState.yaw] += errors[ErrorState.turnBias] * turnBias
  }
}

/// What time does to the errors.
extension PoseFilter {
  /// Moves the pose as dead reckoning says and adds its noise.
  mutating func move(_ reckoning: DeadReckoning) {
    if reckoning.isOwnMotion {
      let carrying = Carrying(reckoning, from: pose)
      transition { rows in
        rows[Index.x] += rows[Index.yaw] * carrying.yaw.x + rows[Index.speedScale] * carrying.speedScale.x
        rows[Index.y] += rows[Index.yaw] * carrying.yaw.y + rows[Index.speedScale] * carrying.speedScale.y
        rows[Index.yaw] += rows[Index.turnBias] * carrying.turnBias
      }
    }
    state[Index.x] = reckoning.pose.position.x
    state[Index.y] = reckoning.pose.position.y
    state[Index.yaw] = reckoning.pose.yaw_rad.wrappedAngle_rad
    addPositionNoise(along_m2: reckoning.along_m2, across_m2: reckoning.across_m2)
    rows[Index.yaw][Index.yaw] += reckoning.yaw_rad2
  }

  /// Adds uncertainty of the position along and across the direction of travel.
  mutating func addPositionNoise(along_m2: Double, across_m2: Double) {
    let noise = Covariance2(xx: along_m2, yy: across_m2).rotated(by: state[Index.yaw])
    rows[0][0] += noise.xx
    rows[0][1] += noise.xy
    rows[1][0] += noise.xy
    rows[1][1] += noise.yy
  }

  /// Lets the fix's bias decay towards zero over a time (first-order Gauss-Markov).
  mutating func ageBias(_ seconds: Double, time_s: Double, variance: (x: Double, y: Double)) {
    // A rational stand-in for exp(−t/τ): equal to second order, and the same on every machine.
    let decay = 1 / (1 + seconds / time_s)
    let kept = 1 - decay * decay
    for (index, variance) in [(Index.biasX, variance.x), (Index.biasY, variance.y)] {
      state[index] *= decay
      rows[index] *= decay
      for i in 0..<Index.count { rows[i][index] *= decay }
      rows[index][index] += kept * variance
    }
  }

  /// The same filter in another frame.
  mutating func rebase(by motion: Pose2) {
    let pose = motion * self.pose
    let bias = motion.rotate(self.bias)
    state[Index.x] = pose.position.x
    state[Index.y] = pose.position.y
    state[Index.yaw] = pose.yaw_rad
    state[Index.biasX] = bias.x
    state[Index.biasY] = bias.y
    let c = motion.yaw_rad.cosine
    let s = motion.yaw_rad.sine
    transition { rows in
      for first in [Index.x, Index.biasX] {
        let a = rows[first]
        let b = rows[first + 1]
        rows[first] = a * c - b * s
        rows[first + 1] = a * s + b * c
      }
    }
  }

  /// Shifts the position without a word on how sure it is; the fix's lasting error takes the same with the other sign.
  mutating func shift(_ displacement: Vector2) {
    state[Index.x] += displacement.x
    state[Index.y] += displacement.y
    state[Index.biasX] -= displacement.x
    state[Index.biasY] -= displacement.y
  }

  /// Shifts the position, then sets the variance along a direction anew.
  mutating func shift(_ displacement: Vector2, alongNormal normal: Vector2, sigma_m: Double) {
    shift(displacement)
    // Forget the correlation along the normal, then state it: the bias takes the same share with the other sign.
    var form = Form.zero
    form[Index.x] = normal.x
    form[Index.y] = normal.y
    let held = variance(of: form)
    let wanted = sigma_m * sigma_m
    guard held != wanted else { return }
    if held > wanted {
      update(form: form, innovation: 0, variance: held * wanted / (held - wanted))
    } else {
      var push = Form.zero
      push[Index.x] = normal.x
      push[Index.y] = normal.y
      push[Index.biasX] = -normal.x
      push[Index.biasY] = -normal.y
      for i in 0..<Index.count { rows[i] += push * (push[i] * (wanted - held)) }
    }
  }

  /// Forgets an error: it is zero with nothing known of it, not even how it goes with others.
  mutating func clear(_ index: Int) {
    state[index] = 0
    rows[index] = .zero
    for i in 0..<Index.count { rows[i][index] = 0 }
  }

  /// Makes an error the value of a form plus independent noise.
  mutating func define(_ index: Int, as form: Form, value: Double, variance: Double) {
    clear(index)
    let gain = self.gain(form)
    state[index] = value
    for i in 0..<Index.count { rows[i][index] = gain[i] }
    rows[index] = gain
    rows[index][index] = (gain * form).sum() + variance
  }
}

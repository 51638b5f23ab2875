import Geometry

/// A Kalman filter over east, north, yaw, the satellite fix's bias east and north, and the camera's lateral scale. Measurements come as
/// scalars: one linear form of the errors each, so no matrix is inverted.
struct PoseFilter: Sendable {
  /// Index of a state within a form.
  enum Index {
    static let x = 0
    static let y = 1
    static let yaw = 2
    static let biasX = 3
    static let biasY = 4
    static let scale = 5
    static let count = 6
  }

  /// A linear form of the six errors; the last two lanes are unused.
  typealias Form = SIMD8<Double>

  private(set) var state: Form
  private(set) var rows: [Form]

  /// A filter at a pose: the fix's bias explains what the pose lacks.
  init(pose: Pose2, biasSigma: (x: Double, y: Double), fixSigma_m: Double, yawSigma_rad: Double, scaleSigma: Double) {
    state = Form(pose.position.x, pose.position.y, pose.yaw_rad, 0, 0, 1, 0, 0)
    rows = Array(repeating: .zero, count: Index.count)
    let bias = [biasSigma.x * biasSigma.x, biasSigma.y * biasSigma.y]
    for axis in 0..<2 {
      rows[axis][axis] = bias[axis] + fixSigma_m * fixSigma_m
      rows[Index.biasX + axis][Index.biasX + axis] = bias[axis]
      rows[axis][Index.biasX + axis] = -bias[axis]
      rows[Index.biasX + axis][axis] = -bias[axis]
    }
    rows[Index.yaw][Index.yaw] = yawSigma_rad * yawSigma_rad
    rows[Index.scale][Index.scale] = scaleSigma * scaleSigma
  }

  var pose: Pose2 { Pose2(Vector2(state[Index.x], state[Index.y]), yaw_rad: state[Index.yaw]) }
  var bias: Vector2 { Vector2(state[Index.biasX], state[Index.biasY]) }
  var scale: Double { state[Index.scale] }
  var position: Covariance2 { Covariance2(xx: rows[0][0], xy: rows[0][1], yy: rows[1][1]) }

  /// The covariance of pose and scale.
  var covariance: PoseCovariance {
    let picks = [Index.x, Index.y, Index.yaw, Index.scale]
    return PoseCovariance(
      rows: picks.map { r in SIMD4(rows[r][picks[0]], rows[r][picks[1]], rows[r][picks[2]], rows[r][picks[3]]) })
  }

  /// Variance of a form.
  func variance(of form: Form) -> Double { (gain(form) * form).sum() }

  private func gain(_ form: Form) -> Form {
    var out = Form.zero
    for i in 0..<Index.count { out[i] = (rows[i] * form).sum() }
    return out
  }

  /// Takes in a measurement: `innovation` is what was measured less what the state predicts, `form` its derivative by the errors.
  mutating func update(form: Form, innovation: Double, variance: Double) {
    let gain = self.gain(form)
    let total = (gain * form).sum() + variance
    guard total > 0 else { return }
    state += gain * (innovation / total)
    for i in 0..<Index.count { rows[i] -= gain * (gain[i] / total) }
    state[Index.yaw] = state[Index.yaw].wrappedAngle_rad
    for i in 0..<Index.count { rows[i][i] = max(rows[i][i], 1e-12) }
  }

  /// Moves the pose and adds noise given along and across the new direction. `turned` is the displacement the yaw error acts on.
  mutating func move(
    to pose: Pose2, along_m2: Double, across_m2: Double, yaw_rad2: Double, yawMovesPosition: Bool
  ) {
    if yawMovesPosition {
      // Dead reckoning by the vehicle's own motion: an error of yaw carries the position sideways.
      let d = pose.position - self.pose.position
      transition { rows in
        rows[Index.x] += rows[Index.yaw] * -d.y
        rows[Index.y] += rows[Index.yaw] * d.x
      }
    }
    state[Index.x] = pose.position.x
    state[Index.y] = pose.position.y
    state[Index.yaw] = pose.yaw_rad.wrappedAngle_rad
    addPositionNoise(along_m2: along_m2, across_m2: across_m2)
    rows[Index.yaw][Index.yaw] += yaw_rad2
  }

  /// Adds uncertainty of the position along and across the direction of travel.
  mutating func addPositionNoise(along_m2: Double, across_m2: Double) {
    let noise = Covariance2(xx: along_m2, yy: across_m2).rotated(by: state[Index.yaw])
    rows[0][0] += noise.xx
    rows[0][1] += noise.xy
    rows[1][0] += noise.xy
    rows[1][1] += noise.yy
  }

  /// P ← F P Fᵀ for an F that adds multiples of one row to others.
  private mutating func transition(_ rowOperation: (inout [Form]) -> Void) {
    rowOperation(&rows)
    var columns = Self.transposed(rows)
    rowOperation(&columns)
    rows = Self.transposed(columns)
  }

  private static func transposed(_ rows: [Form]) -> [Form] {
    var out = Array(repeating: Form.zero, count: Index.count)
    for i in 0..<Index.count { for j in 0..<Index.count { out[j][i] = rows[i][j] } }
    return out
  }

  /// Lets the bias decay towards zero over a time (first-order Gauss-Markov) and the scale drift.
  mutating func age(_ seconds: Double, biasTime_s: Double, biasVariance: (x: Double, y: Double), scaleDrift: Double) {
    // A rational stand-in for exp(−t/τ): equal to second order, and the same on every machine.
    let decay = 1 / (1 + seconds / biasTime_s)
    let kept = 1 - decay * decay
    for (index, variance) in [(Index.biasX, biasVariance.x), (Index.biasY, biasVariance.y)] {
      state[index] *= decay
      rows[index] *= decay
      for i in 0..<Index.count { rows[i][index] *= decay }
      rows[index][index] += kept * variance
    }
    rows[Index.scale][Index.scale] += scaleDrift * scaleDrift * seconds
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

  /// Shifts the position without a word on how sure it is, then sets the variance along a direction anew.
  mutating func shift(_ displacement: Vector2, alongNormal normal: Vector2, sigma_m: Double) {
    state[Index.x] += displacement.x
    state[Index.y] += displacement.y
    state[Index.biasX] -= displacement.x
    state[Index.biasY] -= displacement.y
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
}

import Geometry

/// An error-state Kalman filter over the vehicle's pose and all that its sensors get wrong lastingly (see `ErrorState`). Measurements come
/// as scalars: one linear form of the errors each, so no matrix is inverted and nothing is allocated.
struct PoseFilter: Sendable {
  typealias Form = ErrorState.Form
  typealias Index = ErrorState

  var state: Form
  /// The covariance, row by row; symmetric.
  var rows: InlineArray<15, Form>

  /// Prior knowledge of a vehicle that has seen nothing.
  struct Prior {
    var pose: Pose2
    /// Lasting error of the fix, one standard deviation on each axis, m.
    var biasSigma: (x: Double, y: Double)
    /// Error of the first fix beside it, m.
    var fixSigma_m: Double
    var yawSigma_rad: Double
    var camera: CameraPrior
    var speedScaleSigma: Double
    var turnBiasSigma_radps: Double
  }

  /// A filter at a pose: the fix's bias explains what the pose lacks.
  init(_ prior: Prior) {
    state = .zero
    rows = InlineArray(repeating: .zero)
    state[Index.x] = prior.pose.position.x
    state[Index.y] = prior.pose.position.y
    state[Index.yaw] = prior.pose.yaw_rad
    state[Index.cameraScale] = prior.camera.mean.lateralScale
    state[Index.cameraYaw] = prior.camera.mean.yaw_rad
    state[Index.cameraStretch] = prior.camera.mean.stretch_pm
    state[Index.cameraLateral] = prior.camera.mean.lateral_m
    for (axis, sigma) in [(0, prior.biasSigma.x), (1, prior.biasSigma.y)] {
      let bias = sigma * sigma
      rows[axis][axis] = bias + prior.fixSigma_m * prior.fixSigma_m
      rows[Index.biasX + axis][Index.biasX + axis] = bias
      rows[axis][Index.biasX + axis] = -bias
      rows[Index.biasX + axis][axis] = -bias
    }
    set(Index.yaw, sigma: prior.yawSigma_rad)
    set(Index.cameraScale, sigma: prior.camera.sigma.lateralScale)
    set(Index.cameraYaw, sigma: prior.camera.sigma.yaw_rad)
    set(Index.cameraStretch, sigma: prior.camera.sigma.stretch_pm)
    set(Index.cameraLateral, sigma: prior.camera.sigma.lateral_m)
    set(Index.speedScale, sigma: prior.speedScaleSigma)
    set(Index.turnBias, sigma: prior.turnBiasSigma_radps)
  }

  private mutating func set(_ index: Int, sigma: Double) { rows[index][index] = sigma * sigma }

  var pose: Pose2 { Pose2(Vector2(state[Index.x], state[Index.y]), yaw_rad: state[Index.yaw]) }
  var bias: Vector2 { Vector2(state[Index.biasX], state[Index.biasY]) }
  var position: Covariance2 { Covariance2(xx: rows[0][0], xy: rows[0][1], yy: rows[1][1]) }
  /// Variance of the yaw, rad².
  var yawVariance: Double { rows[Index.yaw][Index.yaw] }
  /// What the cameras' detections are to be corrected by.
  var camera: CameraCorrection { ErrorState.camera(state) }
  /// Variance of an error.
  func variance(_ index: Int) -> Double { rows[index][index] }

  /// The covariance of pose and lateral scale.
  var covariance: PoseCovariance {
    let picks = [Index.x, Index.y, Index.yaw, Index.cameraScale]
    return PoseCovariance(
      rows: picks.map { r in SIMD4(rows[r][picks[0]], rows[r][picks[1]], rows[r][picks[2]], rows[r][picks[3]]) })
  }

  /// Variance of a form.
  func variance(of form: Form) -> Double { (gain(form) * form).sum() }

  /// The covariance of every error with a form.
  @inline(__always) func gain(_ form: Form) -> Form {
    // The covariance is symmetric: its rows weighted by the form are its columns' products with it.
    var out = Form.zero
    for i in 0..<Index.count { out.addProduct(rows[i], form[i]) }
    return out
  }

  /// Takes in a measurement: `innovation` is what was measured less what the state predicts, `form` its derivative by the errors.
  /// - Parameter mute: a direction in which neither position nor bias may learn from it (Schmidt 1966; the covariance stays honest).
  /// - Returns: the gain: how far each error followed a unit of innovation.
  @discardableResult
  mutating func update(form: Form, innovation: Double, variance: Double, mute: Vector2? = nil) -> Form {
    let spread = self.gain(form)
    let total = (spread * form).sum() + variance
    guard total > 0 else { return .zero }
    var gain = spread * (1 / total)
    if let mute {
      for first in [Index.x, Index.biasX] {
        let along = gain[first] * mute.x + gain[first + 1] * mute.y
        gain[first] -= along * mute.x
        gain[first + 1] -= along * mute.y
      }
      // Joseph's form for a gain that is not the best one.
      for i in 0..<Index.count { rows[i] += gain * (gain[i] * total - spread[i]) - spread * gain[i] }
    } else {
      for i in 0..<Index.count { rows[i] -= gain * spread[i] }
    }
    // The yaw is wrapped where it moves on, not here: while matching is repeated, states are subtracted from each other.
    state += gain * innovation
    for i in 0..<Index.count { rows[i][i] = max(rows[i][i], 0) }
    return gain
  }

  /// Adds independent noise to an error.
  mutating func addNoise(_ index: Int, variance: Double) { rows[index][index] += variance }

  /// P ← F P Fᵀ for an F that adds multiples of one row to others.
  mutating func transition(_ rowOperation: (inout InlineArray<15, Form>) -> Void) {
    rowOperation(&rows)
    rows = Self.transposed(rows)
    rowOperation(&rows)
  }

  private static func transposed(_ rows: InlineArray<15, Form>) -> InlineArray<15, Form> {
    var out = InlineArray<15, Form>(repeating: .zero)
    for i in 0..<Index.count { for j in 0..<Index.count { out[j][i] = rows[i][j] } }
    return out
  }
}

extension SIMD16<Double> {
  /// self + a·k, written so that the compiler may fuse it.
  @inline(__always) mutating func addProduct(_ a: Self, _ k: Double) { self += a * k }
}

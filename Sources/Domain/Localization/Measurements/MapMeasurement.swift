import Geometry

/// One scalar that a detection and the map say of the errors: `form · error = residual` but for noise.
struct MapMeasurement: Sendable {
  /// Derivative of the prediction by the errors.
  var form: ErrorState.Form
  /// What is missing between prediction and map.
  var residual: Double
  /// Variance of the residual by detection and map, tempered.
  var variance: Double
  /// Variance by detection and map of this look alone.
  var lookVariance: Double
  /// Index into the region's pieces; −1 where it is a line the map lacks.
  var piece: Int
  /// Direction in which position and bias may learn nothing from it; nil where they may learn all it seems to say.
  var mute: Vector2?
}

/// How a place in the map frame depends on the errors, for something seen in the vehicle frame.
struct PlaceJacobian {
  private let yaw: Vector2
  private let scale: Vector2
  private let cameraYaw: Vector2
  private let stretch: Vector2
  private let lateral: Vector2

  /// - Parameters:
  ///   - raw: where it was seen, vehicle frame.
  ///   - arm: from the vehicle's origin to where it is, corrected, map frame.
  init(_ raw: Vector2, arm: Vector2, pose: Motion2, camera: CameraCorrection?, isOnGround: Bool) {
    yaw = arm.leftNormal
    guard let camera else {
      scale = .zero
      cameraYaw = .zero
      stretch = .zero
      lateral = .zero
      return
    }
    // See `CameraCorrection.ground`.
    let seen = isOnGround ? camera.seen(raw) : (grown: raw, slope: .zero)
    let ground = seen.grown
    let turn = camera.yaw_rad
    scale = pose.rotate(Vector2(-turn * ground.y, ground.y))
    cameraYaw = pose.rotate(Vector2(-(ground.y * camera.lateralScale + camera.lateral_m), ground.x))
    let grown = Vector2(seen.slope.x, seen.slope.y * camera.lateralScale)
    stretch = pose.rotate(Vector2(grown.x - turn * grown.y, grown.y + turn * grown.x))
    lateral = pose.rotate(Vector2(-turn, 1))
  }

  /// The derivative of the place's component along `n`.
  func form(along n: Vector2) -> ErrorState.Form {
    var form = ErrorState.Form.zero
    form[ErrorState.x] = n.x
    form[ErrorState.y] = n.y
    form[ErrorState.yaw] = n.dot(yaw)
    form[ErrorState.cameraScale] = n.dot(scale)
    form[ErrorState.cameraYaw] = n.dot(cameraYaw)
    form[ErrorState.cameraStretch] = n.dot(stretch)
    form[ErrorState.cameraLateral] = n.dot(lateral)
    return form
  }
}

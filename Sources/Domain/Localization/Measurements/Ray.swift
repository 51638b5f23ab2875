import Geometry

/// A direction without range, with what is known of the camera's errors taken away.
struct Ray {
  /// Direction in the vehicle frame but for an offset to the left, radians.
  private let turned_rad: Double
  /// Derivative of the direction by the camera's lateral scale.
  private let scaleSlope: Double
  /// Cosine of the direction: how far an offset to the left stands across it.
  private let cosine: Double
  private let lateral_m: Double
  private let isCamera: Bool

  /// - Parameter camera: what takes the camera's errors away; nil for other sensors. Pitch does not turn what stands upright.
  init(azimuth_rad azimuth: Double, camera: CameraCorrection?) {
    isCamera = camera != nil
    guard let camera else {
      turned_rad = azimuth
      scaleSlope = 0
      cosine = 1
      lateral_m = 0
      return
    }
    let seen = Vector2(angle_rad: azimuth)
    let scaled = Vector2(seen.x, seen.y * camera.lateralScale)
    turned_rad = scaled.angle_rad + camera.yaw_rad
    scaleSlope = seen.x * seen.y / scaled.squaredLength
    cosine = scaled.x / scaled.length
    lateral_m = camera.lateral_m
  }

  /// Direction in the vehicle frame of something at a distance, radians.
  func azimuth_rad(at distance_m: Double) -> Double { turned_rad + cosine * lateral_m / distance_m }

  /// Derivative by the errors of this direction less that of `d`, from the sensor to the place it may point at.
  /// - Parameter mounting: from the vehicle's origin to the sensor; like `d` in the map frame.
  func form(_ d: Vector2, mounting: Vector2) -> ErrorState.Form {
    // Moving the sensor along the left normal of d turns the direction of d to the right.
    let turn = d.leftNormal * (1 / d.squaredLength)
    var form = ErrorState.Form.zero
    form[ErrorState.x] = turn.x
    form[ErrorState.y] = turn.y
    form[ErrorState.yaw] = 1 + turn.dot(mounting.leftNormal)
    guard isCamera else { return form }
    form[ErrorState.cameraYaw] = 1
    form[ErrorState.cameraScale] = scaleSlope
    form[ErrorState.cameraLateral] = cosine / d.length
    return form
  }
}

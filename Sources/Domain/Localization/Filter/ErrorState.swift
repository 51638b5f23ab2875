/// The errors that the pose filter estimates together, by their place in its vectors.
enum ErrorState {
  /// East and north, m.
  static let x = 0
  static let y = 1
  /// Direction of travel, radians.
  static let yaw = 2
  /// Error of the satellite fix east and north, m.
  static let biasX = 3
  static let biasY = 4
  /// Lateral scale of the cameras, around 1.
  static let cameraScale = 5
  /// Yaw of the cameras' mounting, radians.
  static let cameraYaw = 6
  /// Pitch of the cameras' mounting over their height, 1/m.
  static let cameraStretch = 7
  /// How far left the cameras see too little, m.
  static let cameraLateral = 8
  /// Scale of the odometer, around 0.
  static let speedScale = 9
  /// Offset of the turn rate, radians/s.
  static let turnBias = 10
  /// Offsets of lines the map lacks from mapped lines beside them, m.
  static let unmapped = 11
  static let unmappedCount = 4
  /// Number of errors.
  static let count = 15

  /// A linear form of the errors; the last lane is unused.
  typealias Form = SIMD16<Double>

  /// The form that is one error.
  static func form(_ index: Int) -> Form {
    var form = Form.zero
    form[index] = 1
    return form
  }

  /// A form by the cameras' errors alone.
  static func cameraPart(of form: Form) -> Form {
    var part = Form.zero
    for index in cameraScale...cameraLateral { part[index] = form[index] }
    return part
  }

  /// What takes the camera's errors away.
  static func camera(_ state: Form) -> CameraCorrection {
    CameraCorrection(
      lateralScale: state[cameraScale], yaw_rad: state[cameraYaw], stretch_pm: state[cameraStretch],
      lateral_m: state[cameraLateral])
  }
}

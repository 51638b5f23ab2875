import TestSupport

@testable import Localization

extension ErrorState {
  /// A pose within bounds, of a vehicle whose camera has errors.
  static func random(place_m: Double, yaw_rad: Double, using random: inout Seeded) -> Form {
    var errors = Form.zero
    errors[x] = Double.random(in: -place_m...place_m, using: &random)
    errors[y] = Double.random(in: -place_m...place_m, using: &random)
    errors[yaw] = Double.random(in: -yaw_rad...yaw_rad, using: &random)
    errors[cameraScale] = Double.random(in: 0.9...1.1, using: &random)
    errors[cameraYaw] = Double.random(in: -0.005...0.005, using: &random)
    errors[cameraStretch] = Double.random(in: -0.002...0.002, using: &random)
    errors[cameraLateral] = Double.random(in: -0.05...0.05, using: &random)
    return errors
  }
}

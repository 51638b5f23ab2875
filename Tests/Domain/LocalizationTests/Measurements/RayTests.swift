import Geometry
import TestSupport
import Testing

@testable import Localization

@Suite struct RayTests {
  private static let mounting = Vector2(1.6, 0)
  private static let place = Vector2(24, 11)

  /// What a direction lacks to point at the place.
  private static func error(_ errors: ErrorState.Form, azimuth_rad: Double) -> (Double, ErrorState.Form) {
    let pose = Pose2(Vector2(errors[ErrorState.x], errors[ErrorState.y]), yaw_rad: errors[ErrorState.yaw])
    let ray = Ray(azimuth_rad: azimuth_rad, camera: ErrorState.camera(errors))
    let d = place - pose.transform(mounting)
    let error = ray.azimuth_rad(at: d.length) + pose.yaw_rad - d.angle_rad
    return (error, ray.form(d, mounting: pose.rotate(mounting)))
  }

  @Test func whatACameraTurnedAndScaledPointsBackAtWhatItSaw() {
    var random = Seeded(3)
    for _ in 0..<200 {
      var errors = ErrorState.random(place_m: 3, yaw_rad: 0.5, using: &random)
      for index in [ErrorState.x, ErrorState.y, ErrorState.yaw] { errors[index] = 0 }
      let camera = ErrorState.camera(errors)
      // The inverse of `CameraCorrection.raised`, to first order in the yaw.
      let straight = Vector2(
        Self.place.x + camera.yaw_rad * Self.place.y, Self.place.y - camera.yaw_rad * Self.place.x)
      let seen = Vector2(straight.x, (straight.y - camera.lateral_m) / camera.lateralScale) - Self.mounting
      let missing = Self.error(errors, azimuth_rad: seen.angle_rad).0
      #expect(abs(missing) < 5e-4)
    }
  }

  @Test func itsFormIsTheDifference() {
    var random = Seeded(5)
    for _ in 0..<200 {
      let errors = ErrorState.random(place_m: 3, yaw_rad: 0.5, using: &random)
      let azimuth = Double.random(in: -0.6...0.6, using: &random)
      let form = Self.error(errors, azimuth_rad: azimuth).1
      for index in 0..<ErrorState.count {
        var (more, less) = (errors, errors)
        more[index] += 1e-6
        less[index] -= 1e-6
        let difference =
          (Self.error(more, azimuth_rad: azimuth).0 - Self.error(less, azimuth_rad: azimuth).0) / 2e-6
        #expect(abs(form[index] - difference) < 2e-3 * max(1, abs(difference)), "error \(index)")
      }
    }
  }

  @Test func anotherSensorsDirectionStands() {
    let ray = Ray(azimuth_rad: 0.3, camera: nil)
    #expect(ray.azimuth_rad(at: 10) == 0.3)
    let form = ray.form(Vector2(10, 3), mounting: .zero)
    for index in ErrorState.cameraScale...ErrorState.cameraLateral { #expect(form[index] == 0) }
  }
}

import Geometry
import TestSupport
import Testing

@testable import Localization

/// The derivative of a place in the map by every error, against differences.
@Suite struct PlaceJacobianTests {
  private static func place(_ errors: ErrorState.Form, _ raw: Vector2, isCamera: Bool, isOnGround: Bool) -> Vector2 {
    let camera = CameraCorrection(
      lateralScale: errors[ErrorState.cameraScale], yaw_rad: errors[ErrorState.cameraYaw],
      stretch_pm: errors[ErrorState.cameraStretch], lateral_m: errors[ErrorState.cameraLateral])
    let seen = !isCamera ? raw : isOnGround ? camera.ground(raw) : camera.raised(raw)
    let pose = Pose2(Vector2(errors[ErrorState.x], errors[ErrorState.y]), yaw_rad: errors[ErrorState.yaw])
    return pose.transform(seen)
  }

  @Test(arguments: [(true, true), (true, false), (false, true)])
  func itIsTheDifference(isCamera: Bool, isOnGround: Bool) {
    var random = Seeded(7)
    for _ in 0..<200 {
      var errors = ErrorState.Form.zero
      errors[ErrorState.x] = Double.random(in: -50...50, using: &random)
      errors[ErrorState.y] = Double.random(in: -50...50, using: &random)
      errors[ErrorState.yaw] = Double.random(in: -3...3, using: &random)
      errors[ErrorState.cameraScale] = Double.random(in: 0.9...1.1, using: &random)
      errors[ErrorState.cameraYaw] = Double.random(in: -0.005...0.005, using: &random)
      errors[ErrorState.cameraStretch] = Double.random(in: -0.002...0.002, using: &random)
      errors[ErrorState.cameraLateral] = Double.random(in: -0.05...0.05, using: &random)
      let raw = Vector2(Double.random(in: 2...30, using: &random), Double.random(in: -8...8, using: &random))
      let normal = Vector2(angle_rad: Double.random(in: -3...3, using: &random))
      let origin = Vector2(errors[ErrorState.x], errors[ErrorState.y])
      let camera = CameraCorrection(
        lateralScale: errors[ErrorState.cameraScale], yaw_rad: errors[ErrorState.cameraYaw],
        stretch_pm: errors[ErrorState.cameraStretch], lateral_m: errors[ErrorState.cameraLateral])
      let form = PlaceJacobian(
        raw, arm: Self.place(errors, raw, isCamera: isCamera, isOnGround: isOnGround) - origin,
        pose: Motion2(Pose2(origin, yaw_rad: errors[ErrorState.yaw])), camera: isCamera ? camera : nil,
        isOnGround: isOnGround
      ).form(along: normal)
      for index in 0..<ErrorState.count {
        let step = index == ErrorState.cameraStretch ? 1e-7 : 1e-6
        var more = errors
        var less = errors
        more[index] += step
        less[index] -= step
        let difference =
          (Self.place(more, raw, isCamera: isCamera, isOnGround: isOnGround)
          - Self.place(less, raw, isCamera: isCamera, isOnGround: isOnGround)).dot(normal) / (2 * step)
        #expect(abs(form[index] - difference) < 1e-4 * max(1, abs(difference)), "error \(index)")
      }
    }
  }
}

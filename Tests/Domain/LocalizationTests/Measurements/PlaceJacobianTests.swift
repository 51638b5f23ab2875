import Geometry
import TestSupport
import Testing

@testable import Localization

/// The derivative of a place in the map by every error, against differences.
@Suite struct PlaceJacobianTests {
  private static func place(_ errors: ErrorState.Form, _ raw: Vector2, isCamera: Bool, isOnGround: Bool) -> Vector2 {
    let camera = ErrorState.camera(errors)
    let seen = !isCamera ? raw : isOnGround ? camera.ground(raw) : camera.raised(raw)
    let pose = Pose2(Vector2(errors[ErrorState.x], errors[ErrorState.y]), yaw_rad: errors[ErrorState.yaw])
    return pose.transform(seen)
  }

  @Test(arguments: [(true, true), (true, false), (false, true)])
  func itIsTheDifference(isCamera: Bool, isOnGround: Bool) {
    var random = Seeded(7)
    for _ in 0..<200 {
      let errors = ErrorState.random(place_m: 50, yaw_rad: 3, using: &random)
      let raw = Vector2(Double.random(in: 2...30, using: &random), Double.random(in: -8...8, using: &random))
      let normal = Vector2(angle_rad: Double.random(in: -3...3, using: &random))
      let origin = Vector2(errors[ErrorState.x], errors[ErrorState.y])
      let camera = ErrorState.camera(errors)
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

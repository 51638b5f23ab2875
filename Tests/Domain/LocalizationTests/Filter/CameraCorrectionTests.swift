import Foundation
import Geometry
import Testing

@testable import Localization

/// Ground ranges as a camera reckons them from its height and the angle below the horizon.
@Suite struct CameraCorrectionTests {
  @Test func itUndoesWhatPitchDoesToAGroundRangeNearAndFar() {
    let height = 1.4
    let mounting = Vector2(1.6, 0)
    for pitch in [-0.008, -0.0035, 0.0035, 0.008] {
      let correction = CameraCorrection(stretch_pm: -tan(pitch) / height)
      for range in [5.0, 10, 20, 35] {
        for azimuth in [-0.6, 0, 0.4] {
          let ray = Vector2(angle_rad: azimuth)
          let reckoned = height / tan(atan(height / range) - pitch)
          let found = correction.ground(mounting + ray * reckoned)
          // What is left is about the height times the pitch, at any range.
          #expect(found.distance(to: mounting + ray * range) < 1.3 * height * abs(pitch), "\(pitch) at \(range) m")
        }
      }
    }
  }

  @Test func nearTheHorizonNothingRunsAway() {
    let far = CameraCorrection(stretch_pm: 0.05).ground(Vector2(101.6, 0))
    #expect(abs(far.x - 201.6) < 1e-9)
  }
}

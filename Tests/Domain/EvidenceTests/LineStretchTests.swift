import Geometry
import MapModel
import Testing

@testable import Evidence

/// How often a line was seen, of the frames that could see it.
@Suite struct LineStretchTests {
  /// A line 2 m to the left, along the whole stretch, seen from 3 to 10 m ahead in the frames that `shows` names, one every metre.
  private func rate(shows: (Int) -> Bool) throws -> Double {
    var stretch = LineStretch(number: 1, frame: Pose2(Vector2(20, 0), yaw_rad: 0))
    for frame in 0..<45 {
      let (near_m, far_m) = (Double(frame) + 3, Double(frame) + 10)
      stretch.look(from_m: near_m, to_m: far_m)
      guard shows(frame) else { continue }
      for along_m in stride(from: near_m, through: far_m, by: 1) where (20..<40).contains(along_m) {
        stretch.add(
          Vector2(along_m - 20, 2), slope: 0, elementClass: .laneBoundary, frame: frame, existence: 0.9, sigma_m: 0.1,
          poseVariance_m2: 0.01)
      }
    }
    return try #require(stretch.chains(of: .laneBoundary, minimumFrames: 3).first).rate
  }

  @Test func aLineThatIsSeenWheneverItCanBeIsSeenAlways() throws {
    #expect(try rate { _ in true } > 0.9)
  }

  @Test func everyThirdFrameIsAThird() throws {
    #expect(abs(try rate { $0 % 3 == 0 } - 1 / 3.0) < 0.1)
  }

  @Test func aPartIsInViewOnlyAsFarAsSensorsReach() {
    var stretch = LineStretch(number: 0, frame: Pose2(.zero, yaw_rad: 0))
    stretch.look(from_m: 3, to_m: 9)
    #expect(stretch.views == SIMD4(1, 1, 0, 0))
    stretch.look(from_m: 12, to_m: 31)
    #expect(stretch.views == SIMD4(1, 1, 1, 1))
  }
}

import Geometry
import TestSupport
import Testing

@Suite struct PoseTests {
  private func distance(_ a: Pose2, _ b: Pose2) -> Double {
    max(a.position.distance(to: b.position), abs((a.yaw_rad - b.yaw_rad).wrappedAngle_rad))
  }

  @Test func aPoseFromAnotherComposesBack() {
    var random = Seeded(1)
    for _ in 0..<1000 {
      let p = random.pose(within: 1000)
      let q = random.pose(within: 1000)
      #expect(distance(p * p.local(q), q) < 1e-9)
      #expect(distance(p.local(p * q), q) < 1e-9)
      #expect(distance(p * p.inverse, .identity) < 1e-9)
    }
  }

  @Test func compositionIsAssociativeAndActsAsTransforms() {
    var random = Seeded(2)
    for _ in 0..<1000 {
      let (a, b, c) = (random.pose(within: 100), random.pose(within: 100), random.pose(within: 100))
      let x = random.point(within: 100)
      #expect(distance((a * b) * c, a * (b * c)) < 1e-9)
      #expect((a * b).transform(x).distance(to: a.transform(b.transform(x))) < 1e-9)
      #expect(abs(a.rotate(x).length - x.length) < 1e-9)
    }
  }

  @Test func covarianceTurnsWithTheFrame() {
    var random = Seeded(3)
    for _ in 0..<200 {
      let covariance = Covariance2(
        xx: .random(in: 1...4, using: &random), xy: .random(in: -0.9...0.9, using: &random),
        yy: .random(in: 1...4, using: &random))
      let yaw = Double.random(in: -3...3, using: &random)
      let d = random.point(within: 5)
      let turned = Pose2(.zero, yaw_rad: yaw).rotate(d)
      #expect(abs(covariance.rotated(by: yaw).mahalanobisSquared(turned) - covariance.mahalanobisSquared(d)) < 1e-9)
      let n = Vector2(angle_rad: yaw)
      #expect(abs(covariance.rotated(by: -yaw).xx - covariance.variance(along: n)) < 1e-9)
    }
  }

  @Test func aSingularCovarianceMakesEveryDistanceInfinite() {
    #expect(Covariance2(xx: 1, xy: 1, yy: 1).mahalanobisSquared(Vector2(1, 0)) == .infinity)
  }
}

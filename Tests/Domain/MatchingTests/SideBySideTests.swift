import Geometry
import Localization
import MapModel
import Matching
import Testing

/// How far apart lines are seen that lie on both sides of a vehicle and beyond.
@Suite struct SideBySideTests {
  /// Lines of 60 m along the vehicle, mapped and seen so far to its left, m.
  private func scene(mapped: [Double], seen: [Double], backwards: Set<Int> = []) -> MatchScene {
    var scene = MatchScene()
    func line(_ left_m: Double) -> [Vector2] { [Vector2(-30, left_m), Vector2(30, left_m)] }
    for (index, left_m) in mapped.enumerated() {
      scene.map(.laneBoundary, .line, backwards.contains(index) ? line(left_m).reversed() : line(left_m))
    }
    for left_m in seen { scene.see(line: [Vector2(2, left_m), Vector2(20, left_m)], .laneBoundary) }
    return scene
  }

  private func gaps(_ scene: MatchScene) -> [MatchedFrame.Gap] { scene.match().gaps }

  @Test func aPoseThatIsOffIsInNoGap() {
    let gaps = gaps(scene(mapped: [-1.75, 1.75, 5.25], seen: [-1.35, 2.15, 5.65]))
    #expect(Set(gaps.map { ($0.apart_m * 100).rounded() }) == [350])
    #expect(!gaps.isEmpty && gaps.allSatisfy { abs($0.excess_m) < 0.02 })
  }

  @Test func aLineElsewhereWidensOneGapAndNarrowsTheOther() {
    let scene = scene(mapped: [-1.75, 0.75, 5.25], seen: [-1.75, 1.75, 5.25])
    let region = scene.region
    for gap in gaps(scene) {
      let first = region.pieces[region.targets[gap.first].piece].id.element.value
      #expect(abs(gap.excess_m - (first == 1 ? 1 : -1)) < 0.02)
    }
    #expect(Set(gaps(scene).map(\.first)).count > 1)
  }

  @Test func aScaleThatIsTakenOutOfThePoseStaysInTheGap() {
    let scene = scene(mapped: [-1.75, 1.75], seen: [-1.6, 1.6])
    var pose = scene.pose
    for scale in [1, 1.75 / 1.6] {
      pose.camera.lateralScale = scale
      let gaps = FrameMatcher().match(scene.frame, localized: pose, in: scene.region).gaps
      #expect(!gaps.isEmpty && gaps.allSatisfy { abs($0.excess_m + 0.3) < 0.02 && abs($0.apart_m - 3.2) < 0.02 })
    }
  }

  @Test func whicheverWayALineGoesTheGapIsToTheLeftOfTheFirst() {
    let gaps = gaps(scene(mapped: [-1.75, 1.75], seen: [-1.75, 2.05], backwards: [0]))
    #expect(!gaps.isEmpty && gaps.allSatisfy { abs($0.apart_m + 3.8) < 0.02 && abs($0.excess_m + 0.3) < 0.02 })
  }

  @Test func linesFartherApartThanALaneAreNotSideBySide() {
    #expect(gaps(scene(mapped: [-1.75, 1.75, 5.25], seen: [-1.75, 5.25])).isEmpty)
    #expect(gaps(scene(mapped: [0, 0.3], seen: [0, 0.3])).isEmpty)
  }
}

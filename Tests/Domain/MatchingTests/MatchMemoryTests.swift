import Geometry
import Localization
import MapModel
import Matching
import Observations
import TestSupport
import Testing

/// Matching in memory that is used again. In a debug build a loop over an array's elements asks for memory where a loop over its indices does
/// not: matching counts indices, so that its memory can be counted in every build.
@Suite struct MatchMemoryTests {
  /// Everything a frame can hold, some of it where the map has nothing.
  private static func scene(_ seed: UInt64) -> MatchScene {
    var noise = Seeded(seed)
    func place(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &noise) }
    var scene = MatchScene()
    for lane in 0..<5 {
      let north = 3.5 * Double(lane) - 7
      scene.map(.laneBoundary, .line, [Vector2(-200, north), Vector2(200, north)], [.init(.style, "solid")])
      let seen = north + place(-0.2...0.2)
      let style = lane == 2 ? "dashed" : "solid"
      scene.see(line: [Vector2(4, seen), Vector2(12, seen), Vector2(25, seen)], .laneBoundary, [.init(.style, style)])
    }
    scene.see(line: [Vector2(4, 12), Vector2(20, 14)], .laneBoundary)
    for i in 0..<12 {
      let spot = Vector2(place(-50...50), i % 2 == 0 ? 9 : -9)
      let elementClass: ElementClass = i % 3 == 0 ? .pole : .trafficSign
      scene.map(elementClass, .point, [spot], [.init(.signValue, "50")])
      scene.see(elementClass, at: spot + Vector2(place(-0.3...0.3), 0), [.init(.signValue, "30")])
      scene.see(elementClass, towards: spot)
    }
    scene.see(.trafficLight, at: Vector2(30, 3))
    scene.see(.trafficSign, towards: Vector2(3, 30))
    for ahead in [20.0, 35] {
      let ring = [Vector2(ahead, -4), Vector2(ahead + 3, -4), Vector2(ahead + 3, 4), Vector2(ahead, 4)]
      if ahead == 20 { scene.map(.crosswalk, .polygon, ring) }
      scene.see(area: ring, .crosswalk)
    }
    scene.covariance.rows[0][0] = 0.01
    scene.covariance.rows[1][1] = 0.01
    scene.shares = [.init(piece: 0, share: 0.2), .init(piece: 3, share: 0.1)]
    scene.frame.sensors.append(MatchScene.sensor(.lidar))
    scene.frame.freeSpace = FreeSpaceProfile(
      startAzimuth_rad: -.pi, step_rad: .pi / 36, range_m: (0..<72).map { _ in Float(place(5...80)) })
    return scene
  }

  @Test func aFrameAsksTheHeapForNothingOnceItsMemoryHasGrown() throws {
    try #require(Allocations.areCounted, "not under a sanitizer")
    let scenes = (0..<8).map { Self.scene($0) }
    let matcher = FrameMatcher()
    let inputs = scenes.map { (frame: $0.frame, pose: $0.pose, region: $0.region) }
    var memory = MatchMemory()
    var found = 0
    func pass() {
      for i in inputs.indices {
        let input = inputs[i]
        let matched = matcher.match(input.frame, localized: input.pose, in: input.region, memory: &memory)
        found += matched.sightings.count + matched.expectations.count + matched.strayPoints.count
      }
    }
    pass()
    pass()
    let once = found
    let asked = Allocations.count { pass() }
    #expect(asked == 0, "of 8 frames")
    #expect(found == once / 2 * 3 && found > 500)
    // The count is no dead number: a match in memory of its own asks for some.
    let fresh = Allocations.count {
      found += matcher.match(inputs[0].frame, localized: inputs[0].pose, in: inputs[0].region).sightings.count
    }
    #expect(fresh > 0)
  }

  @Test func whatWasMatchedBeforeChangesNoResult() {
    let matcher = FrameMatcher()
    var memory = MatchMemory()
    for seed in [1, 2, 3, 1, 0, 2] as [UInt64] {
      let scene = Self.scene(seed)
      let (region, pose) = (scene.region, scene.pose)
      let reused = matcher.match(scene.frame, localized: pose, in: region, memory: &memory)
      let fresh = matcher.match(scene.frame, localized: pose, in: region)
      #expect(reused.sightings == fresh.sightings && reused.expectations == fresh.expectations)
      #expect(reused.strayPoints == fresh.strayPoints && reused.strayLines == fresh.strayLines)
      #expect(reused.strayBearings == fresh.strayBearings && reused.lineVertices == fresh.lineVertices)
      #expect(reused.ringVertices == fresh.ringVertices)
    }
  }

  @Test func aResultThatIsKeptStaysAsItIs() {
    let matcher = FrameMatcher()
    var memory = MatchMemory()
    let first = Self.scene(1)
    let kept = matcher.match(first.frame, localized: first.pose, in: first.region, memory: &memory)
    let sightings = Array(kept.sightings)
    let other = Self.scene(2)
    _ = matcher.match(other.frame, localized: other.pose, in: other.region, memory: &memory)
    #expect(kept.sightings == sightings)
    // And a copy of the memory is a memory of its own.
    var copy = memory
    _ = matcher.match(first.frame, localized: first.pose, in: first.region, memory: &copy)
    #expect(
      matcher.match(other.frame, localized: other.pose, in: other.region, memory: &memory).sightings
        == matcher.match(other.frame, localized: other.pose, in: other.region).sightings)
  }
}

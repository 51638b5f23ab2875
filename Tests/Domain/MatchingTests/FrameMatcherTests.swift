import Geometry
import Localization
import MapModel
import Matching
import Observations
import TestSupport
import Testing

@Suite struct FrameMatcherTests {
  private static let sign = StraightRoad.Point(100, east_m: 20, north_m: 8)

  /// A frame of a world at the middle of the road, held against a map with the true pose.
  private func match(
    map: StraightRoad, world: StraightRoad, at east_m: Double = 0, change: (inout ObservationFrame) -> Void = { _ in }
  ) -> (MatchedFrame, MapRegion) {
    let region = MapRegion(anchor: StraightRoad.tile, tiles: [map.mapTile()])
    var frame = world.frames(from_m: east_m, to_m: east_m, north_m: 0)[0]
    change(&frame)
    let pose = LocalizedFrame(
      mapFromVehicle: Pose2(Vector2(east_m, 0), yaw_rad: 0), covariance: .zero, status: .converged,
      camera: CameraCorrection(),
      protectionLevel_m: 0, laneProbability: 1, shares: [])
    return (FrameMatcher().match(frame, localized: pose, in: region), region)
  }

  private func elements(_ targets: [Int], _ region: MapRegion) -> Set<UInt64> {
    Set(targets.map { region.pieces[region.targets[$0].piece].id.element.value })
  }

  private static let road: StraightRoad = {
    var road = StraightRoad.threeLanes
    road.points = [sign]
    return road
  }()

  @Test func whatIsMappedAndSeenLeavesNoStray() {
    let (matched, region) = match(map: Self.road, world: Self.road)
    #expect(elements(matched.sightings.map(\.target), region) == [1, 2, 3, 4, 5, 6, 100])
    #expect(matched.strayPoints.isEmpty && matched.strayLines.isEmpty)
    #expect(matched.sightings.allSatisfy { abs($0.offset.x) < 0.4 && abs($0.offset.y) < 0.4 })
  }

  @Test func whatIsGoneIsExpectedAndNotSeen() {
    var world = Self.road
    world.lines.removeAll { $0.id == 4 }
    world.points = []
    let (matched, region) = match(map: Self.road, world: world)
    let seen = elements(matched.sightings.map(\.target), region)
    let expected = elements(matched.expectations.map(\.target), region)
    #expect(!seen.contains(4) && !seen.contains(100))
    #expect(expected.isSuperset(of: [4, 100]))
  }

  @Test func whatIsNewIsAStrayInItsPlace() {
    var map = Self.road
    map.lines.removeAll { $0.id == 4 }
    map.points = []
    let (matched, _) = match(map: map, world: Self.road)
    #expect(matched.strayLines.count == 1)
    #expect(matched.lineVertices[matched.strayLines[0].vertices].allSatisfy { abs($0.point.y + 1.75) < 0.3 })
    #expect(matched.strayPoints.count == 1)
    #expect(matched.strayPoints[0].position.distance(to: Vector2(20, 8)) < 0.6)
  }

  @Test func aLineThatEndsHalfwayIsSeenToItsEndOnly() {
    var world = Self.road
    world.lines[3].to_m = 10
    let (matched, region) = match(map: Self.road, world: world)
    let intervals = Set(
      matched.sightings.filter { region.pieces[region.targets[$0.target].piece].id.element.value == 4 }.map {
        region.targets[$0.target].interval
      })
    // The line starts 240 m to the west: 10 m east is interval 12, which ends at 20 m.
    #expect(intervals == [12])
  }

  @Test func aLookAlikeClassStillMatchesAndAStrangerDoesNot() {
    let (matched, _) = match(map: Self.road, world: Self.road) { frame in
      for i in frame.labels.indices where frame.labels[i].best.elementClass == .trafficSign {
        frame.labels[i].candidates[0].elementClass = .pole
      }
    }
    #expect(matched.strayPoints.isEmpty)
    let (other, _) = match(map: Self.road, world: Self.road) { frame in
      for i in frame.labels.indices where frame.labels[i].best.elementClass == .trafficSign {
        frame.labels[i].candidates[0].elementClass = .workZoneObject
      }
    }
    #expect(other.strayPoints.count == 1)
  }

  @Test func whatNoSensorCanSeeIsNotExpected() {
    func expected(_ change: (inout ObservationFrame) -> Void) -> Set<UInt64> {
      let (matched, region) = match(map: Self.road, world: Self.road, change: change)
      return elements(matched.expectations.map(\.target), region)
    }
    #expect(expected { _ in }.contains(100))
    #expect(!expected { $0.sensors[0].detects = [.laneBoundary] }.contains(100))
    #expect(expected { $0.sensors[0].health = .failed }.isEmpty)
    #expect(!expected { $0.sensors[0].fieldOfView_rad = 0.5 }.contains(100))
    #expect(!expected { $0.sensors[0].maxRange_m = 15 }.contains(100))
    let near = FreeSpaceProfile(startAzimuth_rad: -.pi, step_rad: .pi / 36, range_m: Array(repeating: 9, count: 72))
    #expect(!expected { $0.freeSpace = near }.contains(100))
    let far = FreeSpaceProfile(startAzimuth_rad: -.pi, step_rad: .pi / 36, range_m: Array(repeating: 90, count: 72))
    #expect(expected { $0.freeSpace = far }.contains(100))
  }

  @Test func aBearingMatchesByAngleAndTellsNoPosition() {
    func bearing(_ azimuth_rad: Double) -> MatchedFrame {
      match(map: Self.road, world: StraightRoad.threeLanes) { frame in
        frame.labels.append(Label([.init(.trafficSign, probability: 0.9)]))
        frame.bearings.originX_m = [0]
        frame.bearings.originY_m = [0]
        frame.bearings.azimuth_rad = [Float(azimuth_rad)]
        frame.bearings.sigma_rad = [0.01]
        frame.bearings.label = [UInt32(frame.labels.count - 1)]
        frame.bearings.sensor = [0]
        frame.bearings.existence = [0.9]
        frame.bearings.tracking = [0]
      }.0
    }
    let hit = bearing(Vector2(20, 8).angle_rad)
    #expect(hit.strayBearings.isEmpty)
    #expect(hit.sightings.contains { $0.noiseSigma_m == .infinity })
    #expect(bearing(-0.4).strayBearings.count == 1)
  }

  @Test func anElementThatHoldsThePoseIsJudgedWithoutItself() {
    let region = MapRegion(anchor: StraightRoad.tile, tiles: [Self.road.mapTile()])
    var world = Self.road
    world.lines[2].north_m += 0.3
    let frame = world.frames(from_m: 0, to_m: 0, north_m: 0)[0]
    func offset(share: Double) -> MatchedFrame.Sighting? {
      let pose = LocalizedFrame(
        mapFromVehicle: Pose2(.zero, yaw_rad: 0), covariance: .zero, status: .converged, camera: CameraCorrection(),
        protectionLevel_m: 0, laneProbability: 1, shares: [.init(piece: 2, share: share)])
      return FrameMatcher().match(frame, localized: pose, in: region).sightings.first {
        region.targets[$0.target].piece == 2
      }
    }
    guard let free = offset(share: 0), let held = offset(share: 0.5) else {
      Issue.record("the line was not matched")
      return
    }
    #expect(abs(held.offset.x - 2 * free.offset.x) < 1e-9)
    #expect(held.poseSigma_m > free.poseSigma_m)
  }
}

import Evidence
import Geometry
import Localization
import MapModel
import Matching
import Observations
import TestSupport
import Testing

@Suite struct AccumulationTests {
  private static let road: StraightRoad = {
    var road = StraightRoad.threeLanes
    road.points = StraightRoad.landmarks
    return road
  }()

  /// A drive past the whole road within one slot.
  private func drive(map: StraightRoad, world: StraightRoad, _ change: (inout ObservationFrame) -> Void = { _ in })
    -> TraversalEvidence
  {
    var settings = StraightRoad.Drive()
    settings.fixError = Vector2(0.7, -1)
    let view = MapView(tiles: [map.mapTile()])
    var regions = RegionCache()
    var memory = MatchMemory()
    var matcher = DriveMatcher(vehicle: VehicleID("v1"), drive: DriveID("d1"))
    let frames = world.frames(from_m: -230, to_m: 230, north_m: 0, settings)
    let slot = TraversalSlot.slot(of: frames[0].captureTime_ns, vehicle: VehicleID("v1"))
    let shift = TraversalSlot.end_ns(of: slot, vehicle: VehicleID("v1")) - frames[0].captureTime_ns
    for var frame in frames {
      frame.captureTime_ns += shift
      change(&frame)
      _ = matcher.observe(frame, map: view, regions: &regions, memory: &memory)
    }
    return matcher.closeTraversal()[0]
  }

  private func votes(_ element: UInt64, _ evidence: TraversalEvidence) -> [ElementVote] {
    evidence.votes.filter { $0.piece.element.value == element }
  }

  @Test func whatStandsIsSeenAndWhatIsGoneIsMissed() {
    var world = Self.road
    world.lines.removeAll { $0.id == 3 }
    world.points.removeAll { $0.id == 105 }
    let evidence = drive(map: Self.road, world: world)
    #expect(evidence.framesUsed > 180)
    // The first seconds warm the filter up, the last metres see nothing ahead: the middle is judged.
    let gone = votes(3, evidence).filter { (4..<20).contains($0.interval) } + votes(105, evidence)
    #expect(gone.count == 17)
    for vote in gone { #expect(vote.expected > 128 && vote.detected < 26) }
    let there = [2, 4, 5].flatMap { votes($0, evidence) }.filter { (4..<20).contains($0.interval) }
    #expect(there.count == 48)
    #expect(there.allSatisfy { $0.expected > 128 && $0.detected > 230 && abs(Int($0.offset_cm)) < 40 })
    #expect((106...108).flatMap { votes($0, evidence) }.allSatisfy { $0.detected > 230 })
    #expect(evidence.candidates.isEmpty)
  }

  @Test func whatIsNewBecomesACandidateInItsPlace() {
    var map = Self.road
    map.lines.removeAll { $0.id == 3 }
    map.points.removeAll { $0.id == 105 }
    let evidence = drive(map: map, world: Self.road)
    let points = evidence.candidates.filter { $0.kind == .point }
    #expect(points.count == 1)
    #expect(points.allSatisfy { $0.points[0].vector.distance(to: Vector2(-20, -8.5)) < 0.6 && $0.existence > 150 })
    let lines = evidence.candidates.filter { $0.kind == .line }
    #expect((15...26).contains(lines.count))
    for line in lines {
      #expect((2...4).contains(line.points.count))
      #expect(line.points.allSatisfy { abs($0.vector.y - 1.75) < 0.4 })
      #expect(abs(line.points[0].vector.x - line.points[line.points.count - 1].vector.x) <= 21)
    }
  }

  @Test func aMovedLineIsSeenBesideItsPlace() {
    var world = Self.road
    world.lines[3].north_m -= 0.6
    let moved = votes(4, drive(map: Self.road, world: world)).filter { (6..<20).contains($0.interval) }
    #expect(moved.count == 14)
    for vote in moved {
      #expect(vote.detected > 230)
      #expect((-95 ... -35).contains(vote.offset_cm))
      #expect(abs(Int(vote.offset_cm) + 60) < 3 * Int(vote.sigma_cm))
    }
  }

  @Test func anotherSignOnTheSamePostIsReadNotMoved() {
    var value = Attributes()
    value[.signValue] = "50"
    var map = Self.road
    map.points[4].attributes = value
    var world = map
    value[.signValue] = "30"
    world.points[4].attributes = value
    let evidence = drive(map: map, world: world)
    let vote = votes(104, evidence)[0]
    #expect(vote.detected > 200)
    #expect(evidence.labels[Int(vote.label) - 1][.signValue] == "30")
  }

  @Test func noNumberOfFramesMakesAnExpectationCertain() {
    let all = drive(map: Self.road, world: Self.road)
    #expect(all.votes.allSatisfy { $0.expected <= 238 })
    #expect(all.votes.map(\.frames).max() ?? 0 >= 15)
  }

  @Test func bearingsMeetWhereTheThingStands() {
    var world = StraightRoad.threeLanes
    world.points = Self.road.points.filter { $0.id != 105 }
    var map = world
    map.points = world.points
    let place = Vector2(-20, -8.5)
    var index = 0
    let evidence = drive(map: map, world: world) { frame in
      let truth = Vector2(-230 + 2 * Double(index), 0)
      index += 1
      let d = place - truth
      guard d.x > 5, d.x < 45 else { return }
      frame.labels.append(Label([.init(.trafficSign, probability: 0.9)]))
      frame.bearings.originX_m = [0]
      frame.bearings.originY_m = [0]
      frame.bearings.azimuth_rad = [Float(d.angle_rad)]
      frame.bearings.sigma_rad = [0.01]
      frame.bearings.label = [UInt32(frame.labels.count - 1)]
      frame.bearings.sensor = [0]
      frame.bearings.existence = [0.9]
      frame.bearings.tracking = [7]
    }
    #expect(evidence.candidates.count == 1)
    #expect(evidence.candidates.allSatisfy { $0.points[0].vector.distance(to: place) < 1.5 })
  }

  @Test func theSwathTellsWhereItLookedAndForWhat() {
    let evidence = drive(map: Self.road, world: Self.road)
    let path = evidence.swath.path.map(\.vector)
    #expect(path.count > 25)
    #expect(path.allSatisfy { abs($0.y) < 0.5 })
    #expect(Set(evidence.swath.reaches.map(\.elementClass)).isSuperset(of: [.laneBoundary, .trafficSign]))
    #expect(!evidence.swath.reaches.contains { $0.elementClass == .crosswalk })
    #expect((400...412).contains(evidence.distance_m))
  }

  @Test func aDriveThatCannotBeLocalizedSaysNothingButThatItWasThere() {
    let evidence = drive(map: Self.road, world: Self.road) { frame in
      frame.lines = LineDetections()
      frame.points = PointDetections()
    }
    #expect(evidence.votes.isEmpty && evidence.candidates.isEmpty && evidence.swath.path.isEmpty)
    #expect(evidence.framesUsed == 0 && evidence.framesAbstained > 150)
  }

  @Test func theSameFramesGiveTheSameEvidence() {
    #expect(drive(map: Self.road, world: Self.road) == drive(map: Self.road, world: Self.road))
  }
}

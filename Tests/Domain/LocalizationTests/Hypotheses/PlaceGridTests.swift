import Geometry
import MapModel
import Observations
import TestSupport
import Testing

@testable import Localization

/// Where a vehicle may be among crossing streets, along and across at once.
@Suite struct PlaceGridTests {
  private let configuration = LocalizationConfiguration()

  private static func filter(at pose: Pose2) -> PoseFilter {
    PoseFilter(
      PoseFilter.Prior(
        pose: pose, biasSigma: (2.5, 2.5), fixSigma_m: 0.3, yawSigma_rad: 0.02,
        camera: LocalizationConfiguration().camera, speedScaleSigma: 0.01, turnBiasSigma_radps: 0.001))
  }

  private static func track(_ filter: PoseFilter, _ region: MapRegion) -> Track {
    Track(
      filter: filter, anchor: region.anchor, frame: region.frame, versions: region.tiles.map(\.version), time_ns: 0,
      motion: nil, fix: nil, fixYaw_rad: nil, jitter: FixJitter(place_m: 0.3, yaw_rad: 0.02))
  }

  @Test func cellsAreTheirDisplacementsAndTheEdgeStandsForWhatIsBeyond() {
    let grid = PlaceGrid(sigma_m: 2.5)
    #expect(grid.reach_m >= 7.5)
    for cell in 0..<grid.count { #expect(grid.cell(grid.displacement(cell)) == cell) }
    #expect(grid.displacement(grid.cell(Vector2(1e6, -1e6))) == Vector2(grid.reach_m, -grid.reach_m))
    #expect(PlaceGrid(sigma_m: 100).reach_m == 20)
  }

  @Test func aLineThatLiesUnmappedIsChargedOnceHoweverOftenItIsSeen() {
    var grid = PlaceGrid(sigma_m: 1)
    let cells = grid.count
    // In the first half of the cells one line lies on nothing.
    let look = (0..<(LaneHistogram.slots * cells)).map { $0 < cells / 2 ? Float(1) : 0 }
    var seen: [Float] = []
    for _ in 0..<2000 {
      grid.advance(seconds: 1, way_m: 2)
      grid.add(strays: look, points: nil, pointRate_hz: 1)
      let fit = grid.fit(configuration)
      seen.append(fit[0] - fit[cells - 1])
    }
    #expect(seen[0] < 0 && seen[100] < seen[0])
    #expect(seen.allSatisfy { $0 > -Float(configuration.changeCost) })
    #expect(seen[1999] < -0.9 * Float(configuration.changeCost))
  }

  @Test func linesAreHeldAgainstTheMapAtEachDisplacement() {
    let crossing = Crossing()
    let region = crossing.region
    let pose = Pose2(Vector2(-14, -1.5), yaw_rad: 0.02)
    let frame = crossing.frame(0, at: pose, fixError: .zero)
    let lines = FrameLines(frame.lines, spacing_m: 3, limit: 5, longest_m: 40)
    let filter = Self.filter(at: Pose2(pose.position + Vector2(2, -1), yaw_rad: 0.05))
    let grid = PlaceGrid(sigma_m: 2.5)
    guard let look = PlaceEvidence(filter: filter, grid: grid, region: region).lines(lines, frame: frame) else {
      Issue.record("nothing to compare")
      return
    }
    for cell in stride(from: 0, to: grid.count, by: 7) {
      var expected = [Double](repeating: 0, count: LaneHistogram.slots)
      for range in lines.ranges {
        var explained = 0.0
        var left = 0.0
        for i in range {
          left += lines.samples[i].y / Double(range.count)
          explained += Self.explained(
            filter.pose.transform(lines.samples[i]) + grid.displacement(cell),
            filter.pose.rotate(lines.directions[i]), in: region)
        }
        expected[LaneHistogram.slot(left_m: left)] += 0.9 * (1 - explained / Double(range.count))
      }
      for slot in 0..<LaneHistogram.slots {
        #expect(abs(Double(look[slot * grid.count + cell]) - expected[slot]) < 2e-3)
      }
    }
  }

  /// How much of a sample the mapped lines explain, straight from their distances.
  private static func explained(_ point: Vector2, _ direction: Vector2, in region: MapRegion) -> Double {
    let segments = region.segments
    var best = 0.0
    var next = Double.infinity
    for s in segments.direction.indices where abs(direction.dot(segments.direction[s])) > 0.85 {
      let from = point - segments.start[s]
      let along = from.dot(segments.direction[s])
      guard along >= -0.5, along <= segments.length_m[s] + 0.5 else { continue }
      let distance = abs(segments.direction[s].cross(from))
      next = min(next, distance)
      let beyond = min(max(distance - 0.3, 0) / 0.65, 1)
      best = max(best, 0.95 * (1 - beyond * beyond) * (1 - beyond * beyond))
    }
    return next > 4.5 ? 0.5 : best
  }

  @Test func onlyWhereStreetsCrossIsThePlaceOpenBothWays() {
    let crossing = Crossing().region
    let road = MapRegion(anchor: StraightRoad.tile, tiles: [StraightRoad.threeLanes.mapTile()])
    let near = Self.filter(at: Pose2(Vector2(-14, -1.5), yaw_rad: 0))
    #expect(Self.track(near, crossing).isAmongStreets(crossing))
    #expect(!Self.track(near, road).isAmongStreets(road))
    let far = Self.filter(at: Pose2(Vector2(-70, -1.5), yaw_rad: 0))
    #expect(!Self.track(far, crossing).isAmongStreets(crossing))
  }

  @Test func pastTheCrossingWhatWasSeenAcrossGoesOnAsTheLanes() {
    let crossing = Crossing()
    let region = crossing.region
    let configuration = LocalizationConfiguration()
    var track = Self.track(Self.filter(at: Pose2(Vector2(-24, -1.5), yaw_rad: 0)), region)
    // Too few looks to be held to a place.
    var grid = PlaceGrid(sigma_m: 2.5)
    let look = (0..<(LaneHistogram.slots * grid.count)).map { $0 % 3 == 0 ? Float(0.25) : 0 }
    grid.advance(seconds: 0.2, way_m: 2)
    grid.add(strays: look, points: nil, pointRate_hz: 1)
    grid.move(Vector2(0.5, 0.5))
    track.places = grid
    track.filter.shift(Vector2(-40, 0))
    let frame = crossing.frame(0, at: Pose2(Vector2(-64, -1.5), yaw_rad: 0), fixError: .zero)
    let lines = FrameLines(frame.lines, spacing_m: 3, limit: 5, longest_m: 40)
    track.chooseLane(frame, lines, [], region, fix: nil, seconds: 0, configuration: configuration)
    #expect(!track.isHeld && track.places == nil)
    #expect(
      track.lane.strays == LaneHistogram(grid, at: grid.held, normal: Vector2(0, 1), fixMean_m: nil).strays)
    #expect(track.lane.age_s == grid.age_s)
  }

  /// A fix that is off by two standard deviations both ways may leave it open; then it says so.
  @Test(arguments: [
    (Vector2(3, -3), true), (Vector2(5, 0), true), (Vector2(-2, 2), true), (Vector2(-4, 2.5), false),
    (Vector2(3.5, 3.5), false), (Vector2(-3, -3.5), false),
  ])
  func amongCrossingStreetsTheRightPlaceIsFoundAndNoOtherIsClaimed(_ given: (fixError: Vector2, isFound: Bool)) {
    let crossing = Crossing()
    let region = crossing.region
    var localizer = VehicleLocalizer()
    var errors: [(off_m: Vector2, isUsable: Bool)] = []
    for number in 0..<90 {
      let truth = Pose2(Vector2(-16 + 0.8 * Double(number), -1.5), yaw_rad: 0)
      guard
        let localized = localizer.localize(crossing.frame(number, at: truth, fixError: given.fixError), in: region)
      else { continue }
      errors.append((localized.mapFromVehicle.position - truth.position, localized.isUsable))
    }
    #expect(errors.filter { $0.isUsable && $0.off_m.length > 1 }.isEmpty)
    guard given.isFound else { return }
    #expect(errors.suffix(20).allSatisfy { $0.isUsable && abs($0.off_m.y) < 0.2 && abs($0.off_m.x) < 0.7 })
  }
}

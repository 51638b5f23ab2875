import Geometry
import MapModel
import Observations
import TestSupport
import Testing

@testable import Localization

/// What ends a doubt along the road.
@Suite struct AlongDoubtTests {
  /// A track in the middle of a straight road with landmarks, that a lane in doubt has left unsure along it.
  private static func track(in region: MapRegion, east_m: Double) -> Track {
    var filter = PoseFilter(
      PoseFilter.Prior(
        pose: Pose2(Vector2(east_m, 0), yaw_rad: 0), biasSigma: (2, 2), fixSigma_m: 0.3, yawSigma_rad: 0.02,
        camera: LocalizationConfiguration().camera, speedScaleSigma: 0.01, turnBiasSigma_radps: 0.001))
    for index in [ErrorState.x, ErrorState.y] {
      filter.update(form: ErrorState.form(index), innovation: 0, variance: 0.0025)
    }
    var track = Track(
      filter: filter, anchor: region.anchor, frame: region.frame, versions: region.tiles.map(\.version), time_ns: 0,
      motion: nil, fix: nil, fixYaw_rad: nil, jitter: FixJitter(place_m: 0.3, yaw_rad: 0.02))
    track.isHeld = true
    track.doubt.state(across: Vector2(1, 0), variance_m2: 0.2)
    track.doubt.state(across: Vector2(0, 1), variance_m2: 0)
    return track
  }

  @Test(arguments: [true, false])
  func landmarksWhereTheyAreHeldToBeEndWhatALaneInDoubtHasLeft(hasLandmarks: Bool) {
    var road = StraightRoad.threeLanes
    if hasLandmarks { road.points = StraightRoad.landmarks }
    let region = MapRegion(anchor: StraightRoad.tile, tiles: [road.mapTile()])
    let configuration = LocalizationConfiguration()
    let drive = StraightRoad.Drive()
    var track = Self.track(in: region, east_m: -50)
    for frame in road.frames(from_m: -50, to_m: -10, north_m: 0, drive) {
      track.follow(
        MapSight(
          region: region, frame: frame,
          lines: FrameLines(frame.lines, spacing_m: 3, limit: 5, longest_m: configuration.lineReach_m),
          segments: Array(region.segments.direction.indices), configuration: configuration, seconds: 0.2,
          isAlongSure: true), seconds: 0.2, configuration: configuration)
      track.filter.state[ErrorState.x] += drive.speed_mps / drive.rate_hz
    }
    // Four seconds of one landmark or two.
    #expect(hasLandmarks ? track.alongDoubt_m2 < 2e-3 : abs(track.alongDoubt_m2 - 0.2) < 1e-3)
  }
}

import Geometry
import MapModel
import Observations
import Testing

@testable import Localization

/// What a change of lane does to the pose.
@Suite struct LaneMoveTests {
  private static let fix = Vector2(10, -3)

  /// A track that heads along `yaw_rad`, held a lane too far to the right and, by a bend since, somewhat too far ahead.
  private static func track(yaw_rad: Double, alongSigma_m: Double) -> Track {
    let anchor = TileID(Geodetic(latitude_deg: 48, longitude_deg: 11))
    var filter = PoseFilter(
      PoseFilter.Prior(
        pose: Pose2(fix, yaw_rad: yaw_rad), biasSigma: (2, 2), fixSigma_m: 0.3, yawSigma_rad: 0.02,
        camera: LocalizationConfiguration().camera, speedScaleSigma: 0.01, turnBiasSigma_radps: 0.001))
    let (ahead, left) = (Vector2(angle_rad: yaw_rad), Vector2(angle_rad: yaw_rad).leftNormal)
    filter.shift(ahead * 0.7 - left * 3.5)
    var form = PoseFilter.Form.zero
    form[ErrorState.x] = ahead.x
    form[ErrorState.y] = ahead.y
    let held = filter.variance(of: form)
    let wanted = alongSigma_m * alongSigma_m
    if wanted < held { filter.update(form: form, innovation: 0, variance: held * wanted / (held - wanted)) }
    var track = Track(
      filter: filter, anchor: anchor, frame: anchor.frame, versions: [], time_ns: 0, motion: nil, fix: fix,
      fixYaw_rad: nil, jitter: FixJitter(place_m: 0.3, yaw_rad: 0.02))
    track.isHeld = true
    return track
  }

  private static func offset(_ track: Track, yaw_rad: Double) -> Vector2 {
    let d = track.filter.pose.position - fix
    let ahead = Vector2(angle_rad: yaw_rad)
    return Vector2(d.dot(ahead), d.dot(ahead.leftNormal))
  }

  @Test(arguments: [0.0, 0.7, 2.9, -1.6])
  func whereOnlyTheFixTellsItBeginsThereAlongTheRoad(yaw_rad: Double) {
    var track = Self.track(yaw_rad: yaw_rad, alongSigma_m: 2)
    track.moveLane(to: 3.5, fix: Self.fix, alongSure_m: 0.7)
    #expect(Self.offset(track, yaw_rad: yaw_rad).length < 0.05)
    // Pose and lasting error together still are the fix.
    #expect((track.filter.pose.position + track.filter.bias).distance(to: Self.fix) < 1e-9)
  }

  @Test func whatLandmarksToldOfThePlaceAlongTheRoadStands() {
    var track = Self.track(yaw_rad: 0.7, alongSigma_m: 0.3)
    track.moveLane(to: 3.5, fix: Self.fix, alongSure_m: 0.7)
    let offset = Self.offset(track, yaw_rad: 0.7)
    #expect(abs(offset.x - 0.7) < 0.05 && abs(offset.y) < 0.05)
  }

  @Test func withoutAFixOnlyTheLaneChanges() {
    var track = Self.track(yaw_rad: 0.7, alongSigma_m: 2)
    track.moveLane(to: 3.5, fix: nil, alongSure_m: 0.7)
    let offset = Self.offset(track, yaw_rad: 0.7)
    #expect(abs(offset.x - 0.7) < 0.05 && abs(offset.y) < 0.05)
  }

  @Test func anOdometersScaleWandersAsTyresWarm() {
    var track = Self.track(yaw_rad: 0.7, alongSigma_m: 0.3)
    let before = track.filter.variance(ErrorState.speedScale)
    for second in 1...1800 {
      let frame = ObservationFrame(
        vehicle: VehicleID("v"), drive: DriveID("d"), sequence: UInt64(second),
        captureTime_ns: Int64(second) * 1_000_000_000)
      track.predict(frame, fix: nil, seconds: 1, configuration: LocalizationConfiguration())
    }
    let gained = (track.filter.variance(ErrorState.speedScale) - before).squareRoot()
    #expect(gained > 0.003 && gained < 0.006)
  }

  @Test(arguments: [(0.5, true), (0.95, false)])
  func aLaneIsHeldUntilReckoningHasLostIt(_ given: (sigma_m: Double, isHeld: Bool)) {
    var track = Self.track(yaw_rad: 0.7, alongSigma_m: 0.3)
    track.moveLane(to: 3.5, fix: Self.fix, alongSure_m: 0.7)
    track.filter.shift(.zero, alongNormal: Vector2(angle_rad: 0.7).leftNormal, sigma_m: given.sigma_m)
    let region = MapRegion(anchor: track.anchor, tiles: [MapTile]())
    track.chooseLane(
      ObservationFrame(vehicle: VehicleID("v"), drive: DriveID("d"), sequence: 1, captureTime_ns: 0), FrameLines(), [],
      region, fix: nil, seconds: 0.2, configuration: LocalizationConfiguration())
    #expect(track.isHeld == given.isHeld)
    if !given.isHeld { #expect(track.laneProbability < 0.2) }
  }
}

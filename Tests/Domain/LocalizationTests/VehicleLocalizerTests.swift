import Geometry
import Localization
import MapModel
import Observations
import TestSupport
import Testing

@Suite struct VehicleLocalizerTests {
  /// The localized frames of a drive in the middle lane, and their errors north.
  private func run(
    map: StraightRoad, world: StraightRoad, north_m: Double = 0, _ drive: StraightRoad.Drive,
    configuration: LocalizationConfiguration = LocalizationConfiguration()
  ) -> [(frame: LocalizedFrame, north_m: Double, east_m: Double)] {
    let region = MapRegion(anchor: StraightRoad.tile, tiles: [map.mapTile()])
    var localizer = VehicleLocalizer(configuration: configuration)
    var out: [(LocalizedFrame, Double, Double)] = []
    for (i, frame) in world.frames(from_m: -200, to_m: 150, north_m: north_m, drive).enumerated() {
      guard let localized = localizer.localize(frame, in: region) else { continue }
      let truth = Vector2(-200 + drive.speed_mps / drive.rate_hz * Double(i), north_m)
      out.append(
        (localized, localized.mapFromVehicle.position.y - truth.y, localized.mapFromVehicle.position.x - truth.x))
    }
    return out
  }

  @Test func linesTakeAwayAFixErrorOfLessThanHalfALane() {
    var drive = StraightRoad.Drive()
    drive.fixError = Vector2(0.8, 1.3)
    let frames = run(map: .threeLanes, world: .threeLanes, drive)
    #expect(frames.suffix(60).allSatisfy { $0.frame.isUsable && abs($0.north_m) < 0.2 })
  }

  @Test func withoutOdometryTheDifferenceOfFixesCarriesThePose() {
    var drive = StraightRoad.Drive()
    drive.fixError = Vector2(0, -1.2)
    drive.hasMotion = false
    let frames = run(map: .threeLanes, world: .threeLanes, drive)
    #expect(frames.suffix(60).allSatisfy { $0.frame.isUsable && abs($0.north_m) < 0.2 })
  }

  @Test func withoutOdometryJumpingFixesAreNotTakenForMotion() {
    var road = StraightRoad.threeLanes
    road.points = StraightRoad.landmarks
    var drive = StraightRoad.Drive()
    drive.fixError = Vector2(0.5, -1)
    drive.fixJitter_m = 0.4
    drive.fixJitter_rad = 0.03
    drive.hasMotion = false
    let frames = run(map: road, world: road, drive).filter { $0.frame.isUsable }
    #expect(frames.count > 100)
    #expect(frames.allSatisfy { abs($0.north_m) < 1 })
    // As sure as it says: squared errors over their variance, and the direction's.
    let across = frames.map { $0.north_m * $0.north_m / $0.frame.covariance.position.yy }
    let yaw = frames.map {
      $0.frame.mapFromVehicle.yaw_rad * $0.frame.mapFromVehicle.yaw_rad / $0.frame.covariance.yaw_rad2
    }
    #expect(across.reduce(0, +) / Double(frames.count) < 2)
    #expect(yaw.reduce(0, +) / Double(frames.count) < 2)
  }

  @Test func withoutADirectionInTheFixTheFirstMetresTellIt() {
    var drive = StraightRoad.Drive()
    drive.hasFixYaw = false
    let frames = run(map: .threeLanes, world: .threeLanes, drive)
    #expect(frames.count > 150)
    #expect(frames.suffix(60).allSatisfy { $0.frame.isUsable && abs($0.north_m) < 0.2 })
  }

  @Test func landmarksFindTheLaneAFixMissesByMoreThanHalfOfIt() {
    var road = StraightRoad.threeLanes
    road.points = StraightRoad.landmarks
    var drive = StraightRoad.Drive()
    drive.fixError = Vector2(-1.5, 2.9)
    drive.fixSigma_m = 2.5
    let frames = run(map: road, world: road, drive)
    #expect(frames.suffix(90).allSatisfy { $0.frame.isUsable && abs($0.north_m) < 0.25 && abs($0.east_m) < 0.5 })
  }

  @Test func aCameraThatShrinksTheWorldIsFoundOut() {
    var drive = StraightRoad.Drive()
    drive.lateralScale = 1.08
    drive.fixError = Vector2(0, 0.5)
    let frames = run(map: .threeLanes, world: .threeLanes, drive)
    for frame in frames.suffix(60) { #expect(abs(frame.frame.lateralScale - 1.08) < 0.02) }
  }

  @Test func aLineThatIsGoneDoesNotPullTheVehicleIntoTheNextLane() {
    var world = StraightRoad.threeLanes
    world.lines.removeAll { $0.id == 3 }
    var drive = StraightRoad.Drive()
    drive.fixError = Vector2(0, 0.9)
    let frames = run(map: .threeLanes, world: world, drive)
    #expect(frames.suffix(60).allSatisfy { $0.frame.isUsable && abs($0.north_m) < 0.25 })
  }

  @Test func uncertaintyCoversTheError() {
    var road = StraightRoad.threeLanes
    road.points = StraightRoad.landmarks
    var drive = StraightRoad.Drive()
    drive.fixError = Vector2(1, -1)
    let frames = run(map: road, world: road, drive).filter { $0.frame.isUsable }
    #expect(frames.count > 120)
    let within = frames.filter { abs($0.north_m) <= $0.frame.protectionLevel_m }
    #expect(Double(within.count) > 0.98 * Double(frames.count))
  }

  @Test func theLessALineErrsAsAWholeTheMoreItTells() {
    let levels = [0.0, 0.5, 1].map { share in
      var configuration = LocalizationConfiguration()
      configuration.lineCommonShare = share
      return run(map: .threeLanes, world: .threeLanes, StraightRoad.Drive(), configuration: configuration)
        .last?.frame.protectionLevel_m ?? 0
    }
    #expect(levels[0] > 0 && levels[0] < levels[1] && levels[1] < levels[2])
  }

  @Test func linesThatTheMapLacksWidenTheProtectionLevelAlone() throws {
    var world = StraightRoad.threeLanes
    for line in world.lines { world.lines.append(.init(line.id + 100, north_m: line.north_m + 1.6)) }
    let known = try #require(run(map: .threeLanes, world: .threeLanes, StraightRoad.Drive()).last).frame
    let changed = try #require(run(map: .threeLanes, world: world, StraightRoad.Drive()).last).frame
    #expect(known.isUsable && changed.isUsable)
    #expect(changed.protectionLevel_m > known.protectionLevel_m + 0.3)
  }

  @Test func offTheMapNothingIsClaimed() {
    let far = StraightRoad(lines: [.init(1, north_m: 200)])
    let frames = run(map: far, world: .threeLanes, StraightRoad.Drive())
    #expect(!frames.isEmpty)
    #expect(frames.allSatisfy { $0.frame.status == .offMap })
  }

  @Test func withoutDetectionsThePoseIsNotTrustedForLong() {
    var blind = StraightRoad.Drive()
    blind.lineReach_m = 0
    let frames = run(map: .threeLanes, world: .threeLanes, blind)
    #expect(frames.allSatisfy { !$0.frame.isUsable })
  }

  @Test(arguments: [-1.0, 1])
  func afterATunnelTheLaneIsFoundAnew(side: Double) {
    // What the odometer did not tell: a lane changed within it.
    let drive = StraightRoad.Drive()
    let region = MapRegion(anchor: StraightRoad.tile, tiles: [StraightRoad.threeLanes.mapTile()])
    var localizer = VehicleLocalizer()
    var wrong = 0
    var right = 0
    let before = StraightRoad.threeLanes.frames(from_m: -250, to_m: -150, north_m: 0, drive)
    for (i, var frame) in StraightRoad.threeLanes.frames(from_m: -150, to_m: 250, north_m: 3.5 * side, drive)
      .enumerated()
    {
      if i == 0 { for frame in before { _ = localizer.localize(frame, in: region) } }
      frame.captureTime_ns += 10_000_000_000
      if i < 125 {
        frame.gnss = nil
        frame.lines = LineDetections()
      }
      guard let localized = localizer.localize(frame, in: region), localized.isUsable else { continue }
      let error = localized.mapFromVehicle.position.y - 3.5 * side
      if i > 50, abs(error) > 1.5 { wrong += 1 }
      if abs(error) < 0.3 { right += 1 }
    }
    #expect(wrong == 0)
    #expect(right > 30)
  }

  @Test func linesAloneAreAmbiguousWhereTheFixSaysLittle() {
    // Parallel lines everywhere, and a fix that may be off by lanes: whoever claims a lane here guesses.
    let lines = (0..<24).map { StraightRoad.Line(UInt64($0 + 1), north_m: Double($0) * 3.5 - 40.25, style: "dashed") }
    var drive = StraightRoad.Drive()
    drive.fixSigma_m = 6
    let frames = run(map: StraightRoad(lines: lines), world: StraightRoad(lines: lines), drive)
    #expect(frames.allSatisfy { !$0.frame.isUsable })
  }

  @Test func theSameFramesGiveTheSamePoses() {
    let a = run(map: .threeLanes, world: .threeLanes, StraightRoad.Drive())
    let b = run(map: .threeLanes, world: .threeLanes, StraightRoad.Drive())
    #expect(a.map(\.frame.mapFromVehicle) == b.map(\.frame.mapFromVehicle))
  }
}

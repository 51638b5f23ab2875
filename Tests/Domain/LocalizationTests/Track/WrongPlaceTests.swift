import Geometry
import Localization
import MapModel
import Observations
import TestSupport
import Testing

/// What a localizer does where the place along the road, or the map, is not what it seems.
@Suite struct WrongPlaceTests {
  private static func road(_ points: [StraightRoad.Point]) -> StraightRoad {
    var road = StraightRoad.threeLanes
    road.points = points
    return road
  }

  private func run(map: StraightRoad, world: StraightRoad, _ drive: StraightRoad.Drive) -> [(LocalizedFrame, Double)] {
    let region = MapRegion(anchor: StraightRoad.tile, tiles: [map.mapTile()])
    var localizer = VehicleLocalizer()
    return world.frames(from_m: -200, to_m: 150, north_m: 0, drive).enumerated().compactMap { i, frame in
      localizer.localize(frame, in: region).map {
        ($0, $0.mapFromVehicle.position.x - (-200 + drive.speed_mps / drive.rate_hz * Double(i)))
      }
    }
  }

  @Test func oneLandmarkWithTwoCounterpartsDoesNotTellThePlaceAlongTheRoad() {
    // Signs 6 m apart all along: each one seen fits three mapped ones.
    let signs = (0..<60).map { StraightRoad.Point(UInt64(200 + $0), east_m: 6 * Double($0) - 180, north_m: 8) }
    var drive = StraightRoad.Drive()
    drive.fixError = Vector2(3, 0)
    drive.fixSigma_m = 3
    let frames = run(map: Self.road(signs), world: Self.road(signs), drive)
    // It may stay unsure, but where it claims to know to a metre it must be right.
    let wrong = frames.filter { $0.0.covariance.position.xx.squareRoot() < 0.7 && abs($0.1) > 2.5 }
    #expect(wrong.count < frames.count / 20)
  }

  @Test func severalLandmarksTellItThoughTheFixIsMetresOff() {
    var drive = StraightRoad.Drive()
    drive.fixError = Vector2(4.5, 0.5)
    drive.fixSigma_m = 2.5
    let road = Self.road(StraightRoad.landmarks)
    let frames = run(map: road, world: road, drive)
    #expect(frames.suffix(60).allSatisfy { abs($0.1) < 0.4 && $0.0.isUsable })
  }

  @Test func landmarksThatAreAllElsewhereAreNotBelievedOneByOne() {
    // Every mapped sign is there, but each is moved along the road by its own distance.
    var moved = StraightRoad.landmarks
    for i in moved.indices { moved[i].east_m += [-7, 5, 8, -5, 6, -8][i % 6] }
    let frames = run(
      map: Self.road(moved), world: Self.road(StraightRoad.landmarks), StraightRoad.Drive())
    let sure = frames.filter { $0.0.isUsable && $0.0.covariance.position.xx.squareRoot() < 0.7 }
    #expect(sure.filter { abs($0.1) > 3 }.count < frames.count / 4)
  }

  @Test func onAMapWhoseRoadIsTurnedNothingIsClaimed() {
    var drive = StraightRoad.Drive()
    drive.fixSigma_m = 2
    let region = MapRegion(anchor: StraightRoad.tile, tiles: [StraightRoad.threeLanes.mapTile()])
    var localizer = VehicleLocalizer()
    var usable = 0
    var all = 0
    for var frame in StraightRoad.threeLanes.frames(from_m: -60, to_m: 60, north_m: 0, drive) {
      // The vehicle says that it drives across the mapped road.
      frame.gnss?.yaw_rad = 1.2
      guard let localized = localizer.localize(frame, in: region) else { continue }
      all += 1
      if localized.isUsable { usable += 1 }
    }
    #expect(all > 40)
    #expect(usable < all / 20)
  }
}

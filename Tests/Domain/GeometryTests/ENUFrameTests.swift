import Geometry
import TestSupport
import Testing

@Suite struct ENUFrameTests {
  static let origins = [
    Geodetic(latitude_deg: 0, longitude_deg: 0), Geodetic(latitude_deg: 22.68, longitude_deg: 114.37),
    Geodetic(latitude_deg: 49.0, longitude_deg: 8.43), Geodetic(latitude_deg: -54.8, longitude_deg: -68.3),
    Geodetic(latitude_deg: 78.2, longitude_deg: 15.6), Geodetic(latitude_deg: 35, longitude_deg: 179.999),
  ]

  @Test(arguments: origins) func localAndGeodeticAreInverse(origin: Geodetic) {
    let frame = ENUFrame(origin: origin)
    var random = Seeded(4)
    for _ in 0..<200 {
      let point = random.point(within: 20_000)
      #expect(frame.local(frame.geodetic(point)).distance(to: point) < 1e-6)
    }
    #expect(frame.local(origin).length < 1e-9)
  }

  @Test func aMinuteOfLatitudeIsANauticalMileAtMidLatitude() {
    // Meridian arc of the WGS84 ellipsoid between 44°59.5′ and 45°00.5′: 1852.2 m.
    let frame = ENUFrame(origin: Geodetic(latitude_deg: 45 - 0.5 / 60, longitude_deg: 10))
    let north = frame.local(Geodetic(latitude_deg: 45 + 0.5 / 60, longitude_deg: 10))
    #expect(abs(north.y - 1852.2) < 0.1)
    #expect(abs(north.x) < 1e-6)
  }

  @Test func theMotionBetweenNeighbouringFramesMapsTheSamePlaces() {
    var random = Seeded(5)
    for origin in Self.origins {
      let a = ENUFrame(origin: origin)
      let b = ENUFrame(origin: a.geodetic(Vector2(600, -400)))
      let motion = a.from(b)
      for _ in 0..<50 {
        let point = random.point(within: 1000)
        #expect(motion.transform(point).distance(to: a.local(b.geodetic(point))) < 0.002)
      }
    }
  }
}

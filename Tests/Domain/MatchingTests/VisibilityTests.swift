import Foundation
import Geometry
import MapModel
import Matching
import Observations
import Testing

/// How likely sensors see what stands before them.
@Suite struct VisibilityTests {
  private func frame(_ sensors: [SensorStatus]) -> ObservationFrame {
    var frame = MatchScene().frame
    frame.sensors = sensors
    return frame
  }

  private func chance(_ sensors: [SensorStatus], _ elementClass: ElementClass, at place: Vector2) -> Double {
    Visibility(of: frame(sensors), model: .generic)
      .probability(of: elementClass, at: place, asLine: elementClass.entry.matchKind == .line)
  }

  @Test func aDegradedSensorSeesHalfAsOftenAndAFailedOneNothing() {
    var sensor = MatchScene.sensor(.camera)
    let good = chance([sensor], .trafficSign, at: Vector2(20, 3))
    #expect(good > 0.5)
    sensor.health = .degraded
    #expect(chance([sensor], .trafficSign, at: Vector2(20, 3)) == good / 2)
    sensor.health = .failed
    #expect(chance([sensor], .trafficSign, at: Vector2(20, 3)) == 0)
  }

  @Test func eachPhysicalPrincipleHasItsOwnCurveAndTheBestOneCounts() {
    let place = Vector2(20, 3)
    let (camera, lidar, radar) = (
      MatchScene.sensor(.camera), MatchScene.sensor(.lidar), MatchScene.sensor(.radar)
    )
    let alone = [camera, lidar, radar].map { chance([$0], .trafficSign, at: place) }
    #expect(alone == alone.sorted(by: >) && Set(alone).count == 3)
    #expect(chance([radar, lidar, camera], .trafficSign, at: place) == alone[0])
    // No radar reports paint.
    #expect(chance([radar], .laneBoundary, at: Vector2(10, 2)) == 0)
    #expect(chance([camera], .laneBoundary, at: Vector2(10, 2)) > 0.5)
  }

  @Test func itFallsWithTheDistanceAndEndsWithTheRange() {
    let sensor = MatchScene.sensor(.camera)
    let chances = stride(from: 5.0, through: 70, by: 1).map { chance([sensor], .trafficSign, at: Vector2($0, 0)) }
    #expect(chances == chances.sorted(by: >))
    #expect(chances[0] > 0.5 && chances[chances.count - 1] == 0)
  }

  @Test func aFieldOfViewIsTakenALittleSmallerThanTold() {
    var sensor = MatchScene.sensor(.camera)
    sensor.fieldOfView_rad = 1
    sensor.azimuth_rad = .pi / 2
    func seen(_ azimuth_rad: Double) -> Bool {
      chance([sensor], .trafficSign, at: Vector2(angle_rad: azimuth_rad) * 20) > 0
    }
    #expect(seen(.pi / 2) && seen(.pi / 2 + 0.45) && seen(.pi / 2 - 0.45))
    #expect(!seen(.pi / 2 + 0.49) && !seen(.pi / 2 - 0.49) && !seen(0))
  }

  @Test func anObstacleHidesWhatIsBehindItInItsDirectionOnly() {
    var frame = frame([MatchScene.sensor(.camera)])
    // One ray a degree; a lorry 8 m to the front left, 20° … 40°.
    let ranges = (-180..<180).map { (20...40).contains($0) ? Float(8) : 100 }
    frame.freeSpace = FreeSpaceProfile(startAzimuth_rad: -.pi, step_rad: .pi / 180, range_m: ranges)
    let visibility = Visibility(of: frame, model: .generic)
    func seen(_ degrees: Double, _ distance_m: Double) -> Bool {
      let place = Vector2(angle_rad: degrees * .pi / 180) * distance_m
      return visibility.probability(of: .pole, at: place, asLine: false) > 0
    }
    for degrees in stride(from: -179.0, through: 180, by: 0.7) {
      // Between two rays the nearer one counts.
      #expect(seen(degrees, 15) == !(degrees > 19 && degrees < 41), "at \(degrees)°")
      #expect(seen(degrees, 7))
    }
  }
}

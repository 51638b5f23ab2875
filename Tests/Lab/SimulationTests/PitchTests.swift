import Foundation
import Geometry
import MapModel
import Observations
import Testing

@testable import Simulation

@Suite struct PitchTests {
  /// Against the angles themselves: seen at the angle whose tangent is height over range, taken for smaller by the pitch.
  @Test func groundStretchIsThatOfTheAngles() {
    for range in stride(from: 2.0, through: 35, by: 3) {
      for pitch in [-0.01, -0.0035, 0.0035, 0.01] {
        let height = 1.4
        let reckoned = height / tan(atan(height / range) - pitch)
        let stretch = Perception.groundStretch(range, pitch_rad: pitch, height_m: height)
        #expect(abs(stretch * range / reckoned - 1) < 1e-4)
        // To first order, the law that is quoted.
        #expect(abs(stretch * (1 - pitch * range / height) - 1) < 0.02)
      }
    }
  }

  @Test func nothingRunsAwayAtTheHorizon() {
    #expect(Perception.groundStretch(1000, pitch_rad: 0.01, height_m: 1.4) < 3.01)
    #expect(Perception.groundStretch(0, pitch_rad: 0.01, height_m: 1.4) == 1)
    #expect(Perception.groundStretch(35, pitch_rad: 0, height_m: 1.4) == 1)
  }

  @Test func aCameraThatLooksDownSeesParallelLinesDiverge() throws {
    var plan = Worlds.plan(length_m: 600)
    plan.noise.cameraPitch_rad = 0.005
    let simulator = try Simulator(map: Worlds.road(length_m: 3000), plan: plan)
    let pitch = simulator.vehicles[0].cameraPitch_rad
    #expect(pitch != 0)
    let sensor = plan.suite.sensors[0]
    var checked = 0
    for view in simulator {
      for i in 0..<view.frame.lines.count where view.sources.lines[i] == ElementID(3) {
        for vertex in view.frame.lines.vertices(of: i) {
          let seen =
            Vector2(Double(view.frame.lines.x_m[vertex]), Double(view.frame.lines.y_m[vertex])) - sensor.mounting
          guard view.frame.lines.sensor[i] == 0 else {
            #expect(abs(seen.y + 1.75) < 1e-4)
            continue
          }
          // The true range of a point 1.75 m to the right whose direction is kept.
          let range = 1.75 / abs(seen.y) * seen.length
          let stretch = Perception.groundStretch(range, pitch_rad: pitch, height_m: sensor.mountingHeight_m)
          #expect(abs(seen.length / range - stretch) < 1e-4)
          checked += 1
        }
      }
    }
    #expect(checked > 100)
  }

  @Test func whatStandsIsNotSeenByItsFoot() throws {
    var plan = Worlds.plan(length_m: 600)
    plan.noise.cameraPitch_rad = 0.02
    let road = Worlds.road(length_m: 3000)
    for view in try Simulator(map: road, plan: plan) {
      let vehicleFromMap = view.truePose.inverse
      for (i, source) in view.sources.points.enumerated() {
        guard let element = road.elements.first(where: { $0.id == source }) else { continue }
        let place = vehicleFromMap.transform(element.points[0])
        let seen = Vector2(Double(view.frame.points.x_m[i]), Double(view.frame.points.y_m[i]))
        #expect(seen.distance(to: place) < 1e-3)
      }
    }
  }

  @Test func aFleetKeepsItsOtherFaultsWhateverThePitch() {
    var noise = NoiseParameters.standard
    let vehicles = Fleet.vehicles(count: 200, noise: noise, random: SeededRandom(seed: 5))
    noise.cameraPitch_rad = 0
    let level = Fleet.vehicles(count: 200, noise: noise, random: SeededRandom(seed: 5))
    #expect(vehicles.map(\.cameraYaw_rad) == level.map(\.cameraYaw_rad))
    #expect(vehicles.map(\.cameraLateralScale) == level.map(\.cameraLateralScale))
    #expect(level.allSatisfy { $0.cameraPitch_rad == 0 })
    let variance = vehicles.reduce(0) { $0 + $1.cameraPitch_rad * $1.cameraPitch_rad } / 200
    #expect(abs(variance.squareRoot() / NoiseParameters.standard.cameraPitch_rad - 1) < 0.15)
  }
}

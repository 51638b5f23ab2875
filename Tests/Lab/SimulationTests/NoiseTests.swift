import Foundation
import Geometry
import MapModel
import Observations
import Testing

@testable import Simulation

@Suite struct NoiseTests {
  private let road = Worlds.road(length_m: 3000)

  @Test func lidarFindsPolesAtItsRate() throws {
    var plan = Worlds.plan(length_m: 2900)
    plan.noise.misses = true
    let rate = try #require(plan.suite.sensors[2].rates[.pole])
    var expected = 0.0
    var found = 0
    let simulator = try Simulator(map: road, plan: plan)
    for view in simulator {
      let vehicleFromMap = view.truePose.inverse
      for element in road.elements where element.elementClass == .pole {
        let range = vehicleFromMap.transform(element.points[0]).length
        if range > 1, range < 40 { expected += rate.near + (rate.far - rate.near) * range / 40 }
      }
      found += view.frame.points.sensor.count { $0 == 2 }
    }
    #expect(expected > 2000)
    #expect(abs(Double(found) / expected - 1) < 0.03)
  }

  @Test func clutterComesAtItsRate() throws {
    var plan = Worlds.plan(length_m: 2900)
    plan.noise.clutterPoints_perFrame = 0.5
    plan.noise.clutterLines_perFrame = 0.25
    var points = 0
    var lines = 0
    var frames = 0
    for view in try Simulator(map: road, plan: plan) {
      points += view.sources.points.count { $0 == nil } + view.sources.bearings.count { $0 == nil }
      lines += view.sources.lines.count { $0 == nil }
      frames += 1
    }
    // The wide camera and the radar of the suite report no points and no lines of their own: 3 and 2 of 4 shares remain.
    #expect(abs(Double(points) / Double(frames) - 0.5 * 3 / 4) < 0.06)
    #expect(abs(Double(lines) / Double(frames) - 0.25 * 2 / 4) < 0.05)
  }

  @Test func labelsAreWrongAtTheirRates() throws {
    var plan = Worlds.plan(length_m: 2900)
    plan.noise.misclassification = 0.05
    plan.noise.misreading = 0.1
    var wrongClass = 0
    var misread = 0
    var read = 0
    for view in try Simulator(map: road, plan: plan) {
      for i in 0..<view.frame.lines.count where view.sources.lines[i] == ElementID(2) {
        let best = view.frame.labels[Int(view.frame.lines.label[i])].best
        read += 1
        if best.elementClass != .laneBoundary {
          wrongClass += 1
        } else if best.attributes[.style] != "dashed" {
          misread += 1
        }
      }
    }
    #expect(read > 500)
    #expect(abs(Double(wrongClass) / Double(read) - 0.05) < 0.02)
    #expect(abs(Double(misread) / Double(read) - 0.1) < 0.03)
  }

  @Test func linesAreOffByTheirSigma() throws {
    var plan = Worlds.plan(length_m: 2900)
    plan.noise.sensorNoise = 1
    var sum = 0.0
    var count = 0.0
    for view in try Simulator(map: road, plan: plan) {
      for i in 0..<view.frame.lines.count where view.sources.lines[i] == ElementID(3) && view.frame.lines.sensor[i] == 0
      {
        for vertex in view.frame.lines.vertices(of: i) {
          let error = Double(view.frame.lines.y_m[vertex]) + 1.75
          sum += error * error
          count += 1
        }
      }
    }
    #expect(abs((sum / count).squareRoot() - 0.11) < 0.01)
  }

  @Test func satelliteErrorHasItsSizeAndMemory() throws {
    var plan = Worlds.plan(length_m: 2900)
    plan.drives = 60
    plan.vehicles = 60
    plan.frameRate_Hz = 0.5
    plan.suite.sensors = []
    plan.noise.gnssSigma_m = 2.5
    plan.noise.gnssWhite_m = 0.3
    var errors: [Int: [Vector2]] = [:]
    for view in try Simulator(map: road, plan: plan) {
      let fix = try #require(view.frame.gnss)
      errors[view.drive, default: []].append(Worlds.frame.local(fix.place) - view.truePose.position)
      #expect(abs(fix.covariance.xx - (2.5 * 2.5 + 0.3 * 0.3)) < 1e-9)
    }
    let all = errors.values.flatMap { $0 }
    let variance = all.reduce(0) { $0 + $1.squaredLength } / Double(2 * all.count)
    #expect(abs(variance.squareRoot() - 2.5) < 0.35)
    // 60 s are 30 frames; the error has forgotten all but 1/e of itself.
    var product = 0.0
    var pairs = 0.0
    for drive in errors.values {
      for index in 0..<max(drive.count - 30, 0) {
        product += drive[index].dot(drive[index + 30]) / 2
        pairs += 1
      }
    }
    #expect(abs(product / pairs / variance - exp(-1)) < 0.15)
  }

  @Test func aFleetSharesPartOfItsCameraScale() {
    var noise = NoiseParameters.none
    noise.cameraLateralScale = 0.05
    noise.cameraLateralScaleCommonShare = 0.8
    var within = 0.0
    var means: [Double] = []
    for seed in 0..<200 {
      let scales = Fleet.vehicles(count: 20, noise: noise, random: SeededRandom(seed: UInt64(seed))).map {
        $0.cameraLateralScale - 1
      }
      let mean = scales.reduce(0, +) / 20
      means.append(mean)
      within += scales.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 19
    }
    let own = (within / 200).squareRoot()
    let common = (means.reduce(0) { $0 + $1 * $1 } / 200).squareRoot()
    #expect(abs(own - 0.05 * 0.2.squareRoot()) < 0.002)
    #expect(abs(common - 0.05 * 0.8.squareRoot()) < 0.006)
  }

  @Test func aTurnedCameraTurnsWhatItSees() throws {
    var plan = Worlds.plan(length_m: 600)
    plan.noise.cameraYaw_rad = 0.01
    let simulator = try Simulator(map: road, plan: plan)
    let yaw = simulator.vehicles[0].cameraYaw_rad
    #expect(yaw != 0)
    let mounting = plan.suite.sensors[0].mounting
    for view in simulator {
      for i in 0..<view.frame.lines.count where view.sources.lines[i] == ElementID(3) {
        let isCamera = view.frame.lines.sensor[i] == 0
        for vertex in view.frame.lines.vertices(of: i) {
          let seen = Vector2(Double(view.frame.lines.x_m[vertex]), Double(view.frame.lines.y_m[vertex]))
          let corrected =
            isCamera ? mounting + Pose2(.zero, yaw_rad: yaw).rotate(seen - mounting) : seen
          #expect(abs(corrected.y + 1.75) < 1e-4)
        }
      }
    }
  }
}

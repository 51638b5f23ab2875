import Contracts
import Evidence
import Geometry
import MapModel
import Observations
import Testing

@testable import Simulation

@Suite struct SimulatorTests {
  private func small(_ change: (inout SimulationPlan) -> Void = { _ in }) throws -> Simulator {
    var plan = SimulationPlan()
    plan.drives = 9
    plan.days = 3
    plan.vehicles = 4
    plan.driveLength_m = 300
    plan.frameRate_Hz = 4
    change(&plan)
    return try Simulator(tiles: City().tiles(), plan: plan)
  }

  @Test func aSeedRepeatsEveryFrame() throws {
    let first = try small()
    let frames = first.map(\.frame)
    #expect(frames.count > 500)
    #expect(try small().map(\.frame) == frames)
    #expect(first.map(\.frame) == frames)
    #expect(try small { $0.seed = 2 }.map(\.frame) != frames)
  }

  @Test func framesKeepTheContract() throws {
    var bytes = 0
    var frames = 0
    for view in try small({ $0.drives = 3 }) {
      let encoded = FrameCodec.encode(view.frame)
      #expect(try FrameCodec.decode(encoded) == view.frame)
      bytes += encoded.count
      frames += 1
    }
    #expect(frames > 100)
    #expect((1000...4000).contains(bytes / frames))
  }

  @Test func framesComeInOrderOfArrivalAndVehiclesMix() throws {
    let views = Array(try small())
    var last: Int64 = 0
    var switches = 0
    for (index, view) in views.enumerated() {
      #expect(view.arrival_ns >= last)
      #expect(view.arrival_ns >= view.frame.captureTime_ns)
      last = view.arrival_ns
      if index > 0, views[index - 1].drive != view.drive { switches += 1 }
    }
    #expect(switches > 100)
    #expect(Set(views.map { $0.frame.captureTime_ns / SimulationPlan.day_ns }).count == 3)
  }

  @Test func everyFrameArrivesSomeTwiceAndSomeLate() throws {
    let simulator = try small {
      $0.transport.duplicateShare = 0.05
      $0.transport.lateShare = 0.05
    }
    var once: [Int: Set<UInt64>] = [:]
    var duplicates = 0
    var disorder = 0
    var highest: [Int: UInt64] = [:]
    for view in simulator {
      if view.isDuplicate {
        duplicates += 1
        continue
      }
      #expect(once[view.drive, default: []].insert(view.frame.sequence).inserted)
      if view.frame.sequence < highest[view.drive] ?? 0 { disorder += 1 }
      highest[view.drive] = max(highest[view.drive] ?? 0, view.frame.sequence)
    }
    let count = once.values.reduce(0) { $0 + $1.count }
    #expect(count == simulator.frameCount)
    #expect(abs(Double(duplicates) / Double(count) - 0.05) < 0.03)
    #expect(abs(Double(disorder) / Double(count) - 0.05) < 0.03)
  }

  @Test func aPerfectNetworkKeepsOrder() throws {
    let views = Array(try small { $0.transport = .perfect })
    #expect(views.allSatisfy { $0.arrival_ns == $0.frame.captureTime_ns && !$0.isDuplicate })
  }

  @Test func truthIsGivenInAllFrames() throws {
    let simulator = try small { $0.noise = .none }
    for view in simulator.prefix(50) {
      let fix = try #require(view.frame.gnss)
      let frame = ENUFrame(origin: view.truePlace)
      #expect(frame.local(fix.place).length < 1e-4)
      let yaw = try #require(fix.yaw_rad)
      #expect(abs((yaw - view.trueYaw_rad).wrappedAngle_rad) < 1e-9)
      let ahead = frame.local(simulator.world.map.frame.geodetic(view.truePose.transform(Vector2(10, 0))))
      #expect(abs((ahead.angle_rad - yaw).wrappedAngle_rad) < 1e-6)
      let motion = try #require(view.frame.motion)
      #expect(motion.speed_mps >= 0 && motion.speed_mps < 20)
    }
  }

  @Test func noVehicleDrivesTwiceAtOnce() throws {
    let simulator = try small {
      $0.vehicles = 2
      $0.drives = 20
      $0.days = 2
    }
    for (i, drive) in simulator.drives.enumerated() {
      for other in simulator.drives[..<i] where other.vehicle.id == drive.vehicle.id {
        let apart = abs(other.start_ns - drive.start_ns)
        #expect(Double(apart) > 1e9 * min(drive.path.duration_s, other.path.duration_s))
      }
    }
    #expect(Set(simulator.drives.map(\.id)).count == simulator.drives.count)
  }

  @Test func passesAreCountedWhereSensorsReach() throws {
    let map = Worlds.road(length_m: 400)
    var world = EditedWorld(unchanged: map)
    func pole(_ id: String, _ east: Double, _ north: Double) -> TruthChange {
      TruthChange(
        id: id, kind: .added, elementClass: .pole, element: nil, shape: .point,
        after: [map.frame.geodetic(Vector2(east, north))])
    }
    world.truth = [pole("near", 200, -4), pole("far", 200, -40)]
    var plan = Worlds.plan(length_m: 390)
    plan.drives = 6
    plan.days = 2
    plan.vehicles = 3
    let truth = try Simulator(world: world, plan: plan).truth
    #expect([truth[0].passes, truth[0].vehicles, truth[0].days] == [6, 3, 2])
    #expect([truth[1].passes, truth[1].vehicles, truth[1].days] == [0, 0, 0])
  }

  @Test func theDemonstrationPassesEveryChangeOftenEnough() throws {
    let simulator = try Simulator(tiles: City().tiles(), plan: SimulationPlan())
    #expect((20_000...45_000).contains(simulator.frameCount))
    #expect(simulator.truth.count == 29)
    for change in simulator.truth where change.isPermanent {
      #expect(change.passes >= 8 && change.vehicles >= 5, "\(change.id): \(change.passes) of \(change.vehicles)")
    }
  }

  @Test func aPlanOutOfRangeIsNamed() throws {
    let error = #expect(throws: SimulationError.self) { try small { $0.frameRate_Hz = 0 } }
    #expect(error?.description == "simulation frame rate (Hz) is 0.0, must be within 0.1 … 50.0")
  }
}

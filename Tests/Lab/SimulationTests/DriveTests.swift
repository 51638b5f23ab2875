import Geometry
import Testing

@testable import Simulation

@Suite struct DriveTests {
  @Test func drivesAreSmoothAndStayOnLanes() throws {
    let world = try City().world
    let graph = try LaneGraph(world)
    let lanes = graph.lanes.map { Polyline($0.centre.points) }
    var planner = RoutePlanner(graph, longest_m: 1500, random: SeededRandom(seed: 3))
    for number in 0..<6 {
      var random = SeededRandom(seed: UInt64(number))
      let route = try planner.route(length_m: 1500)
      let path = DrivePath(graph, route: route, wander_m: 0.2, pace: 1, random: &random)
      for index in path.positions.indices.dropFirst() {
        // A right turn of 9 m radius turns 0.11 rad a metre.
        #expect(abs(path.yaws_rad[index] - path.yaws_rad[index - 1]) < 0.16)
        #expect(abs(path.positions[index].distance(to: path.positions[index - 1]) - 1) < 0.25)
        let step = path.times_s[index] - path.times_s[index - 1]
        #expect(abs(path.speeds_mps[index] - path.speeds_mps[index - 1]) / step < 2.2)
      }
      for index in stride(from: 0, to: path.positions.count, by: 25) {
        let nearest = route.map { lanes[$0].project(path.positions[index]).distance_m }.min() ?? .infinity
        #expect(nearest < 1.1)
      }
      #expect(path.duration_s > 60)
    }
  }

  @Test func stateFollowsThePath() throws {
    let graph = try LaneGraph(Worlds.road(length_m: 200))
    var random = SeededRandom(seed: 1)
    let path = DrivePath(graph, route: [0], wander_m: 0, pace: 1, random: &random)
    var hint = 0
    var last = path.state(at: 0, hint: &hint)
    for step in 1..<100 {
      let now = path.state(at: Double(step) * 0.1, hint: &hint)
      let moved = now.pose.position.x - last.pose.position.x
      #expect(abs(moved - 0.05 * (now.speed_mps + last.speed_mps)) < 0.03)
      #expect(now.yawRate_radps == 0)
      last = now
    }
    // Asking for an earlier time starts over.
    #expect(path.state(at: 0, hint: &hint).pose.position == .zero)
  }

  @Test func routesCoverAllLanesEvenly() throws {
    let graph = try LaneGraph(City().world)
    var planner = RoutePlanner(graph, longest_m: 1700, random: SeededRandom(seed: 5))
    for _ in 0..<48 { _ = try planner.route(length_m: 1700) }
    let streets = graph.lanes.indices.filter { graph.lanes[$0].centre.length_m > 40 }
    let visits = streets.map { planner.visits[$0] }
    #expect((visits.min() ?? 0) >= 2)
    #expect((visits.max() ?? 0) <= 12)
  }

  @Test func lanesThatLeadNowhereAreRefused() throws {
    let graph = try LaneGraph(Worlds.road(length_m: 15))
    var planner = RoutePlanner(graph, longest_m: 500, random: SeededRandom(seed: 5))
    #expect(throws: SimulationError.noRoute(lanes: 1, length_m: 500)) { try planner.route(length_m: 500) }
  }
}

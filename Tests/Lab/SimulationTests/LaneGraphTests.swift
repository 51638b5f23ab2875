import Geometry
import MapModel
import Testing

@testable import Simulation

@Suite struct LaneGraphTests {
  @Test func aMapWithoutLanesIsRefused() {
    let world = World(
      frame: Worlds.frame,
      elements: [WorldElement(id: ElementID(1), elementClass: .pole, kind: .point, points: [.zero])])
    #expect(throws: SimulationError.noLanes(elements: 1)) { try LaneGraph(world) }
  }

  @Test func lanesFollowWhereTheyMeetAndLeadOn() throws {
    let graph = try LaneGraph(
      World(
        frame: Worlds.frame,
        elements: [
          Worlds.lane(1, [Vector2(0, 0), Vector2(50, 0)]),
          Worlds.lane(2, [Vector2(50.2, 0), Vector2(90, 0)]),
          Worlds.lane(3, [Vector2(50.8, 0), Vector2(90, 9)]),
          Worlds.lane(4, [Vector2(50, 0.1), Vector2(0, 0.1)]),
          Worlds.lane(5, [Vector2(90, 0.9), Vector2(120, 0)]),
        ]))
    // The near start is taken, the one 0.8 m off only where nothing nearer is, the one that leads back never.
    #expect(graph.lanes.map(\.successors) == [[1], [4], [], [], []])
  }

  @Test func speedLimitsAreReadAsFilesWriteThem() throws {
    let limits = try ["50", "30 km/h", "20 mph", "none"].map { text in
      try LaneGraph(
        World(frame: Worlds.frame, elements: [Worlds.lane(1, [.zero, Vector2(9, 0)], limit: text)])
      ).lanes[0].speedLimit_mps
    }
    #expect(zip(limits, [50 / 3.6, 30 / 3.6, 20 * 0.44704, 50 / 3.6]).allSatisfy { abs($0 - $1) < 1e-9 })
  }

  @Test func walkwaysAreNotDriven() throws {
    var walkway = Worlds.lane(2, [Vector2(50, 0), Vector2(60, 0)])
    walkway.attributes[.laneKind] = "crosswalk"
    let graph = try LaneGraph(
      World(frame: Worlds.frame, elements: [Worlds.lane(1, [.zero, Vector2(50, 0)]), walkway]))
    #expect(graph.lanes.map(\.element) == [ElementID(1)])
  }
}

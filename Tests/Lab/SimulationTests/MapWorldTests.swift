import Evidence
import Geometry
import MapModel
import Simulation
import Testing

@Suite struct MapWorldTests {
  private func tiles(_ world: World) throws -> [MapTile] { try world.tiles() }

  @Test func aWorldLikeItsMapHasNoChange() throws {
    let road = try tiles(Worlds.road(length_m: 200))
    let world = EditedWorld(map: road, world: road)
    #expect(world.truth.isEmpty && world.elements.map(\.element) == world.map.elements)
  }

  @Test func whatTheOtherMapSaysIsThere() throws {
    let old = Worlds.road(length_m: 200)
    let new = World(
      frame: old.frame,
      elements: old.elements.compactMap { element in
        if element.id == ElementID(100) { return nil }
        guard element.id == ElementID(3) else { return element }
        var moved = element
        moved.points = moved.points.map { $0 + Vector2(0, -1) }
        return moved
      })
    let world = EditedWorld(map: try tiles(old), world: try tiles(new))
    #expect(world.truth.map(\.kind) == [.moved, .removed] && world.truth.map(\.id) == ["t001", "t002"])
    #expect(world.map.elements.count == old.elements.count && world.elements.count == old.elements.count - 1)
    // Vehicles see the line where the other map has it, in the frame of theirs.
    let line = try #require(world.elements.first { $0.element.id == ElementID(3) }?.element.points.first)
    let mapped = try #require(world.map.elements.first { $0.id == ElementID(3) }?.points.first)
    #expect(abs(mapped.y - line.y - 1) < 0.03)
    var plan = SimulationPlan()
    plan.drives = 1
    plan.driveLength_m = 150
    #expect(try Simulator(world: world, plan: plan).truth.count == 2)
  }
}

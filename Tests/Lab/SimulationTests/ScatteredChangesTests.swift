import Geometry
import MapModel
import Observations
import Testing

@testable import Simulation

@Suite struct ScatteredChangesTests {
  private static func city() throws -> World {
    var parameters = CityParameters()
    parameters.blocks = 2
    return try City(parameters).world
  }

  private func changes(_ share: Double, seed: UInt64 = 1) throws -> (ScatteredChanges, World) {
    let world = try Self.city()
    return (ScatteredChanges(world, share: share, random: SeededRandom(seed: seed)), world)
  }

  @Test func theShareIsKeptAndTheMapToo() throws {
    let (changes, world) = try changes(0.2)
    #expect(abs(Double(changes.changed) / Double(changes.count) - 0.2) < 0.05)
    #expect(changes.count > 200)
    #expect(changes.world.map == world)
  }

  @Test func untouchedElementsAreWhereTheMapHasThem() throws {
    let (changes, world) = try changes(0.3)
    for element in world.elements where changes.untouched.contains(element.id) {
      let there = changes.world.elements.filter { $0.element.id == element.id }.map(\.element)
      #expect(!there.isEmpty)
      guard element.kind == .line, element.points.count > 1 else {
        #expect(there == [element])
        continue
      }
      let line = Polyline(element.points)
      let length = there.reduce(0) { $0 + Polyline($1.points).length_m }
      #expect(abs(length - line.length_m) < 1e-6)
      #expect(there.allSatisfy { $0.points.allSatisfy { line.project($0).distance_m < 1e-6 } })
    }
  }

  @Test func nothingChangesWithoutAShareAndAllWithOne() throws {
    let (none, world) = try changes(0)
    #expect(none.changed == 0 && none.untouched == Set(world.elements.map(\.id)))
    let (all, _) = try changes(1)
    #expect(all.changed == all.count)
  }

  @Test func aSeedRepeatsItself() throws {
    let first = try changes(0.2).0.world.elements
    #expect(try changes(0.2).0.world.elements == first)
    #expect(try changes(0.2, seed: 2).0.world.elements != first)
  }

  @Test func framesOfADriveAreThoseThatArrive() throws {
    var plan = SimulationPlan()
    plan.drives = 3
    plan.driveLength_m = 200
    plan.transport = TransportParameters()
    let simulator = try Simulator(map: try Self.city(), plan: plan)
    let arrived = simulator.filter { $0.drive == 1 && !$0.isDuplicate }.sorted { $0.frame.sequence < $1.frame.sequence }
    #expect(Array(simulator.frames(ofDrive: 1)).map(\.frame) == arrived.map(\.frame))
    #expect(!arrived.isEmpty)
  }
}

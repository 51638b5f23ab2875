import Geometry
import MapModel
import Testing

@testable import Simulation

@Suite struct CityTests {
  @Test func everyClassIsThere() throws {
    for blocks in [1, 3] {
      var parameters = CityParameters()
      parameters.blocks = blocks
      let classes = Set(try City(parameters).world.elements.map(\.elementClass))
      // A city of one block has corners only, where nothing needs a rule.
      let ofJunctions: Set<ElementClass> = [.crosswalk, .trafficLight, .stopLine]
      #expect(classes == Set(ElementClass.allCases).subtracting(blocks == 1 ? ofJunctions : []))
    }
  }

  @Test func everyLaneLiesBetweenItsTwoBounds() throws {
    let world = try City().world
    let byID = Dictionary(uniqueKeysWithValues: world.elements.map { ($0.id, $0) })
    var lanes = 0
    for lane in world.elements where lane.elementClass == .lane {
      lanes += 1
      let left = try #require(lane.references.first { $0.role == .leftBound })
      let right = try #require(lane.references.first { $0.role == .rightBound })
      let centre = Polyline(lane.points)
      for (bound, side) in [(left, 1.0), (right, -1.0)] {
        let line = Polyline(try #require(byID[bound.element]).points)
        for share in [0.05, 0.5, 0.95] {
          let at = line.point(at: line.length_m * (bound.isReversed ? 1 - share : share))
          let lateral = centre.project(at).lateral_m * side
          #expect(lateral > 1.4 && lateral < 2.1, "lane \(lane.id.value): \(lateral)")
        }
        let along = line.tangent(at: line.length_m / 2).dot(centre.tangent(at: centre.length_m / 2))
        #expect(bound.isReversed == (along < 0))
      }
      for reference in lane.references { #expect(byID[reference.element] != nil) }
    }
    #expect(lanes > 200)
  }

  @Test func everyLaneGoesOnAndIsReached() throws {
    let graph = try LaneGraph(City().world)
    var reached: Set<Int> = []
    for lane in graph.lanes {
      #expect(!lane.successors.isEmpty)
      reached.formUnion(lane.successors)
    }
    #expect(reached.count == graph.lanes.count)
  }

  @Test func streetsBendAndSomeHaveSeveralLanes() throws {
    let world = try City().world
    let turns = world.elements.filter { $0.elementClass == .laneBoundary }.map { element in
      let line = Polyline(element.points)
      return abs((line.tangent(at: line.length_m).angle_rad - line.tangent(at: 0).angle_rad).wrappedAngle_rad)
    }
    #expect(turns.filter { $0 > 0.15 }.count > 5)
    let inner = world.elements.filter { $0.elementClass == .laneBoundary && $0.attributes[.style] == "dashed" }
    #expect(inner.count > 10)
  }

  @Test func linesCrossTileBorders() throws {
    for blocks in [1, 4] {
      var parameters = CityParameters()
      parameters.blocks = blocks
      let tiles = try City(parameters).tiles()
      #expect(tiles.count >= 4)
      let pieces = tiles.flatMap(\.elements).filter { $0.elementClass == .laneBoundary }
      #expect(pieces.count > Set(pieces.map(\.piece.element)).count)
    }
  }

  @Test func theStoredCityIsTheSameCity() throws {
    let city = try City()
    let world = World(tiles: try city.tiles())
    #expect(world.elements.count == city.world.elements.count)
    for (stored, made) in zip(world.elements, city.world.elements) {
      #expect(stored.id == made.id)
      #expect(stored.attributes == made.attributes)
      #expect(stored.references == made.references)
      let place = city.world.frame.local(world.frame.geodetic(stored.points[0]))
      #expect(place.distance(to: made.points[0]) < 0.01)
    }
  }

  @Test func aSeedRepeatsTheCity() throws {
    var other = CityParameters()
    other.seed = 2
    let first = try City().world
    #expect(try City().world == first)
    #expect(try City(other).world != first)
  }

  @Test func aParameterOutOfRangeIsNamed() {
    var parameters = CityParameters()
    parameters.blocks = 0
    let error = #expect(throws: CityError.self) { try City(parameters) }
    #expect(error?.description == "city blocks is 0.0, must be within 1.0 … 64.0")
  }
}

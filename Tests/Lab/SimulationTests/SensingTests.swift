import Geometry
import MapModel
import Observations
import Testing

@testable import Simulation

@Suite struct SensingTests {
  /// The default city, whole drives, nothing wrong with anything.
  private func exact(traffic: Bool, seed: UInt64 = 1) throws -> Simulator {
    var plan = Worlds.plan(length_m: 500)
    plan.seed = seed
    plan.drives = 3
    plan.vehicles = 3
    plan.frameRate_Hz = 2
    plan.wander_m = 0.2
    plan.traffic.isOn = traffic
    plan.traffic.parked_perKm = 40
    plan.traffic.oncomingInterval_s = 5
    plan.traffic.leadShare = 1
    return try Simulator(map: City().world, plan: plan)
  }

  @Test func aMarkingDrawnAsALineIsSeenAsARing() throws {
    var elements = Worlds.road(length_m: 200).elements
    let marking = WorldElement(
      id: ElementID(50), elementClass: .crosswalk, kind: .line, points: [Vector2(100, -1.5), Vector2(100, 1.5)])
    elements.append(marking)
    var seen = 0
    for frame in try Simulator(map: World(frame: Worlds.frame, elements: elements), plan: Worlds.plan(length_m: 200)) {
      for i in 0..<frame.frame.polygons.count {
        let vertices = frame.frame.polygons.vertices(of: i).map {
          Vector2(Double(frame.frame.polygons.x_m[$0]), Double(frame.frame.polygons.y_m[$0]))
        }
        #expect(vertices.count >= 3)
        let middle = vertices.reduce(Vector2.zero, +) * (1 / Double(vertices.count))
        #expect(frame.truePose.transform(middle).distance(to: marking.centroid) < 1e-3)
        seen += 1
      }
    }
    #expect(seen > 0)
  }

  @Test func detectionsWithoutNoiseLieExactlyOnTheirElements() throws {
    let simulator = try exact(traffic: false)
    let byID = Dictionary(uniqueKeysWithValues: simulator.world.map.elements.map { ($0.id, $0) })
    var checked = (points: 0, vertices: 0, rings: 0, bearings: 0)
    for seen in simulator {
      func onMap(_ x: Float, _ y: Float) -> Vector2 { seen.truePose.transform(Vector2(Double(x), Double(y))) }
      for i in 0..<seen.frame.points.count {
        let element = try #require(seen.sources.points[i].flatMap { byID[$0] })
        #expect(onMap(seen.frame.points.x_m[i], seen.frame.points.y_m[i]).distance(to: element.points[0]) < 1e-4)
        let label = seen.frame.labels[Int(seen.frame.points.label[i])]
        #expect(label.best.elementClass == element.elementClass)
        checked.points += 1
      }
      for i in 0..<seen.frame.lines.count {
        let element = try #require(seen.sources.lines[i].flatMap { byID[$0] })
        let line = Polyline(element.points)
        for vertex in seen.frame.lines.vertices(of: i) {
          let place = onMap(seen.frame.lines.x_m[vertex], seen.frame.lines.y_m[vertex])
          #expect(line.project(place).distance_m < 1e-4)
          checked.vertices += 1
        }
      }
      for i in 0..<seen.frame.polygons.count {
        let element = try #require(seen.sources.polygons[i].flatMap { byID[$0] })
        for (vertex, corner) in zip(seen.frame.polygons.vertices(of: i), element.points) {
          let place = onMap(seen.frame.polygons.x_m[vertex], seen.frame.polygons.y_m[vertex])
          #expect(place.distance(to: corner) < 1e-4)
        }
        checked.rings += 1
      }
      for i in 0..<seen.frame.bearings.count {
        let element = try #require(seen.sources.bearings[i].flatMap { byID[$0] })
        let origin = Vector2(
          Double(seen.frame.bearings.originX_m[i]), Double(seen.frame.bearings.originY_m[i]))
        let ray = seen.truePose.inverse.transform(element.points[0]) - origin
        #expect(abs((ray.angle_rad - Double(seen.frame.bearings.azimuth_rad[i])).wrappedAngle_rad) < 1e-5)
        checked.bearings += 1
      }
    }
    #expect(checked.points > 1000 && checked.vertices > 5000 && checked.rings > 50 && checked.bearings > 200)
  }

  @Test func framesAreWellFormedAndOfRealisticSize() throws {
    var plan = SimulationPlan()
    plan.drives = 4
    plan.driveLength_m = 600
    var sizes: (points: Int, lines: Int, frames: Int) = (0, 0, 0)
    for seen in try Simulator(map: City().world, plan: plan) {
      let frame = seen.frame
      #expect(frame.points.tracking.count == frame.points.count && frame.points.existence.count == frame.points.count)
      #expect(frame.lines.x_m.count == frame.lines.vertexCount.reduce(0) { $0 + Int($1) })
      #expect(frame.lines.label.count == frame.lines.count && seen.sources.lines.count == frame.lines.count)
      let labels = frame.points.label + frame.lines.label + frame.polygons.label + frame.bearings.label
      #expect(labels.allSatisfy { $0 < frame.labels.count })
      let sensors = frame.points.sensor + frame.lines.sensor + frame.polygons.sensor + frame.bearings.sensor
      #expect(sensors.allSatisfy { $0 < frame.sensors.count })
      #expect(frame.labels.allSatisfy { $0.candidates.reduce(0) { $0 + $1.probability } <= 1 })
      #expect(frame.freeSpace?.range_m.count == 72)
      sizes = (sizes.points + frame.points.count, sizes.lines + frame.lines.count, sizes.frames + 1)
    }
    let points = Double(sizes.points) / Double(sizes.frames)
    let lines = Double(sizes.lines) / Double(sizes.frames)
    #expect(points > 4 && points < 15)
    #expect(lines > 6 && lines < 15)
  }

  @Test func whatIsHiddenAgreesWithTheFreeSpaceToldOf() throws {
    let simulator = try exact(traffic: true, seed: 4)
    let byID = Dictionary(uniqueKeysWithValues: simulator.world.map.elements.map { ($0.id, $0) })
    let suite = simulator.plan.suite
    var hidden = 0
    var seen = 0
    for view in simulator {
      let profile = try #require(view.frame.freeSpace)
      func isFree(_ place: Vector2) -> Bool {
        let turn = (place.angle_rad - profile.startAzimuth_rad) / profile.step_rad
        let rays = profile.range_m.count
        let low = Int(turn.rounded(.down)) % rays
        let high = Int(turn.rounded(.up)) % rays
        return place.length <= Double(min(profile.range_m[low], profile.range_m[high]))
      }
      let vehicleFromMap = view.truePose.inverse
      // Poles in the lidar's range are its to find: those in free space, all of them, and no other.
      var reported: Set<ElementID> = []
      for i in 0..<view.frame.points.count where view.frame.points.sensor[i] == 2 {
        if let source = view.sources.points[i] { reported.insert(source) }
      }
      for element in byID.values where element.elementClass == .pole {
        let place = vehicleFromMap.transform(element.points[0])
        let status = suite.sensors[2].status
        guard place.length > status.minRange_m, place.length < status.maxRange_m else { continue }
        #expect(reported.contains(element.id) == isFree(place))
        if reported.contains(element.id) { seen += 1 } else { hidden += 1 }
      }
      for i in 0..<view.frame.lines.count {
        for vertex in view.frame.lines.vertices(of: i) {
          #expect(isFree(Vector2(Double(view.frame.lines.x_m[vertex]), Double(view.frame.lines.y_m[vertex]))))
        }
      }
    }
    #expect(hidden > 30 && seen > 300)
  }

  @Test func fieldOfViewAndRangeHold() throws {
    let simulator = try exact(traffic: false)
    for view in simulator {
      for i in 0..<view.frame.points.count {
        let status = view.frame.sensors[Int(view.frame.points.sensor[i])]
        let place = Vector2(Double(view.frame.points.x_m[i]), Double(view.frame.points.y_m[i]))
        #expect(place.length <= status.maxRange_m + 1e-3 && place.length >= status.minRange_m - 1e-3)
        #expect(abs((place.angle_rad - status.azimuth_rad).wrappedAngle_rad) <= status.fieldOfView_rad / 2 + 1e-4)
      }
    }
  }
}

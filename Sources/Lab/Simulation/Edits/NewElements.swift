import Evidence
import Geometry
import MapModel

/// Things that the map does not know.
extension EditPlanner {
  /// Elements come at free places beside and on lanes.
  mutating func addElements(_ count: Int) {
    inTurn(
      count, [.trafficSign, .laneBoundary, .pole, .stopLine, .roadMarking, .trafficLight, .crosswalk]
    ) { plan, elementClass in
      for _ in 0..<300 {
        let sample = plan.laneSamples[plan.random.index(plan.laneSamples.count)]
        let lane = plan.graph.lanes[sample.lane].centre
        guard lane.length_m > 40 else { continue }
        let station = lane.project(sample.place).station_m
        guard station > 15, station < lane.length_m - 15 else { continue }
        if plan.add(elementClass, lane: lane, station_m: station) { return true }
      }
      return false
    }
  }

  private mutating func add(_ elementClass: ElementClass, lane: Polyline, station_m: Double) -> Bool {
    let place = lane.point(at: station_m)
    let heading = lane.tangent(at: station_m)
    let right = -heading.leftNormal
    func rectangle(_ length: Double, _ width: Double, about centre: Vector2) -> [Vector2] {
      [(-1.0, -1.0), (1, -1), (1, 1), (-1, 1)].map {
        centre + heading * ($0.0 * length / 2) + right * ($0.1 * width / 2)
      }
    }
    switch elementClass {
    case .trafficSign, .pole, .trafficLight:
      guard let free = freeRoadside(place, right), isApart([free], kind: .point) else { return false }
      add(elementClass, .point, [free], Self.newAttributes(elementClass, &random))
    case .laneBoundary:
      let length = random.uniform(42, 60)
      guard station_m + length < lane.length_m - 8 else { return false }
      let points = Self.offset(lane.slice(from: station_m, to: station_m + length), left_m: -0.35)
      guard isFreeOfLines(points, but: nil), isApart(points, kind: .line) else { return false }
      add(.laneBoundary, .line, points, Attributes([.init(.style, "dashed"), .init(.colour, "white")]))
    case .stopLine:
      let points = [place - right * 1.55, place + right * 1.55]
      guard !thingGrid.hasPoint(near: place, within_m: 9), isApart(points, kind: .line) else { return false }
      add(.stopLine, .line, points, Attributes([.init(.style, "solid"), .init(.colour, "white")]))
    case .roadMarking:
      guard !thingGrid.hasPoint(near: place, within_m: 9), isApart([place], kind: .point) else { return false }
      add(
        .roadMarking, .polygon, rectangle(4, 0.9, about: place),
        Attributes([.init(.markingKind, "arrow_straight"), .init(.colour, "white")]))
    case .crosswalk:
      let middle = place - right * 1.75
      guard !thingGrid.hasPoint(near: middle, within_m: 12), isApart([middle], kind: .point) else { return false }
      add(.crosswalk, .polygon, rectangle(3.5, 6.4, about: middle), Attributes())
    default: return false
    }
    return true
  }

  private static func newAttributes(_ elementClass: ElementClass, _ random: inout SeededRandom) -> Attributes {
    switch elementClass {
    case .trafficLight: Attributes([.init(.lightKind, "red_yellow_green")])
    case .trafficSign where random.chance(0.5):
      Attributes([.init(.signCode, "de274"), .init(.signValue, ["30", "40", "50"][random.index(3)])])
    case .trafficSign: Attributes([.init(.signCode, ["de283", "de286", "de101"][random.index(3)])])
    default: Attributes()
    }
  }

  /// The first place to the right of a lane where nothing is: beyond the last line within reach.
  private func freeRoadside(_ place: Vector2, _ right: Vector2) -> Vector2? {
    var outermost: Double?
    for step in 2..<20 where lineGrid.hasPoint(near: place + right * (Double(step) / 2), within_m: 0.6) {
      outermost = Double(step) / 2
    }
    let free = place + right * ((outermost ?? 2.5) + 1.1)
    guard !laneGrid.hasPoint(near: free, within_m: 2.2), !thingGrid.hasPoint(near: free, within_m: 5),
      !lineGrid.hasPoint(near: free, within_m: 0.7), free.distance(to: place) < Self.roadside_m
    else { return nil }
    return free
  }

  /// Cones along a lane's right side with a barrier at the end, for a time.
  mutating func addWorkZones(_ count: Int, times_ns: ClosedRange<Int64>) {
    for _ in 0..<count {
      for _ in 0..<300 {
        let sample = laneSamples[random.index(laneSamples.count)]
        let lane = graph.lanes[sample.lane].centre
        guard lane.length_m > 60 else { continue }
        let start = random.uniform(10, lane.length_m - 45)
        let objects = (0..<8).map { index -> Vector2 in
          let station = start + Double(index) * 4.5
          return lane.point(at: station) - lane.tangent(at: station).leftNormal
            * (1.2 + min(Double(7 - index), 3) * 0.15)
        }
        guard isApart(objects, kind: .point), objects.allSatisfy({ !thingGrid.hasPoint(near: $0, within_m: 2) })
        else { continue }
        for (index, object) in objects.enumerated() {
          append(
            .workZoneObject, .point, [object],
            Attributes([.init(.sourceType, index == objects.count - 1 ? "barrier" : "cone")]),
            from_ns: times_ns.lowerBound, until_ns: times_ns.upperBound)
        }
        note(
          .temporary, .workZoneObject, element: nil, shape: .point, before: [], after: objects,
          attributesBefore: Attributes(), attributesAfter: Attributes(), times_ns: times_ns)
        break
      }
    }
  }
}

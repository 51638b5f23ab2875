import Geometry
import MapModel

/// Signs, lights, poles and paint across or inside lanes.
struct StreetFurniture {
  private var random: SeededRandom
  /// What stands at the roadside already; nothing else may stand within `clearance_m` of it.
  private var standing: [Vector2] = []
  private static let clearance_m = 3.0

  init(random: SeededRandom) { self.random = random }

  // MARK: Junctions

  /// What rules the arms of a junction: lights where an avenue meets another street with all arms, else signs for who waits.
  mutating func control(_ arms: [JunctionArm], into elements: inout ElementList) {
    let hasAvenue = arms.contains { $0.profile == .avenue }
    if arms.count == 4 && hasAvenue {
      for arm in arms { signalize(arm, into: &elements) }
    } else if arms.count >= 3 {
      for arm in arms {
        let opposite = arms.contains { $0.outward.dot(arm.outward) < -0.8 }
        if hasAvenue ? arm.profile == .avenue : opposite {
          stand(.trafficSign, "de301", nil, at: arm.place(beyond_m: 9, left_m: roadside(arm)), into: &elements)
        } else {
          stop(arm, into: &elements)
        }
      }
    }
  }

  private func roadside(_ arm: JunctionArm) -> Double { arm.profile.halfWidth_m + 1.1 }

  private mutating func signalize(_ arm: JunctionArm, into elements: inout ElementList) {
    let across = arm.profile.halfWidth_m - 0.3
    elements.append(
      .crosswalk, .polygon,
      [
        arm.place(beyond_m: 1.5, left_m: -across), arm.place(beyond_m: 5, left_m: -across),
        arm.place(beyond_m: 5, left_m: across), arm.place(beyond_m: 1.5, left_m: across),
      ])
    let stopLine = stopLine(arm, beyond_m: 6.5, into: &elements)
    let lights = [roadside(arm), -roadside(arm)].map { left in
      let place = arm.place(beyond_m: 7, left_m: left)
      standing.append(place)
      return elements.append(
        .trafficLight, .point, [place], [.init(.lightKind, "red_yellow_green"), .init(.height, "3.2")])
    }
    for lane in arm.incoming {
      for id in [stopLine] + lights { elements.tie(lane.id, Reference(.regulation, id)) }
    }
    for (index, _) in arm.incoming.enumerated() {
      for beyond_m in [13.0, 34.0] {
        arrow(arm, lane: index, kind: arrowKind(index, of: arm.incoming.count), beyond_m: beyond_m, into: &elements)
      }
    }
  }

  private mutating func stop(_ arm: JunctionArm, into elements: inout ElementList) {
    let sign = stand(
      .trafficSign, random.chance(0.5) ? "de206" : "de205", nil, at: arm.place(beyond_m: 2, left_m: roadside(arm)),
      into: &elements)
    let stopLine = stopLine(arm, beyond_m: 1, into: &elements)
    for lane in arm.incoming {
      for id in [stopLine, sign] { elements.tie(lane.id, Reference(.regulation, id)) }
    }
  }

  private func stopLine(_ arm: JunctionArm, beyond_m: Double, into elements: inout ElementList) -> ElementID {
    elements.append(
      .stopLine, .line,
      [0.2, Double(arm.profile.lanesPerDirection) * arm.profile.laneWidth_m - 0.1].map {
        arm.place(beyond_m: beyond_m, left_m: $0)
      }, [.init(.style, "solid"), .init(.colour, "white")])
  }

  private func arrowKind(_ lane: Int, of count: Int) -> String {
    if count == 1 { return "arrow_straight" }
    if lane == 0 { return "arrow_straight_left" }
    return lane == count - 1 ? "arrow_straight_right" : "arrow_straight"
  }

  private func arrow(
    _ arm: JunctionArm, lane: Int, kind: String, beyond_m: Double, into elements: inout ElementList
  ) {
    let left = (Double(lane) + 0.5) * arm.profile.laneWidth_m
    let corners = [(4.0, -0.4), (4.0, 0.4), (0.0, 0.4), (0.0, -0.4)]
    elements.append(
      .roadMarking, .polygon, corners.map { arm.place(beyond_m: beyond_m + $0.0, left_m: left + $0.1) },
      [.init(.markingKind, kind), .init(.colour, "white")])
  }

  // MARK: Along a street

  /// Speed limits, other signs and lamp poles along a street.
  mutating func line(_ street: Carriageway, into elements: inout ElementList) {
    let side = street.profile.halfWidth_m + 1.1
    let length = street.end_m - street.start_m
    for (isForward, lateral) in [(true, -side), (false, side)] {
      func station(_ beyond_m: Double) -> Double {
        isForward ? street.start_m + beyond_m : street.end_m - beyond_m
      }
      stand(
        .trafficSign, "de274", street.profile.speedLimit,
        at: street.place(station_m: station(15 + random.uniform(0, 6)), lateral_m: lateral), into: &elements)
      if random.chance(0.7) {
        let code = ["de283", "de286", "de314", "de136", "de101", "de237"][random.index(6)]
        stand(
          .trafficSign, code, nil,
          at: street.place(station_m: station(length * random.uniform(0.45, 0.7)), lateral_m: lateral), into: &elements)
      }
      if random.chance(0.35) {
        mark(street, isForward: isForward, station_m: station(length * random.uniform(0.3, 0.4)), into: &elements)
      }
    }
    var station = street.start_m + random.uniform(4, 12)
    var isRight = random.chance(0.5)
    while station < street.end_m - 2 {
      let place = street.place(station_m: station, lateral_m: isRight ? -side - 0.3 : side + 0.3)
      if isFree(place) {
        standing.append(place)
        elements.append(.pole, .point, [place])
      }
      station += random.uniform(22, 34)
      isRight.toggle()
    }
  }

  private func mark(_ street: Carriageway, isForward: Bool, station_m: Double, into elements: inout ElementList) {
    let lateral = (isForward ? -0.5 : 0.5) * street.profile.laneWidth_m
    let corners = [(-1.5, -0.6), (1.5, -0.6), (1.5, 0.6), (-1.5, 0.6)]
    elements.append(
      .roadMarking, .polygon,
      corners.map { street.place(station_m: station_m + $0.0, lateral_m: lateral + $0.1) },
      [.init(.markingKind, "speed_\(street.profile.speedLimit)"), .init(.colour, "white")])
  }

  /// A long-standing work zone that the map knows: barriers behind the kerb.
  mutating func mapWorkZone(beside street: Carriageway, into elements: inout ElementList) {
    let middle = (street.start_m + street.end_m) / 2
    for index in 0..<5 {
      let place = street.place(
        station_m: middle + Double(index) * 4, lateral_m: street.profile.halfWidth_m + 0.5)
      standing.append(place)
      elements.append(.workZoneObject, .point, [place], [.init(.sourceType, "barrier")])
    }
  }

  private func isFree(_ place: Vector2) -> Bool {
    standing.allSatisfy { $0.distance(to: place) >= Self.clearance_m }
  }

  @discardableResult private mutating func stand(
    _ elementClass: ElementClass, _ code: String, _ value: String?, at place: Vector2,
    into elements: inout ElementList
  ) -> ElementID {
    standing.append(place)
    return elements.append(
      elementClass, .point, [place],
      [.init(.signCode, code)] + (value.map { [.init(.signValue, $0)] } ?? []) + [.init(.height, "2.4")])
  }
}

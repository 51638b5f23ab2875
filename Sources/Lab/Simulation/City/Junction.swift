import Geometry
import MapModel

extension ElementList {
  /// Lanes through a junction, with bounds that nothing in the world shows.
  mutating func appendConnectors(of arms: [JunctionArm]) {
    for (from, arm) in arms.enumerated() {
      for (to, exit) in arms.enumerated() where to != from {
        let turn = Turn(from: -arm.outward, to: exit.outward)
        for index in turn.lanes(of: arm.incoming.count, isOnlyWay: arms.count == 2) {
          let target = turn.target(of: index, count: exit.outgoing.count, isOnlyWay: arms.count == 2)
          appendConnector(
            arm.incoming[index].centre, exit.outgoing[target].centre, turn,
            widths: (arm.profile.laneWidth_m, exit.profile.laneWidth_m), limit: arm.profile.speedLimit)
        }
      }
    }
  }

  private mutating func appendConnector(
    _ incoming: [Vector2], _ outgoing: [Vector2], _ turn: Turn, widths: (Double, Double), limit: String
  ) {
    let end = incoming.count - 1
    let curve = TurnCurve(
      from: incoming[end], along: (incoming[end] - incoming[end - 1]).normalized, to: outgoing[0],
      into: (outgoing[1] - outgoing[0]).normalized)
    func half(_ t: Double) -> Double { (widths.0 + (widths.1 - widths.0) * t) / 2 }
    let left = append(.virtualBoundary, .line, curve.points(spacing_m: 2, left_m: half))
    let right = append(.virtualBoundary, .line, curve.points(spacing_m: 2, left_m: { -half($0) }))
    append(
      .lane, .line, curve.points(spacing_m: 1.5),
      [
        .init(.laneKind, "road"), .init(.oneWay, "yes"), .init(.location, "urban"), .init(.participant, "vehicle"),
        .init(.speedLimit, limit), .init(.turnDirection, turn.name),
      ],
      references: [Reference(.leftBound, left), Reference(.rightBound, right)])
  }

  /// Kerbs around the corners between neighbouring arms.
  mutating func appendCorners(of arms: [JunctionArm]) {
    for (index, arm) in arms.enumerated() {
      let next = arms[(index + 1) % arms.count]
      let curve = TurnCurve(
        from: arm.leftKerbEnd, along: -arm.outward, to: next.rightKerbEnd, into: next.outward)
      append(.roadEdge, .line, curve.points(spacing_m: 2), [.init(.sourceType, "curbstone")])
    }
  }
}

/// Where a way through a junction leads.
enum Turn {
  case left, straight, right

  /// - Parameters: Unit directions of travel into and out of the junction.
  init(from: Vector2, to: Vector2) {
    let sine = from.cross(to)
    if sine > 0.6 { self = .left } else if sine < -0.6 { self = .right } else { self = .straight }
  }

  var name: String {
    switch self {
    case .left: "left"
    case .straight: "straight"
    case .right: "right"
    }
  }

  /// The lanes, counted from the street's middle, that may turn so.
  func lanes(of count: Int, isOnlyWay: Bool) -> [Int] {
    if isOnlyWay || self == .straight { return Array(0..<count) }
    return self == .left ? [0] : [count - 1]
  }

  /// The lane to come out on.
  func target(of lane: Int, count: Int, isOnlyWay: Bool) -> Int {
    switch self {
    case _ where isOnlyWay: min(lane, count - 1)
    case .left: 0
    case .straight: min(lane, count - 1)
    case .right: count - 1
    }
  }
}

import Geometry
import MapModel

/// A street with its paint, kerbs and lanes on the map.
struct Carriageway {
  /// A lane as far as junctions need it.
  struct Lane {
    let id: ElementID
    /// In the direction of travel.
    let centre: [Vector2]
  }

  let street: StreetGrid.Street
  /// Lanes along the street's direction, from the middle outwards.
  private(set) var forward: [Lane] = []
  /// Lanes against it, from the middle outwards.
  private(set) var backward: [Lane] = []
  /// The kerbs to the right and left of the street's direction, along it.
  private(set) var rightKerb: [Vector2] = []
  private(set) var leftKerb: [Vector2] = []

  var profile: StreetProfile { street.profile }
  /// Where lanes begin and end, m along the street's middle.
  var start_m: Double { street.startSetback_m }
  var end_m: Double { street.middle.length_m - street.endSetback_m }

  init(_ street: StreetGrid.Street, into elements: inout ElementList) {
    self.street = street
    let n = profile.lanesPerDirection
    let width = profile.laneWidth_m
    let centre = elements.append(
      .laneBoundary, .line, line(lateral_m: 0), [.init(.style, profile.centreStyle), .init(.colour, "white")])
    for side in [-1.0, 1.0] {
      let isForward = side < 0
      var inner = centre
      for index in 0..<n {
        let outerLateral = side * Double(index + 1) * width
        let outer: ElementID
        if index == n - 1 && profile.margin_m == 0 {
          outer = kerb(lateral_m: outerLateral, isRim: isForward ? street.isRimRight : street.isRimLeft, &elements)
        } else {
          outer = elements.append(
            .laneBoundary, .line, line(lateral_m: outerLateral),
            [.init(.style, index == n - 1 ? "solid" : "dashed"), .init(.colour, "white")])
        }
        let along = line(lateral_m: side * (Double(index) + 0.5) * width)
        let points = isForward ? along : along.reversed()
        let id = elements.append(
          .lane, .line, points,
          [
            .init(.laneKind, "road"), .init(.oneWay, "yes"), .init(.location, "urban"), .init(.participant, "vehicle"),
            .init(.speedLimit, profile.speedLimit),
          ],
          references: [
            Reference(.leftBound, inner, isReversed: !isForward), Reference(.rightBound, outer, isReversed: !isForward),
          ])
        if isForward {
          forward.append(Lane(id: id, centre: points))
        } else {
          backward.append(Lane(id: id, centre: points))
        }
        inner = outer
      }
      if profile.margin_m > 0 {
        _ = kerb(
          lateral_m: side * profile.halfWidth_m, isRim: isForward ? street.isRimRight : street.isRimLeft, &elements)
      }
    }
  }

  private mutating func kerb(lateral_m: Double, isRim: Bool, _ elements: inout ElementList) -> ElementID {
    let points = line(lateral_m: lateral_m)
    if lateral_m < 0 { rightKerb = points } else { leftKerb = points }
    return elements.append(.roadEdge, .line, points, [.init(.sourceType, isRim ? "guard_rail" : "curbstone")])
  }

  /// The place at a distance along the street's middle, left of it positive.
  func place(station_m: Double, lateral_m: Double) -> Vector2 {
    street.middle.point(at: station_m) + heading(station_m: station_m).leftNormal * lateral_m
  }

  /// Unit direction of the street, smoothed over a few metres so that offset lines have no kinks.
  func heading(station_m: Double) -> Vector2 {
    let reach = 4.0
    let low = max(station_m - reach, 0)
    let high = min(station_m + reach, street.middle.length_m)
    return (street.middle.point(at: high) - street.middle.point(at: low)).normalized
  }

  /// A line beside the street's middle from where lanes begin to where they end.
  func line(lateral_m: Double) -> [Vector2] { line(lateral_m: lateral_m, from: start_m, to: end_m) }

  func line(lateral_m: Double, from: Double, to: Double) -> [Vector2] {
    let count = max(Int(((to - from) / 4).rounded()), 1)
    return (0...count).map {
      place(station_m: from + (to - from) * Double($0) / Double(count), lateral_m: lateral_m)
    }
  }
}

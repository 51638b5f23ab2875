import Evidence
import Geometry
import MapModel

/// Changes to elements that the map knows.
extension EditPlanner {
  /// A longer line is not changed as a whole, m.
  private static let longest_m = 250.0

  /// Elements go: points and short lines whole, of long lines sometimes a stretch of 45 m or more.
  mutating func removeElements(_ count: Int) {
    let classes: [ElementClass] = [
      .trafficSign, .laneBoundary, .pole, .stopLine, .trafficLight, .roadMarking, .laneBoundary, .crosswalk, .roadEdge,
    ]
    inTurn(count, classes) { plan, elementClass in
      for index in plan.candidates(elementClass) {
        let element = plan.map.elements[index]
        guard plan.isApart(element.points, kind: element.kind) else { continue }
        guard element.kind == .line, elementClass != .stopLine else {
          plan.replace(index, by: [], kind: .removed, before: element.points, after: [])
          return true
        }
        let line = Polyline(element.points)
        guard line.length_m >= 40 else { continue }
        guard line.length_m > Self.longest_m || line.length_m > 90 && plan.random.chance(0.5) else {
          plan.replace(index, by: [], kind: .removed, before: element.points, after: [])
          return true
        }
        let length = plan.random.uniform(45, min(line.length_m * 0.6, 90))
        let start = plan.random.uniform(12, line.length_m - length - 12)
        plan.replace(
          index, by: plan.without(element, from: start, to: start + length), kind: .removed,
          before: line.slice(from: start, to: start + length).points, after: [])
        return true
      }
      return false
    }
  }

  /// What is left of a line without a stretch.
  private func without(_ element: WorldElement, from start: Double, to end: Double) -> [WorldElement] {
    let line = Polyline(element.points)
    var first = element
    first.points = line.slice(from: 0, to: start).points
    var second = element
    second.points = line.slice(from: end, to: line.length_m).points
    second.part = element.part + PieceID.step / 2
    return [first, second]
  }

  /// Elements are elsewhere: points 2–5 m along the road, lines 0.8–1.6 m to the side, stop lines and paint 2–4 m along the lane.
  mutating func moveElements(_ count: Int) {
    let classes: [ElementClass] = [
      .trafficSign, .laneBoundary, .pole, .stopLine, .trafficLight, .roadMarking, .roadEdge, .crosswalk,
    ]
    inTurn(count, classes) { plan, elementClass in
      for index in plan.candidates(elementClass) {
        let element = plan.map.elements[index]
        guard plan.isApart(element.points, kind: element.kind), let moved = plan.moved(element) else { continue }
        plan.replace(index, by: [moved], kind: .moved, before: element.points, after: moved.points)
        return true
      }
      return false
    }
  }

  private mutating func moved(_ element: WorldElement) -> WorldElement? {
    var moved = element
    if element.kind == .line && element.elementClass != .stopLine {
      let line = Polyline(element.points)
      guard (40...Self.longest_m).contains(line.length_m) else { return nil }
      let size = random.uniform(0.8, 1.6)
      for side in random.chance(0.5) ? [1.0, -1] : [-1.0, 1] {
        moved.points = Self.offset(line, left_m: side * size)
        if isFreeOfLines(moved.points, but: element) { return moved }
      }
      return nil
    }
    guard let heading = laneHeading(near: element.centroid) else { return nil }
    let isPaint = element.kind != .point
    for _ in 0..<6 {
      let size = isPaint ? random.uniform(2, 4) : random.uniform(2.2, 5)
      let shift = heading * (random.chance(0.5) ? size : -size)
      moved.points = element.points.map { $0 + shift }
      let near = thingGrid.indices(near: moved.centroid, within_m: isPaint ? 6 : 2).count
      let nearBefore = isPaint ? thingGrid.indices(near: element.centroid, within_m: 6).count : 0
      if near <= nearBefore, isFreeOfLanes(moved) { return moved }
    }
    return nil
  }

  private func isFreeOfLanes(_ element: WorldElement) -> Bool {
    element.kind != .point || !laneGrid.hasPoint(near: element.points[0], within_m: 1.9)
  }

  /// A line beside a line.
  static func offset(_ line: Polyline, left_m: Double) -> [Vector2] {
    line.points.indices.map { index in
      let before = line.points[max(index - 1, 0)]
      let after = line.points[min(index + 1, line.points.count - 1)]
      return line.points[index] + (after - before).normalized.leftNormal * left_m
    }
  }

  /// True where a line keeps 0.8 m from all lines of the map but its old self.
  func isFreeOfLines(_ points: [Vector2], but own: WorldElement?) -> Bool {
    let old = own.map { Polyline($0.points) }
    return Polyline(points).resampled(spacing_m: 4).dropFirst().dropLast().allSatisfy { sample in
      lineGrid.indices(near: sample, within_m: 0.8).allSatisfy { index in
        guard let old else { return false }
        return old.project(lineGrid[index]).distance_m < 0.02
      }
    }
  }

  /// Elements become another kind: sign values and codes, line styles, paint, lamps.
  mutating func changeAttributes(_ count: Int) {
    inTurn(count, [.trafficSign, .laneBoundary, .roadMarking, .trafficLight]) { plan, elementClass in
      for index in plan.candidates(elementClass) {
        let element = plan.map.elements[index]
        guard plan.isApart(element.points, kind: element.kind) else { continue }
        if elementClass == .laneBoundary, !(40...Self.longest_m).contains(Polyline(element.points).length_m) {
          continue
        }
        let keys: [AttributeKey] = [.signValue, .signCode, .style, .markingKind, .lightKind]
        guard let key = keys.first(where: { element.attributes[$0] != nil }), let value = element.attributes[key]
        else { continue }
        let other = AttributeAlternatives.other(than: value, of: key, choice: plan.random.index(6))
        guard other != value else { continue }
        var changed = element
        changed.attributes[key] = other
        plan.replace(
          index, by: [changed], kind: .attributeChanged, before: element.points, after: element.points,
          attributesAfter: changed.attributes)
        return true
      }
      return false
    }
  }
}

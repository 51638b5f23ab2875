import Evidence
import Geometry
import MapModel

/// Chooses changes one after another and keeps the true world.
struct EditPlanner {
  let map: World
  let graph: LaneGraph
  var random: SeededRandom
  private(set) var truth: [TruthChange] = []
  /// What is there; nil where an element of the map is gone.
  private var kept: [WorldElement?]
  private var added: [TimedElement] = []
  private var nextID: UInt64
  /// Points on what changed so far.
  private var touched: [Vector2] = []

  /// Points every metre or so on lanes, with the lane.
  let laneSamples: [(lane: Int, place: Vector2, heading: Vector2)]
  let laneGrid: PointGrid
  /// Points every metre on lines, and all other things, for finding free places.
  let lineGrid: PointGrid
  let thingGrid: PointGrid

  /// Distance between any two changes, m.
  private static let apart_m = 18.0
  /// How far from a lane's middle sensors still see an element well, m.
  static let roadside_m = 11.0

  init(_ map: World, graph: LaneGraph, random: SeededRandom) {
    self.map = map
    self.graph = graph
    self.random = random
    kept = map.elements.map { $0 }
    nextID = (map.elements.map(\.id.value).max() ?? 0) + 1
    var samples: [(Int, Vector2, Vector2)] = []
    for (index, lane) in graph.lanes.enumerated() {
      let count = max(Int(lane.centre.length_m / 2), 1)
      for step in 0...count {
        let station = lane.centre.length_m * Double(step) / Double(count)
        samples.append((index, lane.centre.point(at: station), lane.centre.tangent(at: station)))
      }
    }
    laneSamples = samples
    laneGrid = PointGrid(samples.map(\.1), cell_m: 8)
    let visible = map.elements.filter { $0.elementClass.entry.matchKind != .none }
    lineGrid = PointGrid(
      visible.filter { $0.kind == .line }.flatMap { Polyline($0.points).resampled(spacing_m: 1) }, cell_m: 4)
    thingGrid = PointGrid(
      visible.filter { $0.elementClass.entry.matchKind == .point }.flatMap { $0.points + [$0.centroid] }, cell_m: 8)
  }

  /// The true world so far.
  var elements: [TimedElement] { kept.compactMap { $0 }.map { TimedElement($0) } + added }

  /// The nearest lane's direction at a place; nil off the roadside.
  func laneHeading(near place: Vector2) -> Vector2? {
    let near = laneGrid.indices(near: place, within_m: Self.roadside_m)
    let best = near.min { laneSamples[$0].place.distance(to: place) < laneSamples[$1].place.distance(to: place) }
    return best.map { laneSamples[$0].heading }
  }

  /// Elements of a class beside lanes, in random order, as indexes into the map's elements; none that has changed already.
  mutating func candidates(_ elementClass: ElementClass) -> [Int] {
    var found = map.elements.indices.filter { index in
      let element = map.elements[index]
      return element.elementClass == elementClass && kept[index] == element && isBesideLane(element)
    }
    random.shuffle(&found)
    return found
  }

  private func isBesideLane(_ element: WorldElement) -> Bool {
    guard element.kind == .line else { return laneHeading(near: element.centroid) != nil }
    let line = Polyline(element.points)
    return [0.1, 0.5, 0.9].allSatisfy { laneHeading(near: line.point(at: line.length_m * $0)) != nil }
  }

  /// True where no earlier change is near.
  func isApart(_ points: [Vector2], kind: ShapeKind) -> Bool {
    let samples = kind == .line && points.count > 1 ? Polyline(points).resampled(spacing_m: 5) : points
    return samples.allSatisfy { sample in touched.allSatisfy { $0.distance(to: sample) >= Self.apart_m } }
  }

  /// Puts elements in the place of one of the map's and notes the truth.
  mutating func replace(
    _ index: Int, by elements: [WorldElement], kind: ChangeEvent.Kind, before: [Vector2], after: [Vector2],
    attributesAfter: Attributes? = nil
  ) {
    let old = map.elements[index]
    kept[index] = elements.first
    for element in elements.dropFirst() { added.append(TimedElement(element)) }
    note(
      kind, old.elementClass, element: old.id, shape: old.kind, before: before, after: after,
      attributesBefore: old.attributes,
      attributesAfter: attributesAfter ?? (after.isEmpty ? Attributes() : old.attributes))
  }

  /// Adds a new element and notes the truth.
  mutating func add(_ elementClass: ElementClass, _ kind: ShapeKind, _ points: [Vector2], _ attributes: Attributes) {
    append(elementClass, kind, points, attributes)
    note(
      .added, elementClass, element: nil, shape: kind, before: [], after: points, attributesBefore: Attributes(),
      attributesAfter: attributes)
  }

  /// Adds an element without a word in the truth.
  mutating func append(
    _ elementClass: ElementClass, _ kind: ShapeKind, _ points: [Vector2], _ attributes: Attributes,
    from_ns: Int64 = .min, until_ns: Int64 = .max
  ) {
    added.append(
      TimedElement(
        WorldElement(
          id: ElementID(nextID), elementClass: elementClass, kind: kind, points: points, attributes: attributes),
        from_ns: from_ns, until_ns: until_ns))
    nextID += 1
  }

  mutating func note(
    _ kind: ChangeEvent.Kind, _ elementClass: ElementClass, element: ElementID?, shape: ShapeKind, before: [Vector2],
    after: [Vector2], attributesBefore: Attributes, attributesAfter: Attributes, times_ns: ClosedRange<Int64>? = nil
  ) {
    for points in [before, after] where !points.isEmpty {
      touched += shape == .line && points.count > 1 ? Polyline(points).resampled(spacing_m: 5) : points
    }
    let number = String(truth.count + 1)
    truth.append(
      TruthChange(
        id: "t" + String(repeating: "0", count: max(3 - number.count, 0)) + number, kind: kind,
        elementClass: elementClass, element: element, shape: shape, before: before.map { map.frame.geodetic($0) },
        after: after.map { map.frame.geodetic($0) }, attributesBefore: attributesBefore,
        attributesAfter: attributesAfter, from_ns: times_ns?.lowerBound, until_ns: times_ns?.upperBound))
  }

  /// Makes `count` changes, each class of the list in its turn; a class with nothing left drops out.
  mutating func inTurn(_ count: Int, _ classes: [ElementClass], _ make: (inout EditPlanner, ElementClass) -> Bool) {
    var left = classes
    var turn = 0
    var made = 0
    while made < count, !left.isEmpty {
      let place = turn % left.count
      if make(&self, left[place]) {
        made += 1
        turn = place + 1
      } else {
        left.remove(at: place)
        turn = place
      }
    }
  }
}

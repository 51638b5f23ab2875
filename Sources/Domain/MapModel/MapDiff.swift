import Geometry

/// Compares two maps of a place by what stands in the world, not by what it is called: a line split in two, or known by another id, is the
/// same line.
public struct MapDiff: Sendable {
  /// Places this near to each other are one, m: a few times the rounding of the grid.
  public static let same_m = 0.05
  /// Distance between places at which a line is compared, m.
  static let spacing_m = 0.25

  private let frame: ENUFrame
  private let first: [Item]
  private let second: [Item]

  private struct Item {
    let element: GeodeticElement
    let points: [Vector2]
    let box: Bounds2
  }

  /// Compares whole elements, in any order.
  public init(from first: [GeodeticElement], to second: [GeodeticElement]) {
    let origin = (first + second).first { !$0.vertices.isEmpty }?.vertices[0]
    let frame = ENUFrame(origin: origin?.onGround ?? Geodetic(latitude_deg: 0, longitude_deg: 0))
    func items(_ elements: [GeodeticElement]) -> [Item] {
      elements.filter { !$0.vertices.isEmpty }.sorted { $0.piece < $1.piece }.map { element in
        var points = element.vertices.map { frame.local($0.onGround) }
        if element.kind == .polygon { points.append(points[0]) }
        let box = points.reduce(Bounds2(points[0], points[0])) { $0.union(Bounds2($1, $1)) }
        return Item(element: element, points: points, box: box.grown(by: Self.same_m))
      }
    }
    self.frame = frame
    self.first = items(first)
    self.second = items(second)
  }

  /// All differences, in order of the elements: those of the first map, then what is new.
  public var differences: [MapDifference] {
    let known = Dictionary(second.map { ($0.element.piece, $0) }, uniquingKeysWith: { a, _ in a })
    var found: [MapDifference] = []
    var settled: Set<PieceID> = []
    for item in first {
      let other = known[item.element.piece]
      if let other, other.element.elementClass == item.element.elementClass, other.element.kind == item.element.kind,
        isSamePlace(item, other)
      {
        settled.insert(item.element.piece)
        if let difference = words(item, other) { found.append(difference) }
        continue
      }
      found += stretches(item, known: other, &settled)
    }
    for item in second where !settled.contains(item.element.piece) {
      let new = missing(of: item, in: first)
      found +=
        new.isEmpty
        ? [difference(.tags, nil, item, before: item.points, after: item.points)]
        : new.map { difference(.added, nil, item, before: [], after: $0) }
    }
    return found
  }

  /// What of an element differs in place.
  private func stretches(_ item: Item, known other: Item?, _ settled: inout Set<PieceID>) -> [MapDifference] {
    let gone = missing(of: item, in: second)
    guard !gone.isEmpty else {
      if let other {
        // What it has more is told as new.
        guard missing(of: other, in: first).isEmpty else { return [] }
        settled.insert(other.element.piece)
      }
      return [difference(.tags, item, other, before: item.points, after: item.points)]
    }
    let isSameThing = other.map {
      $0.element.elementClass == item.element.elementClass && $0.element.kind == item.element.kind
    }
    guard let other, isSameThing == true else {
      return gone.map { difference(.removed, item, nil, before: $0, after: []) }
    }
    settled.insert(other.element.piece)
    let new = missing(of: other, in: first)
    // Stretch by stretch where they correspond; a line that lost or gained a stretch besides has that as a difference of its own.
    var found: [MapDifference] = []
    for (index, stretch) in gone.enumerated() {
      if index < new.count {
        found.append(difference(.moved, item, other, before: stretch, after: new[index]))
      } else {
        found.append(difference(.removed, item, nil, before: stretch, after: []))
      }
    }
    found += new.dropFirst(gone.count).map { difference(.added, nil, other, before: [], after: $0) }
    return found
  }

  private func isSamePlace(_ a: Item, _ b: Item) -> Bool {
    a.points.count == b.points.count && zip(a.points, b.points).allSatisfy { $0.distance(to: $1) <= Self.same_m }
  }

  /// Stretches of an element that lie on nothing of its class in the other map; all of a point that has no other at its place.
  private func missing(of item: Item, in others: [Item]) -> [[Vector2]] {
    guard item.element.elementClass.entry.matchKind != .none else { return [] }
    let near = others.filter { other in
      // A boundary of which a map does not say what the world shows may be this one: then only the map knows more.
      let isSame =
        other.element.elementClass == item.element.elementClass || other.element.elementClass == .virtualBoundary
      return isSame && other.element.kind == item.element.kind && other.box.intersects(item.box)
    }
    func isThere(_ place: Vector2) -> Bool {
      near.contains { Polyline($0.points).project(place).distance_m <= Self.same_m }
    }
    guard item.element.kind != .point else { return isThere(item.points[0]) ? [] : [item.points] }
    let line = Polyline(item.points)
    let count = max(Int((line.length_m / Self.spacing_m).rounded(.up)), 1)
    let step = line.length_m / Double(count)
    var stretches: [[Vector2]] = []
    var from: Int?
    for index in 0...count {
      let isMissing = !isThere(line.point(at: Double(index) * step))
      if isMissing, from == nil { from = index }
      if let start = from, !isMissing || index == count {
        let end = isMissing ? index : index - 1
        from = nil
        let slice = line.slice(from: Double(start) * step, to: Double(end) * step).points
        stretches.append(slice.count > 1 ? slice : [slice[0], slice[0]])
      }
    }
    return stretches
  }

  /// What differs of an element that is where it was; nil for nothing.
  private func words(_ item: Item, _ other: Item) -> MapDifference? {
    let (a, b) = (item.element, other.element)
    guard a.attributes != b.attributes || a.references != b.references else { return nil }
    let isSeen = a.elementClass.entry.matchKind != .none
    // A style that was not known and now is tells of the map, not of the paint.
    let looks = AttributeKey.visible.contains { key in
      if let old = a.attributes[key], let new = b.attributes[key] { old != new } else { false }
    }
    return difference(
      isSeen && looks ? .attributeChanged : .tags, item, other, before: item.points, after: other.points)
  }

  private func difference(
    _ kind: MapDifference.Kind, _ item: Item?, _ other: Item?, before: [Vector2], after: [Vector2]
  ) -> MapDifference {
    let subject = item?.element ?? other?.element
    var distance = 0.0
    if kind == .moved, !before.isEmpty, !after.isEmpty {
      let (old, new) = (Polyline(before), Polyline(after))
      distance = (before.map { new.project($0).distance_m } + after.map { old.project($0).distance_m }).max() ?? 0
    }
    return MapDifference(
      kind: kind, elementClass: subject?.elementClass ?? .lane, shape: subject?.kind ?? .point,
      element: subject?.id ?? ElementID(0), before: before.map { frame.geodetic($0) },
      after: after.map { frame.geodetic($0) }, attributesBefore: item?.element.attributes ?? Attributes(),
      attributesAfter: other?.element.attributes ?? Attributes(), distance_m: distance)
  }
}

extension AttributeKey {
  /// Those that can be seen on the road.
  static let visible: [AttributeKey] = [.style, .colour, .signCode, .signValue, .lightKind, .markingKind]
}

import Geometry

/// A change to a map by hand, such as makes a stale map of a true one.
public enum MapEdit: Hashable, Sendable {
  /// The element goes, and with it what refers to it.
  case delete(ElementSelector)
  /// The element moves sideways, left of its own direction positive, m; points and polygons have no side.
  case shiftSideways(ElementSelector, left_m: Double)
  /// The element moves east and north, m.
  case shift(ElementSelector, east_m: Double, north_m: Double)
  /// A copy of a line comes beside it, left positive, m, under a name of its own.
  case insertBeside(ElementSelector, left_m: Double, name: String)
  /// New elements come in.
  case insert([GeodeticElement])
  /// An attribute gets another value; nil removes it.
  case setAttribute(ElementSelector, AttributeKey, String?)

  /// Applies edits in order.
  /// - Throws: `MapEditError` naming the selector that means nothing, or the element it does not fit; then nothing has changed.
  public static func apply(_ edits: [MapEdit], to elements: [GeodeticElement]) throws(MapEditError) -> [GeodeticElement]
  {
    var edited = elements
    for edit in edits { try edit.apply(to: &edited) }
    return edited.sorted { $0.piece < $1.piece }
  }

  /// Applies edits in order to whole tiles, by way of whole elements: tiles no edit touches keep their content.
  public static func apply(
    _ edits: [MapEdit], to tiles: [MapTile], version: UInt64 = 1
  ) throws(MapEditError) -> [MapTile] {
    let edited = try apply(edits, to: TileJoiner.elements(of: tiles))
    do { return try TileCutter.tiles(of: edited, version: version) } catch { throw .unfit(error) }
  }

  private func apply(to elements: inout [GeodeticElement]) throws(MapEditError) {
    switch self {
    case .delete(let selector):
      let gone = Set(try Self.places(selector, in: elements).map { elements[$0].id })
      elements.removeAll { gone.contains($0.id) }
      for index in elements.indices { elements[index].references.removeAll { gone.contains($0.element) } }
    case .shiftSideways(let selector, let left_m):
      try Self.check(left_m)
      for index in try Self.places(selector, in: elements) {
        elements[index].vertices = try Self.beside(elements[index], left_m: left_m)
      }
    case .shift(let selector, let east_m, let north_m):
      try Self.check(east_m)
      try Self.check(north_m)
      for index in try Self.places(selector, in: elements) {
        elements[index].vertices = elements[index].vertices.map { vertex in
          ENUFrame(origin: vertex.onGround).geodetic(Vector2(east_m, north_m), height_m: vertex.height_m)
        }
      }
    case .insertBeside(let selector, let left_m, let name):
      try Self.check(left_m)
      let places = try Self.places(selector, in: elements)
      let id = ElementID.derived(from: "edit \(name)", avoiding: Set(elements.map(\.id)))
      for index in places {
        var copy = elements[index]
        copy.vertices = try Self.beside(copy, left_m: left_m)
        copy.id = id
        copy.attributes[.sourceID] = name
        elements.append(copy)
      }
    case .insert(let more):
      let there = Set(elements.map(\.piece))
      if let clash = more.first(where: { there.contains($0.piece) }) { throw .exists(clash.id) }
      elements += more
    case .setAttribute(let selector, let key, let value):
      for index in try Self.places(selector, in: elements) { elements[index].attributes[key] = value }
    }
  }

  private static func places(
    _ selector: ElementSelector, in elements: [GeodeticElement]
  ) throws(MapEditError) -> [Int] {
    let places = elements.indices.filter { selector.matches(elements[$0]) }
    if places.isEmpty { throw .nothing(selector) }
    // Several stretches of one element are meant together; several elements are a question.
    if Set(places.map { elements[$0].id }).count > 1 { throw .ambiguous(selector, places.map { elements[$0].id }) }
    return places
  }

  private static func check(_ distance_m: Double) throws(MapEditError) {
    guard abs(distance_m) <= 1000 else { throw .distance(distance_m) }
  }

  /// The line's vertices moved along the mean normal of their two segments, lengthened at bends so that the segments keep the distance.
  private static func beside(_ element: GeodeticElement, left_m: Double) throws(MapEditError) -> [Geodetic] {
    guard element.kind == .line, let first = element.vertices.first else { throw .noSide(element.id) }
    let frame = ENUFrame(origin: first.onGround)
    let points = element.vertices.map { frame.local($0.onGround) }
    var directions: [Vector2] = []
    for (a, b) in zip(points, points.dropFirst()) {
      let direction = (b - a).normalized
      directions.append(direction == .zero ? directions.last ?? .zero : direction)
    }
    guard let ahead = directions.first(where: { $0 != .zero }) else { throw .noSide(element.id) }
    directions = directions.map { $0 == .zero ? ahead : $0 }
    return points.indices.map { index in
      let before = directions[max(index - 1, 0)].leftNormal
      let after = directions[min(index, directions.count - 1)].leftNormal
      let normal = (before + after).normalized
      // At hairpins the exact length grows without bound; three times the distance is enough of a corner.
      let stretch = 1 / max(normal.dot(after), 1.0 / 3)
      return frame.geodetic(points[index] + normal * (left_m * stretch), height_m: element.vertices[index].height_m)
    }
  }
}
